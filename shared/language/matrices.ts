/** Reading arrays of numbers and known labels, in words. */
import type { Language } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import { formatCount } from './sentence.ts';

export type MatrixReason =
  | 'array_header'
  | 'array_objects'
  | 'array_type'
  | 'array_empty'
  | 'array_too_wide'
  | 'array_too_large'
  | 'array_size'
  | 'array_kind'
  | 'labels_not_one_column'
  | 'labels_count'
  | 'labels_without_rows'
  | 'too_many_labels';

const count = (value: unknown): string => formatCount(Number(value ?? 0));
const inEnglish = (d: ErrorDetails): string => String(d.file ?? 'The file') + (d.line ? `, line ${d.line}` : '');
const inChinese = (d: ErrorDetails): string => String(d.file ?? '文件') + (d.line ? `，第 ${d.line} 行` : '');

/** Errors, by reason: what happened, where, what to do. */
export const matrixErrors: Record<Language, Record<MatrixReason, (details: ErrorDetails) => string>> = {
  en: {
    array_header: (d) => `${inEnglish(d)}: the beginning of the array is damaged. Copy or export it again.`,
    array_objects: (d) =>
      `${inEnglish(d)} holds objects or records, not plain numbers. Save it as an array of numbers, for example with astype(float).`,
    array_type: (d) =>
      `${inEnglish(d)} holds numbers of the type '${d.type ?? '?'}', which is not read. Save whole numbers, or floats of 4 or 8 bytes.`,
    array_empty: (d) => `${inEnglish(d)} holds no numbers. Export it again.`,
    array_too_wide: (d) =>
      `${inEnglish(d)} has ${count(d.columns)} columns, and ${count(d.most)} can be read. Leave some out, or sum them up first.`,
    array_too_large: (d) =>
      `${inEnglish(d)} has ${count(d.rows)} rows of ${count(d.columns)} numbers, more than fit into memory. Take a part of it.`,
    array_size: (d) =>
      `${inEnglish(d)} should hold ${count(d.expected)} bytes by its header, but does not. It is cut short or damaged: copy or export it again. Nothing was read.`,
    array_kind: (d) => `${inEnglish(d)} is an array of numbers, which can only be ready features. Leave its kind open.`,
    labels_not_one_column: (d) => `${inEnglish(d)}: labels are one column. Remove the other columns.`,
    labels_count: (d) =>
      `${inEnglish(d)} has ${count(d.labels)} labels for ${count(d.rows)} rows. Give one label for every row, in the same order.`,
    labels_without_rows: (d) =>
      `${inEnglish(d)}: a file of labels goes with one row per customer, not with orders or events. Name a column instead.`,
    too_many_labels: (d) =>
      `${inEnglish(d)}: ${count(d.labels)} different labels, and ${count(d.most)} can be compared. Choose a column that puts customers into groups.`,
  },
  'zh-CN': {
    array_header: (d) => `${inChinese(d)}：数组的开头已损坏。请重新复制或导出。`,
    array_objects: (d) => `${inChinese(d)} 中是对象或记录，不是纯数字。请另存为数字数组，例如使用 astype(float)。`,
    array_type: (d) =>
      `${inChinese(d)} 中的数字类型“${d.type ?? '?'}”无法读取。请保存为整数，或 4 字节、8 字节的浮点数。`,
    array_empty: (d) => `${inChinese(d)} 中没有数字。请重新导出。`,
    array_too_wide: (d) =>
      `${inChinese(d)} 有 ${count(d.columns)} 列，最多可读取 ${count(d.most)} 列。请去掉一些列，或先汇总。`,
    array_too_large: (d) =>
      `${inChinese(d)} 有 ${count(d.rows)} 行，每行 ${count(d.columns)} 个数字，内存放不下。请只取其中一部分。`,
    array_size: (d) =>
      `${inChinese(d)} 按文件头应有 ${count(d.expected)} 字节，实际不符。文件不完整或已损坏，请重新复制或导出。没有读入任何内容。`,
    array_kind: (d) => `${inChinese(d)} 是数字数组，只能作为现成特征。请不要指定文件类型。`,
    labels_not_one_column: (d) => `${inChinese(d)}：标签只能有一列。请删除其他列。`,
    labels_count: (d) =>
      `${inChinese(d)} 有 ${count(d.labels)} 个标签，而数据有 ${count(d.rows)} 行。请按相同顺序为每行提供一个标签。`,
    labels_without_rows: (d) =>
      `${inChinese(d)}：标签文件只能用于每位客户一行的数据，不能用于订单或事件。请改为指定一列。`,
    too_many_labels: (d) =>
      `${inChinese(d)}：有 ${count(d.labels)} 个不同的标签，最多可比较 ${count(d.most)} 个。请选择一个对客户分组的列。`,
  },
};
