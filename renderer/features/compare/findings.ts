/** What a comparison comes to, before it is put into words. */
import type { RunComparison, SegmentFate } from '../../../shared/evaluation.ts';
import type { Language, MethodScore, RunReport } from '../../../shared/domain.ts';
import { formatCount } from '../../../shared/language/sentence.ts';
import type { WindowKey } from '../../../shared/language/window.ts';

/** How an adjusted Rand index is said. */
export function agreementKey(index: number): WindowKey {
  if (index >= 0.9) return 'agreeSame';
  if (index >= 0.75) return 'agreeMuch';
  if (index >= 0.5) return 'agreeSome';
  if (index >= 0.2) return 'agreeLittle';
  return 'agreeNone';
}

/** The move that most customers made, of those out of their segment; null where nobody moved. */
export function largestMove({ counts, fates }: RunComparison): { before: number; after: number; count: number } | null {
  let largest: { before: number; after: number; count: number } | null = null;
  counts.forEach((row, before) =>
    row.forEach((count, after) => {
      if (isCounterpart(fates, before, after) || count <= (largest?.count ?? 0)) return;
      largest = { before, after, count };
    }),
  );
  return largest;
}

/** Whether the two segments are the same one, before and after. */
export function isCounterpart(fates: readonly SegmentFate[], before: number, after: number): boolean {
  return fates.some((fate) => fate.before === before && fate.after === after);
}

/** How strongly a cell is coloured, 0 to 0.48: by its part of the largest move, so that a few stand out. */
export function cellStrength(count: number, largest: number): number {
  if (count === 0 || largest === 0) return 0;
  return 0.1 + 0.38 * Math.sqrt(count / largest);
}

/** A run's own row of its scoreboard. */
export function scoreOf(report: RunReport): MethodScore | null {
  return report.scoreboard.find(({ method }) => method === report.method) ?? null;
}

/** Money in a cell too narrow for all its digits: 41.7k, 2.2M; 4.2 万. */
export function shortMoney(value: number, language: Language): string {
  if (Math.abs(value) < 10_000) return formatCount(value);
  const text = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  return text
    .replace('-', '−')
    .replace('K', 'k')
    .replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
}
