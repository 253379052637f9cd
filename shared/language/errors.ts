/** One sentence for every error: what happened, what it means, what to do. */
import type { Language } from '../domain.ts';
import type { AppError, ErrorCode, ErrorDetails } from '../errors.ts';
import { adjustErrors } from './adjust.ts';
import { formulaErrors } from './formula.ts';
import { importanceErrors } from './importance.ts';
import { ingestText } from './ingest.ts';
import { workspaceText } from './workspace.ts';

type Sentence = (details: ErrorDetails) => string;

const engineText = {
  en: {
    too_few_customers: (d: ErrorDetails) =>
      `Only ${d.customers} customers remain after cleaning; segments need at least ${d.needed}. Add more orders, or check which rules left customers out.`,
    no_varying_feature: () =>
      'All customers look the same: no feature varies, so there is nothing to tell them apart. Add orders or columns.',
    rules_need_orders: () => 'RFM rules read orders, and these files hold none. The other methods can do without.',
    needs_labels: () =>
      'The classifier and the decision tree learn labels, and none are known here. Name a column of the customers that holds them (--labels COLUMN, or Learn from on the Train page), or learn the segments of an earlier run.',
    labels_too_few: (d: ErrorDetails) =>
      `There is nothing to tell apart: ${d.labels} labels have ${d.needed} customers or more, and two are needed. Choose another column, or leave the methods that learn labels out.`,
    too_many_classes: (d: ErrorDetails) =>
      `The column has ${d.labels} labels of several customers each; ${d.most} can be learned at most. Choose a column with fewer.`,
    no_label_column: () =>
      'The column whose labels were to be learned is not in these data. Choose another on the Train page.',
    label_is_numbers: () =>
      'The column holds numbers or dates, not kinds of customers. Choose a column of categories, or name it as known labels when the file is read.',
    no_lines: () => 'No order line could be read. Check that the file holds orders with a date and a customer.',
    no_customers: () => 'No customer remains after cleaning. Check that the file holds sales with a customer.',
    one_segment: () => 'All customers fell into one segment, which cannot be scored. Add orders or features.',
    diverged: () => 'The network did not settle down. Choose the Fast preset or fewer layers.',
    copies_people: () =>
      'The generative network came too near to single customers, so nothing of it was kept. The other methods are not affected.',
    backend_unavailable: (d: ErrorDetails) =>
      `The compute device '${d.backend}' does not work on this computer. Use --backend auto.`,
    newer_model: () => 'The model comes from a newer Clientele. Update Clientele, or export the model again.',
    not_a_model: () => 'This is not a Clientele model. Choose the model folder that a run wrote.',
    model_missing: (d: ErrorDetails) =>
      `${d.file}: there is no model.bin in this folder. Choose the model folder that a run wrote.`,
    no_recipe: (d: ErrorDetails) =>
      `${d.file}: this is not a recipe of Clientele. Choose a file that Clientele saved as a recipe.`,
    bad_step: (d: ErrorDetails) =>
      `${d.file}: step ${d.step} of the recipe is not understood. Correct it, or save the recipe anew.`,
    out_of_range: (d: ErrorDetails) => `${d.option}: ${d.value} does not go; take ${d.least} to ${d.most}.`,
    no_workspace_open: () => 'No workspace is open. Open or create one first.',
    workspace_already_open: () => 'A workspace is already open. Close it first.',
    read_only: () => 'The workspace is open for reading only. Close it elsewhere and open it again.',
    layout_differs: (d: ErrorDetails) =>
      `${d.file}: its columns are not those of the data that it was to be added to, or these cannot be added to. Read it as data of its own, or choose others.`,
    file_there_already: (d: ErrorDetails) =>
      `${d.file}: these data hold this very file already, and all its lines would be there twice. Add only what is new, or choose another file.`,
    no_customer_named: (d: ErrorDetails) =>
      `${d.file}: the column '${d.column}' is empty in all lines, so no order has a customer. Choose another column for the customer.`,
    run_not_ready: () => 'The run has not finished yet. Wait for it, or resume it.',
    not_interrupted: () => 'Only an interrupted job can be taken up again.',
    not_running: () => 'Only a job that is running or waiting can be paused.',
    no_such_job: () => 'This job does not exist any more.',
    no_such_customer: () => 'This customer is not in this run. Go back to the list and choose another.',
    cancelled: () => 'Cancelled. What was finished before is kept.',
    disk_full: () => 'The disk is full. Nothing was changed; make room and try again.',
    cannot_write: (d: ErrorDetails) =>
      `${d.file ?? 'The file'} cannot be written here. Choose a folder that you may write to.`,
    unknown_file: () => 'This file is not known here any more. Choose it again.',
    workspace_name: () =>
      'This name does not go. Use letters, digits, blanks, dots, - and _, at most 80 of them, and begin with a letter or digit.',
    file_too_large: (d: ErrorDetails) =>
      `The file is too large for the window (at most ${Math.round(Number(d.most) / 1e9)} GB). Use the command line for it.`,
    not_offered_here: () =>
      'This is only possible in the desktop window, not in a browser or on the command line. Use Export instead.',
    print_failed: () => 'The report could not be printed to PDF. Try again, or export it and print it from a browser.',
    not_writable: (d: ErrorDetails) =>
      `${d.file ?? 'The file'} may not be written here. Choose a folder that you may write to.`,
    write_failed: (d: ErrorDetails) => `${d.file ?? 'The file'} could not be written. Check the disk and try again.`,
    no_folder: (d: ErrorDetails) =>
      `The folder ${d.file ?? ''} cannot be made here: something else is in the way. Choose another folder.`,
    not_finite: () => 'A figure is missing or infinite where none may be. Leave that feature out and try again.',
    missing_feature: (d: ErrorDetails) => `The feature '${d.feature}' is not in the data. Use a model that fits them.`,
    needs_catalogue: () =>
      'The model compares what kinds of products customers buy. Give the catalogue of products beside the orders.',
    no_level_order: (d: ErrorDetails) =>
      `Nothing says in which order the levels of ${d.column} stand. Give the order, lowest first, or code the column otherwise.`,
    period_needs_orders: () => 'A period needs orders, and these files hold none. Leave the days open.',
    period_reversed: () => 'The period ends before it begins. Choose a last day after the first one.',
    period_empty: () => 'Nobody ordered in this period. Choose other days (--from, --until).',
    cut_off_outside: () =>
      'The future would begin before the first or after the last order of the period. Choose a day between them.',
    cut_off_too_early: (d: ErrorDetails) =>
      `Only ${d.customers} customers ordered before the day on which the future begins; at least ${d.needed} are needed. Choose a later day.`,
    no_consent_known: () =>
      'These data do not say who agreed to be written to, so nobody counts as having agreed. Name the column that does (--columns consent=COLUMN), or export without that limit.',
    unknown_feature: (d: ErrorDetails) => `There is no feature '${d.feature}'. Check its name.`,
    bad_parameter: (d: ErrorDetails) => `The setting '${d.parameter}' does not go. Check its value.`,
    bad_network: () => 'These layers make no network. Give whole numbers from 1 up, for example 64,32,8.',
    no_such_row: () => 'The customers chosen are not those of this run. Choose them again.',
    method_not_raced: () => 'This method did not run to the end in this run, so it has no segments to show.',
    no_rows: () => 'There is no customer to work on. Check that the file holds sales with a customer.',
    no_labels: () => 'No customer has a label to learn from. Choose a column that holds the segments you know.',
    too_few_labels: (d: ErrorDetails) =>
      `Too few customers have a label to judge by; at least ${d.needed} are needed. Add labels, or use fewer parts.`,
    workspace_damaged: (d: ErrorDetails) => `The workspace is damaged in ${d.count} places. Restore it from a backup.`,
  },
  'zh-CN': {
    too_few_customers: (d: ErrorDetails) =>
      `清洗后只剩 ${d.customers} 位客户，细分至少需要 ${d.needed} 位。请补充订单，或检查哪些规则排除了客户。`,
    no_varying_feature: () => '所有客户看起来都一样，没有可区分的特征。请补充订单或列。',
    rules_need_orders: () => 'RFM 规则需要订单，而文件中没有订单。其他方法不受影响。',
    needs_labels: () =>
      '分类网络和决策树需要学习标签，而这里没有已知标签。请指定含有标签的客户列（--labels 列名，或训练页的“学习对象”），或学习以前某次运行的细分。',
    labels_too_few: (d: ErrorDetails) =>
      `没有可区分的标签：至少有 ${d.needed} 位客户的标签只有 ${d.labels} 个，而需要两个。请选择其他列，或不使用学习标签的方法。`,
    too_many_classes: (d: ErrorDetails) =>
      `该列有 ${d.labels} 个各含多位客户的标签，最多只能学习 ${d.most} 个。请选择标签较少的列。`,
    no_label_column: () => '要学习的标签列不在这些数据中。请在训练页选择其他列。',
    label_is_numbers: () => '该列是数值或日期，而不是客户类别。请选择类别列，或在读取文件时将其指定为已知标签。',
    no_lines: () => '没有读到任何订单行。请检查文件是否包含带日期和客户的订单。',
    no_customers: () => '清洗后没有剩下客户。请检查文件是否包含带客户的销售记录。',
    one_segment: () => '所有客户都落在同一个细分里，无法评分。请补充订单或特征。',
    diverged: () => '网络训练没有收敛。请选择“快速”或减少层数。',
    copies_people: () => '生成网络与个别客户过于相似，其结果已全部舍弃。其他方法不受影响。',
    backend_unavailable: (d: ErrorDetails) => `计算设备“${d.backend}”在这台电脑上不可用。请使用 --backend auto。`,
    newer_model: () => '模型来自更新版本的 Clientele。请更新 Clientele，或重新导出模型。',
    not_a_model: () => '这不是 Clientele 的模型。请选择运行结果中的 model 文件夹。',
    model_missing: (d: ErrorDetails) => `${d.file}：文件夹中没有 model.bin。请选择运行结果中的 model 文件夹。`,
    no_recipe: (d: ErrorDetails) => `${d.file}：这不是 Clientele 的配方。请选择由 Clientele 保存的配方文件。`,
    bad_step: (d: ErrorDetails) => `${d.file}：配方的第 ${d.step} 步无法理解。请更正，或重新保存配方。`,
    out_of_range: (d: ErrorDetails) => `${d.option}：${d.value} 超出范围，请取 ${d.least} 到 ${d.most}。`,
    no_workspace_open: () => '没有打开的工作区。请先打开或新建一个。',
    workspace_already_open: () => '已有工作区打开。请先关闭它。',
    read_only: () => '工作区以只读方式打开。请在别处关闭后重新打开。',
    layout_differs: (d: ErrorDetails) =>
      `${d.file}：各列与要并入的数据不同，或那些数据不能追加。请作为新数据读取，或另选文件。`,
    file_there_already: (d: ErrorDetails) =>
      `${d.file}：这些数据已包含这个文件，再次追加会使每一行重复。请只添加新内容，或另选文件。`,
    no_customer_named: (d: ErrorDetails) => `${d.file}：“${d.column}”列全部为空，订单没有客户。请为客户另选一列。`,
    run_not_ready: () => '运行尚未完成。请等待，或继续运行。',
    not_interrupted: () => '只有中断的任务可以继续。',
    not_running: () => '只有进行中或等待中的任务可以暂停。',
    no_such_job: () => '该任务已不存在。',
    no_such_customer: () => '此次运行中没有这位客户。请返回列表另选一位。',
    cancelled: () => '已取消。之前完成的内容已保留。',
    disk_full: () => '磁盘已满，没有做任何更改。请腾出空间后重试。',
    cannot_write: (d: ErrorDetails) => `无法在此写入${d.file ? ` ${d.file}` : '文件'}。请选择有写入权限的文件夹。`,
    unknown_file: () => '文件已不在此处。请重新选择。',
    workspace_name: () => '名称不可用。请使用字母、数字、空格、点、- 和 _，最多 80 个字符，并以字母或数字开头。',
    file_too_large: (d: ErrorDetails) =>
      `文件过大，窗口最多接受 ${Math.round(Number(d.most) / 1e9)} GB。请改用命令行。`,
    not_offered_here: () => '此功能仅在桌面窗口中可用，浏览器和命令行中没有。请改用导出。',
    print_failed: () => '报告未能打印为 PDF。请重试，或导出后在浏览器中打印。',
    not_writable: (d: ErrorDetails) => `没有权限在此写入${d.file ? ` ${d.file}` : '文件'}。请选择有写入权限的文件夹。`,
    write_failed: (d: ErrorDetails) => `无法写入${d.file ? ` ${d.file}` : '文件'}。请检查磁盘后重试。`,
    no_folder: (d: ErrorDetails) => `无法在此新建文件夹 ${d.file ?? ''}：已有同名内容。请另选文件夹。`,
    not_finite: () => '有数值缺失或为无穷大。请排除该特征后重试。',
    missing_feature: (d: ErrorDetails) => `数据中没有特征“${d.feature}”。请使用匹配的模型。`,
    needs_catalogue: () => '模型会比较客户购买的商品类别。请把商品目录与订单一起提供。',
    no_level_order: (d: ErrorDetails) =>
      `无法得知 ${d.column} 各取值的次序。请按从低到高给出次序，或改用其他编码方式。`,
    period_needs_orders: () => '时间范围需要订单，而这些文件中没有订单。请不要限定日期。',
    period_reversed: () => '时间范围的结束早于开始。请选择晚于第一天的最后一天。',
    period_empty: () => '这段时间内没有人下单。请选择其他日期（--from、--until）。',
    cut_off_outside: () => '未来的起点早于这段时间的首单，或晚于末单。请选择两者之间的一天。',
    cut_off_too_early: (d: ErrorDetails) =>
      `在未来起点之前下单的客户只有 ${d.customers} 位，至少需要 ${d.needed} 位。请选择更晚的一天。`,
    no_consent_known: () =>
      '这些数据没有说明谁同意接收营销信息，因此无人算作同意。请指定说明此事的列（--columns consent=列名），或不加此限制导出。',
    unknown_feature: (d: ErrorDetails) => `没有名为“${d.feature}”的特征。请检查名称。`,
    bad_parameter: (d: ErrorDetails) => `设置“${d.parameter}”无效。请检查取值。`,
    bad_network: () => '这些层数无法组成网络。请填写正整数，例如 64,32,8。',
    no_such_row: () => '所选客户不属于这次运行。请重新选择。',
    method_not_raced: () => '该方法在这次运行中没有完成，没有可显示的细分。',
    no_rows: () => '没有可计算的客户。请检查文件是否包含带客户的销售记录。',
    no_labels: () => '没有带标签的客户可供学习。请选择包含已知细分的列。',
    too_few_labels: (d: ErrorDetails) =>
      `带标签的客户太少，无法评估；至少需要 ${d.needed} 位。请补充标签，或减少折数。`,
    workspace_damaged: (d: ErrorDetails) => `工作区有 ${d.count} 处损坏。请从备份恢复。`,
  },
} satisfies Record<Language, Record<string, Sentence>>;

/** What is said when a reason has no sentence of its own. */
const byCode: Record<Language, Record<ErrorCode, string>> = {
  en: {
    invalid_input: 'Something in the input is not as it should be. Check it and try again.',
    not_found: 'It is not there (any more). Check the name.',
    conflict: 'This cannot be done at the moment.',
    insufficient_data: 'There is not enough data for this.',
    not_converged: 'The computation did not settle down. Try other settings.',
    cancelled: 'Cancelled.',
    locked: 'The workspace is locked.',
    in_use: 'Somebody else is using it.',
    storage: 'Reading or writing the disk failed. Check the disk and try again.',
    out_of_memory: 'There is not enough memory.',
    incompatible_version: 'It comes from a newer Clientele. Update Clientele.',
    internal: 'Something went wrong inside Clientele. Nothing of yours was lost; try again.',
  },
  'zh-CN': {
    invalid_input: '输入有误。请检查后重试。',
    not_found: '找不到。请检查名称。',
    conflict: '现在无法执行此操作。',
    insufficient_data: '数据不足。',
    not_converged: '计算没有收敛。请更换设置。',
    cancelled: '已取消。',
    locked: '工作区已锁定。',
    in_use: '正在被其他程序使用。',
    storage: '读写磁盘失败。请检查磁盘后重试。',
    out_of_memory: '内存不足。',
    incompatible_version: '来自更新版本的 Clientele。请更新 Clientele。',
    internal: 'Clientele 内部出错。数据没有丢失，请重试。',
  },
};

/** The sentence of an error in a language. One line; never the content of a cell. */
export function errorSentence(error: Pick<AppError, 'code' | 'details'>, language: Language): string {
  const { reason } = error.details;
  const texts: Record<string, Sentence>[] = [
    engineText[language],
    ingestText[language].errors,
    adjustErrors[language],
    formulaErrors[language],
    importanceErrors[language],
    workspaceText[language],
  ];
  const sentence = reason ? texts.find((text) => Object.hasOwn(text, reason))?.[reason] : undefined;
  return sentence ? sentence(error.details) : byCode[language][error.code];
}
