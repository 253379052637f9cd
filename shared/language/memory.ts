/** Files that are too large for the memory there is, and samples of customers, in words. */
import type { CustomerSample, Language, SourceFile } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import { fill, formatPercent } from './sentence.ts';

export type MemoryReason = 'memory_short' | 'memory_short_always' | 'memory_gone' | 'sample_needs_ids';

/** 1.4 GB, 230 MB. */
export function formatMemory(bytes: unknown): string {
  const megabytes = Number(bytes ?? 0) / 2 ** 20;
  return megabytes < 1000 ? `${Math.max(1, Math.round(megabytes))} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** Errors, by reason: what happened, where, what to do. */
export const memoryErrors: Record<Language, Record<MemoryReason, (details: ErrorDetails) => string>> = {
  en: {
    memory_short: (d) =>
      fill(
        '{file}: about {lines} lines need {needed} of memory, and {free} is free. Read a sample, all lines of one customer in {oneIn} (--sample-customers 1/{oneIn}), leave out columns (--exclude), or close other programs.',
        figures(d, 'The file'),
      ),
    memory_short_always: (d) =>
      fill(
        '{file}: about {lines} lines need {needed} of memory, and {free} is free, too little even for a sample. Close other programs, or use a computer with more memory.',
        figures(d, 'The file'),
      ),
    memory_gone: (d) =>
      fill(
        '{file} holds more than its beginning let expect: reading it took {taken} of memory, of {free} that was free. Read a sample of the customers (--sample-customers 1/10), leave out columns (--exclude), or close other programs.',
        figures(d, 'The file'),
      ),
    sample_needs_ids: (d) =>
      `${d.file ?? 'The file'}: a sample of customers can only be taken where a column names them, and without a file of known labels. Leave --sample-customers out.`,
  },
  'zh-CN': {
    memory_short: (d) =>
      fill(
        '{file}：约 {lines} 行需要 {needed} 内存，可用 {free}。请读取样本，即每 {oneIn} 位客户取 1 位的全部记录（--sample-customers 1/{oneIn}），排除不需要的列（--exclude），或关闭其他程序。',
        figures(d, '文件'),
      ),
    memory_short_always: (d) =>
      fill(
        '{file}：约 {lines} 行需要 {needed} 内存，可用 {free}，读取样本也不够。请关闭其他程序，或使用内存更大的电脑。',
        figures(d, '文件'),
      ),
    memory_gone: (d) =>
      fill(
        '{file} 的内容比文件开头所示更多：读取已占用 {taken} 内存，原可用 {free}。请读取客户样本（--sample-customers 1/10），排除不需要的列（--exclude），或关闭其他程序。',
        figures(d, '文件'),
      ),
    sample_needs_ids: (d) =>
      `${d.file ?? '文件'}：只有当某一列标明客户、且没有已知标签文件时，才能读取客户样本。请去掉 --sample-customers。`,
  },
};

function figures(d: ErrorDetails, file: string): Record<string, string | number> {
  return {
    file: String(d.file ?? file),
    lines: Number(d.records ?? 0),
    needed: formatMemory(d.needed),
    free: formatMemory(d.free),
    taken: formatMemory(d.taken),
    oneIn: Number(d.oneIn ?? 0),
  };
}

/** `1 in 5` where it is one in so many, else `40%`. */
export function shareText({ share }: Pick<CustomerSample, 'share'>, language: Language): string {
  const oneIn = Math.round(1 / share);
  if (Math.abs(1 / oneIn - share) > 1e-6) return formatPercent(share);
  return language === 'en' ? `1 in ${oneIn}` : `1/${oneIn}`;
}

const sampleText: Record<Language, string> = {
  en: 'A sample: {share} customers, {lines} of {of} lines',
  'zh-CN': '样本：{share} 的客户，{of} 行中的 {lines} 行',
};

/** What is said wherever a file stands of which only a sample was read; null for a whole one. */
export function sampleNote({ sample, lines }: Pick<SourceFile, 'sample' | 'lines'>, language: Language): string | null {
  if (!sample) return null;
  return fill(sampleText[language], { share: shareText(sample, language), lines, of: sample.of });
}
