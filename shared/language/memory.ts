/** Files that are too large for the memory there is, and samples of customers, in words. */
import type { CustomerSample, Language, MemoryPlan, SourceFile } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import { fill, formatPercent } from './sentence.ts';

export type MemoryReason =
  'memory_short' | 'memory_short_always' | 'memory_gone' | 'sample_needs_ids' | 'out_of_memory';

/** 1.4 GB, 230 MB. */
export function formatMemory(bytes: unknown): string {
  const megabytes = Number(bytes ?? 0) / 2 ** 20;
  return megabytes < 1000 ? `${Math.max(1, Math.round(megabytes))} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** What happened; what to do depends on where it is said. */
const found: Record<Language, Record<MemoryReason, string>> = {
  en: {
    memory_short: '{file}: about {lines} lines need {needed} of memory, and {free} can be had.',
    memory_short_always:
      '{file}: about {lines} lines need {needed} of memory, and {free} can be had, too little even for a sample.',
    memory_gone:
      '{file} holds more than its beginning let expect: reading it took {taken} of memory, of {free} that could be had.',
    sample_needs_ids:
      '{file}: a sample of customers can only be taken where a column names them, and without a file of known labels.',
    out_of_memory: 'There is not enough memory for this.',
  },
  'zh-CN': {
    memory_short: '{file}：约 {lines} 行需要 {needed} 内存，可用 {free}。',
    memory_short_always: '{file}：约 {lines} 行需要 {needed} 内存，可用 {free}，读取样本也不够。',
    memory_gone: '{file} 的内容比文件开头所示更多：读取已占用 {taken} 内存，原可用 {free}。',
    sample_needs_ids: '{file}：只有当某一列标明客户、且没有已知标签文件时，才能读取客户样本。',
    out_of_memory: '内存不足。',
  },
};

type Advice = Record<MemoryReason, string>;
const command: Record<Language, Advice> = {
  en: {
    memory_short:
      'Read a sample, all lines of one customer in {oneIn} (--sample-customers 1/{oneIn}), leave out columns (--exclude), or close other programs.',
    memory_short_always: 'Close other programs, or use a computer with more memory.',
    memory_gone:
      'Read a sample of the customers (--sample-customers 1/10), leave out columns (--exclude), or close other programs.',
    sample_needs_ids: 'Leave --sample-customers out.',
    out_of_memory:
      'Close other programs, read a sample of the customers (--sample-customers 1/10), or leave out columns (--exclude).',
  },
  'zh-CN': {
    memory_short:
      '请读取样本，即每 {oneIn} 位客户取 1 位的全部记录（--sample-customers 1/{oneIn}），排除不需要的列（--exclude），或关闭其他程序。',
    memory_short_always: '请关闭其他程序，或使用内存更大的电脑。',
    memory_gone: '请读取客户样本（--sample-customers 1/10），排除不需要的列（--exclude），或关闭其他程序。',
    sample_needs_ids: '请去掉 --sample-customers。',
    out_of_memory: '请关闭其他程序，读取客户样本（--sample-customers 1/10），或排除部分列（--exclude）。',
  },
};
const inWindow: Record<Language, Advice> = {
  en: {
    ...command.en,
    memory_short: 'Read one customer in {oneIn} with all their lines, leave out columns, or close other programs.',
    memory_gone: 'Read a sample of the customers, leave out columns, or close other programs.',
    sample_needs_ids: 'Read all customers.',
    out_of_memory: 'Close other programs, read a sample of the customers, or leave out columns.',
  },
  'zh-CN': {
    ...command['zh-CN'],
    memory_short: '请每 {oneIn} 位客户读取 1 位的全部记录，忽略不需要的列，或关闭其他程序。',
    memory_gone: '请读取客户样本，忽略不需要的列，或关闭其他程序。',
    sample_needs_ids: '请读取全部客户。',
    out_of_memory: '请关闭其他程序，读取客户样本，或忽略不需要的列。',
  },
};

type Sentence = (details: ErrorDetails) => string;

function sentences(language: Language, advice: Advice): Record<MemoryReason, Sentence> {
  const sentence =
    (reason: MemoryReason): Sentence =>
    (details) =>
      fill(found[language][reason] + (language === 'en' ? ' ' : '') + advice[reason], figures(details, language));
  return {
    memory_short: sentence('memory_short'),
    memory_short_always: sentence('memory_short_always'),
    memory_gone: sentence('memory_gone'),
    sample_needs_ids: sentence('sample_needs_ids'),
    out_of_memory: sentence('out_of_memory'),
  };
}

const perLanguage = (advice: Record<Language, Advice>): Record<Language, ReturnType<typeof sentences>> => ({
  en: sentences('en', advice.en),
  'zh-CN': sentences('zh-CN', advice['zh-CN']),
});

/** Errors, by reason: what happened, where, what to do on the command line. */
export const memoryErrors = perLanguage(command);
/** The same, and what to do in the window. */
export const windowMemoryErrors = perLanguage(inWindow);

/** Why a file does not fit, without what to do. */
export function memoryNote(plan: MemoryPlan, file: string, language: Language): string {
  const reason = plan.oneIn === null ? 'memory_short_always' : 'memory_short';
  return fill(found[language][reason], figures({ file, ...plan }, language));
}

function figures(d: ErrorDetails, language: Language): Record<string, string | number> {
  return {
    file: String(d.file ?? (language === 'en' ? 'The file' : '文件')),
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

const tagText: Record<Language, string> = { en: 'Sample: {share} customers', 'zh-CN': '样本：{share} 的客户' };

/** The same in a few words. */
export function sampleTag(sample: CustomerSample, language: Language): string {
  return fill(tagText[language], { share: shareText(sample, language) });
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
