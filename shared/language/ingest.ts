/** Reading and cleaning order files, in words: errors, rejected lines, cleaning rules and column roles. */
import type { ColumnRole, Language, OrderRole, RejectedLine } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import type { CleaningRule } from '../orders.ts';
import { matrixErrors, type MatrixReason } from './matrices.ts';
import { memoryErrors, type MemoryReason } from './memory.ts';
import { fileAndPart, formatCount } from './sentence.ts';

/** A sentence, or a name, made from figures. */
type Sentence = (details: ErrorDetails) => string;

/** Reasons of the errors that reading a file can end with. */
export type IngestReason =
  | 'no_files'
  | 'missing_file'
  | 'directory'
  | 'unreadable_file'
  | 'file_changed'
  | 'empty_file'
  | 'header_only'
  | 'binary_file'
  | 'gzip_cut_short'
  | 'gzip_damaged'
  | 'password_protected'
  | 'old_excel'
  | 'other_workbook'
  | 'workbook_too_large'
  | 'damaged_container'
  | 'unknown_packing'
  | 'unpacks_too_large'
  | 'no_table_inside'
  | 'too_many_parts'
  | 'no_such_part'
  | 'unclosed_quote'
  | 'line_too_long'
  | 'mixed_encodings'
  | 'unknown_encoding'
  | 'unknown_delimiter'
  | 'no_such_column'
  | 'no_role'
  | 'no_date_format'
  | 'all_rejected'
  | 'no_attributes'
  | 'no_customers_in_file'
  | MatrixReason
  | MemoryReason;

/** What can be said about a file, in one language. */
export interface IngestText {
  /** By `reason` of the error. One line: what happened, where, what to do. */
  errors: Record<IngestReason, Sentence>;
  /** By `reason` of a rejected line. */
  rejections: Record<RejectedLine['reason'], Sentence>;
  /** What a rule leaves out, given `lines`, the lines that it newly touched. */
  cleaning: Record<CleaningRule, Sentence>;
  /** Name of a column's role. */
  roles: Record<ColumnRole, Sentence>;
}

const count = (value: unknown): string => formatCount(Number(value ?? 0));

const partOf = (d: ErrorDetails): string | undefined => (d.part === undefined ? undefined : String(d.part));

/** `orders.csv, line 12, column 'Price'`: as much as is known. */
function place(d: ErrorDetails): string {
  const parts = [fileAndPart(String(d.file ?? 'The file'), partOf(d))];
  if (d.line !== undefined) parts.push(`line ${d.line}`);
  if (d.column !== undefined) parts.push(`column '${d.column}'`);
  return parts.join(', ');
}

function placeInChinese(d: ErrorDetails): string {
  const parts = [fileAndPart(String(d.file ?? '文件'), partOf(d))];
  if (d.line !== undefined) parts.push(`第 ${d.line} 行`);
  if (d.column !== undefined) parts.push(`“${d.column}”列`);
  return parts.join('，');
}

const shape = (d: ErrorDetails): string => (d.shape === undefined ? '' : ` (${d.shape === '' ? 'empty' : d.shape})`);
const shapeInChinese = (d: ErrorDetails): string =>
  d.shape === undefined ? '' : `（${d.shape === '' ? '空' : d.shape}）`;

const neededColumn: Record<Language, Partial<Record<OrderRole, string>>> = {
  en: {
    customer: 'says which customer bought',
    date: 'says when the order was placed',
    price: 'holds prices or amounts',
  },
  'zh-CN': { customer: '客户', date: '订单日期', price: '单价或金额' },
};

const binaryKind: Record<Language, Record<string, string>> = {
  en: {
    pdf: 'a PDF',
    picture: 'a picture',
    zip: 'an archive within an archive',
    gzip: 'an archive within an archive',
    parquet: 'a Parquet file within an archive',
    ole: 'an old Excel workbook within an archive',
  },
  'zh-CN': {
    pdf: 'PDF',
    picture: '图片',
    zip: '压缩包中的压缩包',
    gzip: '压缩包中的压缩包',
    parquet: '压缩包中的 Parquet 文件',
    ole: '压缩包中的旧版 Excel 工作簿',
  },
};

const containerKind: Record<Language, Record<string, string>> = {
  en: { excel: 'Excel workbook', zip: 'zip archive', parquet: 'Parquet file' },
  'zh-CN': { excel: 'Excel 工作簿', zip: 'zip 压缩包', parquet: 'Parquet 文件' },
};

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const cause: Record<Language, Record<RejectedLine['reason'], string>> = {
  en: {
    bad_date: 'its date cannot be read',
    bad_number: 'its number cannot be read',
    too_few_fields: 'it has too few fields',
    too_many_fields: 'it has too many fields',
    undecodable: 'it holds bytes that are no text',
  },
  'zh-CN': {
    bad_date: '日期无法识别',
    bad_number: '数字无法识别',
    too_few_fields: '字段太少',
    too_many_fields: '字段太多',
    undecodable: '含有无法解码的字节',
  },
};

export const ingestText: Record<Language, IngestText> = {
  en: {
    errors: {
      no_files: () => 'No file was given. Choose at least one file of orders.',
      missing_file: (d) => `${place(d)}: there is no such file. Check the name and the folder.`,
      directory: (d) => `${place(d)} is a folder. Choose the files in it.`,
      unreadable_file: (d) => `${place(d)} cannot be opened. Check that you may read it and that no program holds it.`,
      file_changed: (d) =>
        `${place(d)} was changed while it was read. Wait until the other program has finished with it, then read it again.`,
      empty_file: (d) => `${place(d)} is empty. Export it again.`,
      header_only: (d) => `${place(d)} has column names but no orders. Export it again, with a longer period.`,
      binary_file: (d) =>
        `${place(d)} is ${binaryKind.en[String(d.kind)] ?? 'not a text file'}. Save the orders as CSV and choose that file.`,
      gzip_cut_short: (d) => `${place(d)} breaks off before its end. Copy or download it again.`,
      gzip_damaged: (d) => `${place(d)} is damaged and cannot be unpacked. Copy or download it again.`,
      password_protected: (d) =>
        `${place(d)} is protected by a password. Open it, save it without a password and choose it again.`,
      old_excel: (d) =>
        `${place(d)} is in the old Excel format. Open it in Excel, save it as .xlsx and choose that file.`,
      other_workbook: (d) =>
        `${place(d)} is a workbook of another kind than .xlsx. Save it as .xlsx or CSV and choose that file.`,
      workbook_too_large: (d) => `${place(d)}: the workbook is too large to be opened. Save its sheets as CSV.`,
      damaged_container: (d) =>
        `${place(d)}: the ${containerKind.en[String(d.kind)] ?? 'file'} is damaged and cannot be read. Copy, download or export it again.`,
      unknown_packing: (d) =>
        `${place(d)} is packed by a method that cannot be read here. Pack it as an ordinary zip, or unpack it yourself.`,
      unpacks_too_large: (d) =>
        `${place(d)} would unpack to far more than any table of its size. Unpack it yourself if you know what it is.`,
      no_table_inside: (d) => `${place(d)}: there is no table in it. Check that it is the right file.`,
      too_many_parts: (d) =>
        `${place(d)} holds ${count(d.count)} files, more than the ${count(d.most)} that are read together. Pack those that hold the table again, or join them.`,
      no_such_part: (d) =>
        `${String(d.file ?? 'The file')} has nothing named '${d.part ?? ''}'. It has: ${names(d.parts).join(', ')}.`,
      unclosed_quote: (d) =>
        `${place(d)}: a quotation mark opens here and is never closed. Close or remove it, or export the file again.`,
      line_too_long: (d) =>
        `${place(d)}: the line is longer than 1 MB, so this is probably not a table. Check the file's line ends and quotation marks.`,
      mixed_encodings: (d) =>
        `${place(d)}: from here on the text is in another encoding than before. Export the parts separately, or all as UTF-8.`,
      unknown_encoding: (d) => `The encoding '${d.encoding}' is not known. Try utf-8, windows-1252 or gb18030.`,
      unknown_delimiter: () =>
        'Columns cannot be separated by this sign. Take a comma, a semicolon, a tab, | or blanks.',
      no_such_column: (d) =>
        `${d.file ?? 'The file'} has no column '${d.column}'. Check the name, or give the column's number.`,
      no_role: (d) =>
        `${place(d)}: no column was found that ${neededColumn.en[d.role as OrderRole] ?? `is the ${d.role}`}. Say which one it is with --columns ${d.role}=COLUMN.`,
      no_date_format: (d) =>
        `${place(d)}: the dates${shape(d)} are in no known form, such as 2011-12-31 or 31/12/2011. Change the column's form, or choose another column with --columns date=COLUMN.`,
      all_rejected: (d) =>
        `${place(d)}: ${count(d.rejected)} of ${count(d.records)} records were refused; of the first, ${cause.en[d.cause as RejectedLine['reason']] ?? 'something is wrong'}${shape(d)}. Check the file, or choose the columns with --columns.`,
      no_attributes: (d) =>
        `${place(d)}: no column was found that tells customers apart. Keep at least one column of numbers, dates or categories.`,
      no_customers_in_file: (d) =>
        `${place(d)}: this looks like a list of products; no customer is named in it. Choose a file of orders or customers, or say what it is with --kind.`,
      ...matrixErrors.en,
      ...memoryErrors.en,
    },
    rejections: {
      bad_date: (d) => `${place(d)}: no date${shape(d)}.`,
      bad_number: (d) => `${place(d)}: no number${shape(d)}.`,
      too_few_fields: (d) => `${place(d)}: fewer fields than columns.`,
      too_many_fields: (d) => `${place(d)}: more fields than columns.`,
      undecodable: (d) => `${place(d)}: bytes that are no text in the file's encoding.`,
    },
    cleaning: {
      noCustomer: (d) => `${count(d.lines)} lines name no customer.`,
      exactDuplicate: (d) => `${count(d.lines)} lines repeat an earlier line exactly.`,
      notCompleted: (d) => `${count(d.lines)} lines belong to orders that were cancelled, failed or never paid.`,
      return: (d) => `${count(d.lines)} lines are returns or credit notes; they count in the return features only.`,
      nonPositivePrice: (d) => `${count(d.lines)} lines have no price above zero.`,
      otherCurrency: (d) => `${count(d.lines)} lines are in another currency than most.`,
      nonProduct: (d) => `${count(d.lines)} lines are postage, fees or other services: money, but no products.`,
    },
    roles: {
      invoice: () => 'Order number',
      product: () => 'Product code',
      description: () => 'Product name',
      quantity: () => 'Quantity',
      date: () => 'Order date',
      price: () => 'Unit price',
      amount: () => 'Amount',
      customer: () => 'Customer',
      country: () => 'Country',
      status: () => 'Order status',
      consent: () => 'Consent to be written to',
      attribute: () => 'Feature',
      label: () => 'Known segment',
      action: () => 'What was done',
      category: () => 'Category',
      other: () => 'Other customer',
      rating: () => 'Rating',
      session: () => 'Visit',
      device: () => 'Device',
      seconds: () => 'Time spent',
      brand: () => 'Brand',
      details: () => 'Description',
      image: () => 'Picture',
      personal: () => 'Personal, not read',
      ignored: () => 'Not used',
    },
  },
  'zh-CN': {
    errors: {
      no_files: () => '没有选择文件。请至少选择一个订单文件。',
      missing_file: (d) => `${placeInChinese(d)}：文件不存在。请检查文件名和文件夹。`,
      directory: (d) => `${placeInChinese(d)} 是文件夹。请选择其中的文件。`,
      unreadable_file: (d) => `${placeInChinese(d)} 无法打开。请检查读取权限，并关闭占用它的程序。`,
      file_changed: (d) => `${placeInChinese(d)} 在读取过程中被修改。请等其他程序写完后再读取。`,
      empty_file: (d) => `${placeInChinese(d)} 是空文件。请重新导出。`,
      header_only: (d) => `${placeInChinese(d)} 只有列名，没有订单。请扩大日期范围后重新导出。`,
      binary_file: (d) =>
        `${placeInChinese(d)} ${binaryKind['zh-CN'][String(d.kind)] ? `是 ${binaryKind['zh-CN'][String(d.kind)]}` : '不是文本文件'}。请将订单另存为 CSV 后再选择。`,
      gzip_cut_short: (d) => `${placeInChinese(d)} 不完整，中途截断。请重新复制或下载。`,
      gzip_damaged: (d) => `${placeInChinese(d)} 已损坏，无法解压。请重新复制或下载。`,
      password_protected: (d) => `${placeInChinese(d)} 有密码保护。请打开后另存为不带密码的文件，再重新选择。`,
      old_excel: (d) => `${placeInChinese(d)} 是旧版 Excel 格式。请用 Excel 另存为 .xlsx 后再选择。`,
      other_workbook: (d) => `${placeInChinese(d)} 不是 .xlsx 工作簿。请另存为 .xlsx 或 CSV 后再选择。`,
      workbook_too_large: (d) => `${placeInChinese(d)}：工作簿太大，无法打开。请将各工作表另存为 CSV。`,
      damaged_container: (d) =>
        `${placeInChinese(d)}：${containerKind['zh-CN'][String(d.kind)] ?? '文件'}已损坏，无法读取。请重新复制、下载或导出。`,
      unknown_packing: (d) => `${placeInChinese(d)} 的压缩方式无法读取。请改用普通 zip 压缩，或先自行解压。`,
      unpacks_too_large: (d) => `${placeInChinese(d)} 解压后远大于正常表格。如果确认来源可靠，请先自行解压。`,
      no_table_inside: (d) => `${placeInChinese(d)}：其中没有表格。请检查是否选对了文件。`,
      too_many_parts: (d) =>
        `${placeInChinese(d)} 包含 ${count(d.count)} 个文件，超过可一起读取的 ${count(d.most)} 个。请只压缩含数据表的文件，或先合并。`,
      no_such_part: (d) =>
        `${String(d.file ?? '文件')} 中没有“${d.part ?? ''}”。其中有：${names(d.parts).join('、')}。`,
      unclosed_quote: (d) => `${placeInChinese(d)}：此处的引号没有闭合。请补上或删除引号，或重新导出文件。`,
      line_too_long: (d) => `${placeInChinese(d)}：该行超过 1 MB，可能不是表格。请检查换行和引号。`,
      mixed_encodings: (d) => `${placeInChinese(d)}：从这里开始编码与前文不同。请分开导出，或统一导出为 UTF-8。`,
      unknown_encoding: (d) => `无法识别编码“${d.encoding}”。可以试试 utf-8、gb18030 或 windows-1252。`,
      unknown_delimiter: () => '不能用这个符号分隔列。请使用逗号、分号、制表符、| 或空格。',
      no_such_column: (d) => `${d.file ?? '文件'} 中没有“${d.column}”列。请检查列名，或改用列号。`,
      no_role: (d) =>
        `${placeInChinese(d)}：没有找到${neededColumn['zh-CN'][d.role as OrderRole] ?? ` ${d.role} `}列。请用 --columns ${d.role}=列名 指定。`,
      no_date_format: (d) =>
        `${placeInChinese(d)}：日期${shapeInChinese(d)}不是已知格式，例如 2011-12-31 或 31/12/2011。请修改格式，或用 --columns date=列名 另选一列。`,
      all_rejected: (d) =>
        `${placeInChinese(d)}：${count(d.records)} 条记录中有 ${count(d.rejected)} 条无法读取，第一条的原因：${cause['zh-CN'][d.cause as RejectedLine['reason']] ?? '内容有误'}${shapeInChinese(d)}。请检查文件，或用 --columns 指定各列。`,
      no_attributes: (d) => `${placeInChinese(d)}：没有找到能区分客户的列。请至少保留一列数字、日期或类别。`,
      no_customers_in_file: (d) =>
        `${placeInChinese(d)}：看起来是商品清单，其中没有客户。请选择订单或客户文件，或用 --kind 说明文件类型。`,
      ...matrixErrors['zh-CN'],
      ...memoryErrors['zh-CN'],
    },
    rejections: {
      bad_date: (d) => `${placeInChinese(d)}：不是日期${shapeInChinese(d)}。`,
      bad_number: (d) => `${placeInChinese(d)}：不是数字${shapeInChinese(d)}。`,
      too_few_fields: (d) => `${placeInChinese(d)}：字段少于列数。`,
      too_many_fields: (d) => `${placeInChinese(d)}：字段多于列数。`,
      undecodable: (d) => `${placeInChinese(d)}：含有无法按文件编码解码的字节。`,
    },
    cleaning: {
      noCustomer: (d) => `${count(d.lines)} 行没有客户。`,
      exactDuplicate: (d) => `${count(d.lines)} 行与前面的行完全重复。`,
      notCompleted: (d) => `${count(d.lines)} 行属于已取消、失败或未付款的订单。`,
      return: (d) => `${count(d.lines)} 行是退货或红字单据，只计入退货特征。`,
      nonPositivePrice: (d) => `${count(d.lines)} 行的价格不大于零。`,
      otherCurrency: (d) => `${count(d.lines)} 行使用与多数不同的货币。`,
      nonProduct: (d) => `${count(d.lines)} 行是运费、手续费等服务：计入金额，不算商品。`,
    },
    roles: {
      invoice: () => '订单号',
      product: () => '商品编码',
      description: () => '商品名称',
      quantity: () => '数量',
      date: () => '订单日期',
      price: () => '单价',
      amount: () => '金额',
      customer: () => '客户',
      country: () => '国家',
      status: () => '订单状态',
      consent: () => '同意接收营销信息',
      attribute: () => '特征',
      label: () => '已知分群',
      action: () => '行为',
      category: () => '类目',
      other: () => '另一位客户',
      rating: () => '评分',
      session: () => '访问编号',
      device: () => '设备',
      seconds: () => '停留时长',
      brand: () => '品牌',
      details: () => '详细描述',
      image: () => '图片',
      personal: () => '个人信息，不读取',
      ignored: () => '未使用',
    },
  },
};
