/** What the window says of a file in its own words, where the common sentence names an option of the command line. */
import type { Language, OrderRole, RejectedLine } from '../../domain.ts';
import type { ErrorDetails } from '../../errors.ts';
import { ingestText } from '../ingest.ts';
import { windowMemoryErrors } from '../memory.ts';
import { rejectionReasons } from '../report.ts';
import { formatCount } from '../sentence.ts';

type Sentence = (details: ErrorDetails) => string;

const roleName = (d: ErrorDetails, language: Language): string =>
  ingestText[language].roles[d.role as OrderRole]?.({}) ?? String(d.role ?? '');
const why = (d: ErrorDetails, language: Language): string =>
  rejectionReasons[language][d.cause as RejectedLine['reason']] ?? '';
const outline = (d: ErrorDetails, empty: string): string => (d.shape === '' ? empty : String(d.shape ?? ''));

/** By the reason of the error. */
export const fileErrors: Record<Language, Record<string, Sentence>> = {
  en: {
    ...windowMemoryErrors.en,
    no_role: (d) =>
      `${d.file}: no column holds the ${roleName(d, 'en').toLowerCase()}. Choose which one it is in the list of columns.`,
    no_date_format: (d) =>
      `${d.file}, line ${d.line}: the dates in '${d.column}' (${outline(d, 'empty')}) are in no known form, such as 2011-12-31 or 31/12/2011. Choose another column as the order date, or another order of day and month.`,
    all_rejected: (d) =>
      `${d.file}: ${formatCount(Number(d.rejected))} of ${formatCount(Number(d.records))} lines cannot be read. Of the first, on line ${d.line}: ${why(d, 'en').toLowerCase()}. Check what the columns mean, and what parts them.`,
    no_customers_in_file: (d) =>
      `${d.file}: this looks like a list of products; no customer is named in it. Add a file of orders or customers, or choose another kind for it.`,
    no_such_column: (d) => `${d.file} has no column '${d.column}' any more. Choose the columns again.`,
    unknown_encoding: () => 'The file cannot be read in this encoding. Choose another one.',
    file_too_large: (d) =>
      `${d.file}: the file is larger than ${Math.round(Number(d.most) / 1e9)} GB, more than the window takes. Export a shorter period, or pack the file with gzip.`,
    unknown_file: () =>
      'Clientele does not hold this file any more, as the window was closed for a while. Choose it again.',
  },
  'zh-CN': {
    ...windowMemoryErrors['zh-CN'],
    no_role: (d) => `${d.file}：没有“${roleName(d, 'zh-CN')}”列。请在列表中指定是哪一列。`,
    no_date_format: (d) =>
      `${d.file}，第 ${d.line} 行：“${d.column}”列的日期（${outline(d, '空')}）不是已知格式，例如 2011-12-31 或 31/12/2011。请另选订单日期列，或更换日月顺序。`,
    all_rejected: (d) =>
      `${d.file}：${formatCount(Number(d.records))} 行中有 ${formatCount(Number(d.rejected))} 行无法读取。第一处在第 ${d.line} 行：${why(d, 'zh-CN')}。请检查各列含义和分隔符。`,
    no_customers_in_file: (d) =>
      `${d.file}：看起来是商品清单，其中没有客户。请添加订单或客户文件，或为它另选文件类型。`,
    no_such_column: (d) => `${d.file} 中已没有“${d.column}”列。请重新选择各列。`,
    unknown_encoding: () => '无法按此编码读取文件。请另选一种编码。',
    file_too_large: (d) =>
      `${d.file}：文件超过 ${Math.round(Number(d.most) / 1e9)} GB，窗口无法接收。请缩短导出时间范围，或用 gzip 压缩。`,
    unknown_file: () => '窗口关闭了一段时间，Clientele 已不再保留该文件。请重新选择。',
  },
};
