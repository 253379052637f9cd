/** What came of files that were read into data that were there, in words. */
import type { Addition } from '../additions.ts';
import type { Language } from '../domain.ts';
import { fill } from './sentence.ts';

const text = {
  en: {
    replaceLines: '{read} lines took the place of what was there.',
    replaceCustomers: '{read} customers took the place of those who were there.',
    lines: '{read} lines, of which {known} were there already; {added} new.',
    linesUpdated:
      '{read} lines, of which {known} were there already ({updated} with another status by now); {added} new.',
    linesAppended: '{read} lines added, of which {known} were there already.',
    customers: '{read} customers, of whom {known} were there already ({updated} with other values now); {added} new.',
    nothing: 'These files were added before: nothing was done.',
  },
  'zh-CN': {
    replaceLines: '已用 {read} 行替换原有内容。',
    replaceCustomers: '已用 {read} 位客户替换原有客户。',
    lines: '共 {read} 行，其中 {known} 行原已存在；新增 {added} 行。',
    linesUpdated: '共 {read} 行，其中 {known} 行原已存在（{updated} 行的状态已更新）；新增 {added} 行。',
    linesAppended: '追加 {read} 行，其中 {known} 行原已存在。',
    customers: '共 {read} 位客户，其中 {known} 位原已存在（{updated} 位的数据已更新）；新增 {added} 位。',
    nothing: '这些文件此前已添加，未作任何改动。',
  },
} satisfies Record<Language, Record<string, string>>;

/** 12,400 lines, of which 11,900 were there already; 500 new. Null: the files were there. */
export function additionText(addition: Addition | null, language: Language): string {
  const t = text[language];
  if (!addition) return t.nothing;
  const { how, of, read, known, added, updated } = addition;
  const values = { read, known, added, updated };
  if (how === 'replace') return fill(of === 'lines' ? t.replaceLines : t.replaceCustomers, values);
  if (of === 'customers') return fill(t.customers, values);
  if (how === 'append') return fill(t.linesAppended, values);
  return fill(updated > 0 ? t.linesUpdated : t.lines, values);
}

/** Said where files were to be added and there is nothing to add them to. */
export const firstOfLayout: Record<Language, string> = {
  en: 'The workspace holds no data with these columns yet: the files become data of their own.',
  'zh-CN': '工作区中还没有相同列的数据：这些文件将作为新数据读入。',
};
