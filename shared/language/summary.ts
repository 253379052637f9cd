/** A finished run in a few lines of text, for a terminal. */
import type { Language, RunReport, SourceFile } from '../domain.ts';
import { joinText } from './joins.ts';
import { sampleNote } from './memory.ts';
import { idsReplaced } from '../file-roles.ts';
import { cleaningRuleNames } from './report.ts';
import { countAdviceText, methodAdviceText, methodNames, segmentName } from './segments.ts';
import { fill, formatCount, formatMeasure, formatShares } from './sentence.ts';

const text = {
  en: {
    lines: '{lines} lines read, {rejected} rejected',
    replaced:
      'Customers’ ids are personal: stand-ins take their place (--reveal-ids writes segments.csv with the ids themselves)',
    temporary: 'Without --workspace the stand-ins are other ones each time: use one to compare files by them',
    joined: '{file}: {fit}',
    consent: '{yes} of {all} customers agreed to be written to; {no} said no; {unknown} unknown',
    kept: '{customers} customers kept',
    method: 'Method: {method}. {title}.',
    count: '{title}. {reason}',
    segmentLine: '  {number}. {name}: {figures}',
    separation: 'separation {silhouette}, overlap {daviesBouldin}, stability {stability}',
    external: 'known labels: accuracy {accuracy}, NMI {nmi}, ARI {ari}',
    segment: '{size} customers ({share}), {revenue} of revenue',
    withoutRevenue: '{size} customers ({share})',
  },
  'zh-CN': {
    lines: '读取 {lines} 行，拒绝 {rejected} 行',
    replaced: '客户编号是个人信息，已用代号代替（加 --reveal-ids 可在 segments.csv 中写出原编号）',
    temporary: '不加 --workspace 时，每次的代号都不同；要按代号对照多个文件，请使用同一工作区',
    joined: '{file}：{fit}',
    consent: '{all} 位客户中 {yes} 位同意接收营销信息，{no} 位不同意，{unknown} 位未知',
    kept: '保留 {customers} 位客户',
    method: '方法：{method}。{title}。',
    count: '{title}。{reason}',
    segmentLine: '  {number}. {name}：{figures}',
    separation: '区分度 {silhouette}，重叠度 {daviesBouldin}，稳定性 {stability}',
    external: '与已知标签相比：准确率 {accuracy}，NMI {nmi}，ARI {ari}',
    segment: '{size} 位客户（{share}），占收入 {revenue}',
    withoutRevenue: '{size} 位客户（{share}）',
  },
} satisfies Record<Language, Record<string, string>>;

function joinLine(file: SourceFile, language: Language): string | null {
  const fit = joinText(file, language);
  return fit === null ? null : fill(text[language].joined, { file: file.name, fit });
}

/**
 * That pseudonyms stand for the customers. `temporary`: without a workspace that stays, their key is made anew each time,
 * as nothing known to others, such as the seed, may lead from an address to its pseudonym.
 */
export function standInsNote(language: Language, { temporary }: { temporary: boolean }): string {
  const { replaced, temporary: changing } = text[language];
  return temporary ? `${replaced}${language === 'en' ? '. ' : '。'}${changing}` : replaced;
}

/** @param options.temporary the workspace is gone after this. */
export function summaryLines(report: RunReport, language: Language, options = { temporary: false }): string[] {
  const t = text[language];
  const { files } = report.dataset;
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  const winner = report.scoreboard.find(({ method }) => method === report.method);
  const count = countAdviceText(report.countAdvice, language);
  const advice = methodAdviceText(report.methodAdvice, language);
  const lines = [
    fill(t.lines, { lines: files.reduce((sum, file) => sum + file.lines, 0), rejected }),
    ...files.flatMap((file) => sampleNote(file, language) ?? []),
    ...files.flatMap((file) => joinLine(file, language) ?? []),
    ...report.cleaning.map(
      (rule) => `  ${formatCount(rule.lines).padStart(9)}  ${cleaningRuleNames[language][rule.rule]}`,
    ),
    ...consentLine(report, t.consent),
    fill(t.kept, { customers: report.customers }),
    ...(idsReplaced(files) ? [standInsNote(language, options)] : []),
    '',
    fill(t.method, { method: methodNames[language][report.method], title: advice.title }),
  ];
  if (advice.deep) lines.push(advice.deep);
  lines.push(fill(t.count, { title: count.title, reason: count.reason }));
  if (winner) {
    const { common, stability } = winner;
    const figures = {
      silhouette: formatMeasure(common?.silhouette),
      daviesBouldin: formatMeasure(common?.daviesBouldin),
      stability: formatMeasure(stability?.mean),
    };
    lines.push(fill(t.separation, figures));
    if (winner.external) {
      const { accuracy, nmi, ari } = winner.external;
      const [a, n, r] = [accuracy, nmi, ari].map((figure) => formatMeasure(figure, 3));
      lines.push(fill(t.external, { accuracy: a!, nmi: n!, ari: r! }));
    }
  }
  lines.push('');
  const shares = formatShares(report.segments.map(({ share }) => share));
  const revenueShares = formatShares(report.segments.map(({ revenueShare }) => revenueShare));
  for (const [i, segment] of report.segments.entries()) {
    const figures = {
      size: segment.size,
      share: shares[i]!,
      revenue: revenueShares[i]!,
    };
    lines.push(
      fill(t.segmentLine, {
        number: segment.number,
        name: segmentName(segment, language),
        figures: fill(segment.revenueShare === null ? t.withoutRevenue : t.segment, figures),
      }),
    );
  }
  return lines;
}

function consentLine({ dataset }: RunReport, template: string): string[] {
  const counts = dataset.quality?.consent;
  return counts ? [fill(template, { ...counts, all: counts.yes + counts.no + counts.unknown })] : [];
}
