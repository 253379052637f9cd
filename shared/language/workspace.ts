import type { Language } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';

type Sentence = (details: ErrorDetails) => string;

const file = (details: ErrorDetails, otherwise: string): string => details.file ?? otherwise;

const english = {
  // locked
  wrong_passphrase: () => 'The passphrase is wrong, so the workspace stays closed. Try again or use the recovery key.',
  wrong_recovery_key: () => 'The recovery key does not fit this workspace. Compare it letter by letter and try again.',
  wrong_key_file: () => 'The key file does not fit this workspace. Choose the file it was locked with.',
  wrong_local_key: () =>
    'This computer’s key does not fit this workspace, which was probably made elsewhere. Use the recovery key or a passphrase.',
  key_file_missing: () =>
    'The key file cannot be read, so the workspace stays closed. Check where it is and try again.',
  local_key_missing: () =>
    'This computer has no key for this workspace. Open it with the recovery key or a passphrase, or restore the settings folder.',
  system_key_unavailable: () =>
    'The system’s key store did not give the key, so the workspace stays closed. Unlock the key store or use the recovery key.',
  no_such_slot: (d) =>
    `This workspace cannot be opened this way. It takes: ${d.kinds instanceof Array ? d.kinds.join(', ') : 'another key'}.`,
  keys_missing: (d) =>
    `The keys file ${file(d, 'NAME.clientele')}.keys is missing, and nothing can be read without it. Put it back beside the workspace.`,
  keys_damaged: () => 'The keys file is damaged, so the workspace cannot be opened. Restore it from a backup.',
  keys_mismatch: (d) =>
    `The keys file does not belong to ${file(d, 'this workspace')}, or the file’s beginning is damaged. Put the two that belong together side by side.`,
  // invalid_input
  not_a_workspace: (d) =>
    `${file(d, 'This file')} is not a Clientele workspace. Choose a file that ends in .clientele.`,
  passphrase_empty: () => 'The passphrase is empty and would protect nothing. Enter one.',
  key_file_empty: () => 'The key file is empty and would protect nothing. Choose another.',
  key_file_too_large: () => 'The key file is larger than 1 MB. Choose a smaller one.',
  recovery_key_is_made: () =>
    'A recovery key is made by Clientele and cannot be chosen. Use a passphrase or a key file.',
  // not_found
  workspace_missing: (d) => `${file(d, 'The workspace')} does not exist. Check the path, or create a workspace there.`,
  folder_missing: () => 'The folder for the workspace does not exist. Create it or choose another.',
  no_such_dataset: () => 'This data set does not exist any more. Choose another.',
  no_such_run: () => 'This run does not exist any more. Choose another.',
  run_not_ready: () => 'This run has no results yet. Wait for its job to end, or resume it.',
  no_such_job: () => 'This job does not exist. Look at the list of jobs.',
  no_such_segment: () => 'This segment does not exist in this run. Choose another.',
  no_such_model: () => 'This run has no model. Run the segmentation again.',
  no_such_memberships: () => 'This run has not assigned any customers. Run the segmentation again.',
  // conflict
  workspace_exists: (d) =>
    `${file(d, 'The workspace')} exists already and was left as it is. Open it or choose another name.`,
  keys_exist: (d) =>
    `A keys file for ${file(d, 'this workspace')} exists already; it may be the only one of a moved workspace. Move it away or choose another name.`,
  last_key_slot: () => 'This is the only key, and without it nobody could open the workspace. Add another one first.',
  temporary_workspace: () => 'A temporary workspace has no keys to change: it is deleted when it is closed.',
  opened_read_only: () => 'The workspace is open for reading only, so nothing was changed. Open it for writing.',
  dataset_not_importing: () => 'This data set is complete or gone, so no lines can be added. Import the files again.',
  dataset_not_ready: () => 'The import has not finished yet. Wait for it, then start the run.',
  dataset_busy: () => 'These data are being worked on. Wait until that has finished, or cancel it, then try again.',
  dataset_incomplete: () => 'Not all lines were stored, so the data set was not switched on. Import the files again.',
  changed_meanwhile: () =>
    'The segments were changed in the meantime, so nothing was done. Look at them and try again.',
  nothing_to_undo: () => 'There is nothing to undo: these are the segments as computed.',
  nothing_to_redo: () => 'There is nothing to redo.',
  no_such_revision: () => 'This point of the history was cut off by a later change. Choose another.',
  run_is_ready: () => 'This run has its results already.',
  // in_use
  in_use: () =>
    'Another Clientele is writing to this workspace. Close it there, or open the workspace for reading only.',
  open_elsewhere: () =>
    'The workspace is open for reading elsewhere, so its key cannot be changed now. Close it there and try again.',
  // incompatible_version
  newer_workspace: (d) =>
    `This workspace is from a newer Clientele (layout ${d.found}, this one knows ${d.supported}) and was left untouched. Update Clientele.`,
  older_read_only: (d) =>
    `This workspace has an older layout (${d.found} instead of ${d.supported}). Open it for writing once to bring it up to date.`,
  newer_keys: () => 'The keys file is from a newer Clientele and was left untouched. Update Clientele.',
  // storage
  disk_full: () => 'The disk is full; what was not finished was not stored. Free some space and try again.',
  damaged: () => 'Part of the workspace is damaged and cannot be read. Restore the file and its keys from a backup.',
  workspace_damaged: (d) =>
    `The check found ${d.count ?? 'some'} problems in this workspace. Restore the file and its keys from a backup.`,
  read_only_disk: () =>
    'The workspace lies where nothing can be written. Copy it elsewhere, or open it for reading only.',
  no_permission: () => 'This user may not read or write the workspace here. Change the permissions or the place.',
  io_error: () => 'The disk failed to read or write. Check the disk and its connection, then try again.',
} satisfies Record<string, Sentence>;

/** Why a workspace could not be opened, read or written. */
export type WorkspaceReason = keyof typeof english;

const chinese: Record<WorkspaceReason, Sentence> = {
  wrong_passphrase: () => '密码不对，工作区没有打开。请重试，或使用恢复密钥。',
  wrong_recovery_key: () => '恢复密钥与此工作区不符。请逐字核对后重试。',
  wrong_key_file: () => '密钥文件与此工作区不符。请选择加锁时用的文件。',
  wrong_local_key: () => '本机密钥与此工作区不符，它可能建于另一台电脑。请使用恢复密钥或密码。',
  key_file_missing: () => '无法读取密钥文件，工作区没有打开。请检查其位置后重试。',
  local_key_missing: () => '本机没有此工作区的密钥。请用恢复密钥或密码打开，或还原设置文件夹。',
  system_key_unavailable: () => '系统密钥库没有给出密钥，工作区没有打开。请解锁密钥库，或使用恢复密钥。',
  no_such_slot: (d) =>
    `此工作区不能用这种方式打开。可用方式：${d.kinds instanceof Array ? d.kinds.join('、') : '其他密钥'}。`,
  keys_missing: (d) => `缺少密钥文件 ${file(d, 'NAME.clientele')}.keys，没有它什么也读不出。请把它放回工作区旁边。`,
  keys_damaged: () => '密钥文件已损坏，工作区无法打开。请从备份还原。',
  keys_mismatch: (d) =>
    `密钥文件与${d.file ? ` ${d.file} ` : '此工作区'}不配套，或文件开头已损坏。请把配套的两个文件放在一起。`,
  not_a_workspace: (d) => `${d.file ? `${d.file} ` : '此文件'}不是 Clientele 工作区。请选择以 .clientele 结尾的文件。`,
  passphrase_empty: () => '密码为空，起不到保护作用。请输入密码。',
  key_file_empty: () => '密钥文件为空，起不到保护作用。请另选一个。',
  key_file_too_large: () => '密钥文件超过 1 MB。请选择小一些的文件。',
  recovery_key_is_made: () => '恢复密钥由 Clientele 生成，不能自选。请使用密码或密钥文件。',
  workspace_missing: (d) => `${d.file ? `${d.file} ` : '工作区'}不存在。请检查路径，或在那里新建工作区。`,
  folder_missing: () => '工作区所在的文件夹不存在。请新建，或另选一个。',
  no_such_dataset: () => '此数据集已不存在。请另选一个。',
  no_such_run: () => '此次运行已不存在。请另选一个。',
  run_not_ready: () => '此次运行还没有结果。请等任务结束，或继续该任务。',
  no_such_job: () => '此任务不存在。请查看任务列表。',
  no_such_segment: () => '此次运行中没有这个细分。请另选一个。',
  no_such_model: () => '此次运行没有模型。请重新运行细分。',
  no_such_memberships: () => '此次运行没有客户归属。请重新运行细分。',
  workspace_exists: (d) => `${d.file ? `${d.file} ` : '工作区'}已存在，未作改动。请直接打开，或换个名称。`,
  keys_exist: (d) =>
    `${d.file ? `${d.file} ` : '此工作区'}的密钥文件已存在，可能属于被移走的工作区，且仅此一份。请先移走它，或换个名称。`,
  last_key_slot: () => '这是唯一的密钥，删掉后谁也打不开工作区。请先添加另一个。',
  temporary_workspace: () => '临时工作区没有可更改的密钥：它在关闭时即被删除。',
  opened_read_only: () => '工作区以只读方式打开，未作改动。请以读写方式打开。',
  dataset_not_importing: () => '此数据集已完成或已删除，不能再添加数据行。请重新导入文件。',
  dataset_not_ready: () => '导入尚未完成。请等待完成后再开始。',
  dataset_busy: () => '数据正在使用中。请等待完成或取消任务后重试。',
  dataset_incomplete: () => '有数据行没有保存，数据集未启用。请重新导入文件。',
  changed_meanwhile: () => '细分在此期间已被更改，未作任何操作。请查看后重试。',
  nothing_to_undo: () => '没有可撤销的操作，当前即为原始计算结果。',
  nothing_to_redo: () => '没有可重做的操作。',
  no_such_revision: () => '这一步已被之后的更改取代。请另选一步。',
  run_is_ready: () => '此次运行已有结果。',
  in_use: () => '另一个 Clientele 正在写入此工作区。请在那边关闭，或以只读方式打开。',
  open_elsewhere: () => '别处正在读取此工作区，现在不能更换密钥。请在那边关闭后重试。',
  newer_workspace: (d) =>
    `此工作区来自更新版本的 Clientele（格式 ${d.found}，当前支持到 ${d.supported}），未作改动。请更新 Clientele。`,
  older_read_only: (d) => `此工作区的格式较旧（${d.found}，当前为 ${d.supported}）。请以读写方式打开一次，完成升级。`,
  newer_keys: () => '密钥文件来自更新版本的 Clientele，未作改动。请更新 Clientele。',
  disk_full: () => '磁盘已满，未完成的内容没有保存。请腾出空间后重试。',
  damaged: () => '工作区有一部分已损坏，无法读取。请从备份还原文件及其密钥。',
  workspace_damaged: (d) => `检查发现此工作区有 ${d.count ?? '若干'} 处问题。请从备份还原文件及其密钥。`,
  read_only_disk: () => '工作区所在位置不可写入。请复制到别处，或以只读方式打开。',
  no_permission: () => '当前用户无权在此读写工作区。请更改权限或位置。',
  io_error: () => '磁盘读写失败。请检查磁盘及其连接后重试。',
};

/** One sentence or two a reason: what happened, what it means, what to do. Made from an error's figures. */
export const workspaceText: Record<Language, Record<WorkspaceReason, Sentence>> = {
  en: english,
  'zh-CN': chinese,
};
