/** The headline of a run, and the segment to begin with. */
import type { Language, RunReport, SegmentKind, SegmentProfile } from '../domain.ts';
import { reportTexts, type ReportKey } from './report.ts';
import { kindTexts, segmentName, segmentNames } from './segments.ts';
import { fill, formatShareOf, formatShares } from './sentence.ts';

/** Kinds worth acting on first, most urgent first, and why. */
const urgent = ['atRisk', 'needsAttention', 'promising', 'recent', 'bigSpenders'] as const satisfies SegmentKind[];
const reasons: Record<Language, Record<(typeof urgent)[number] | 'other', string>> = {
  en: {
    atRisk: 'who are about to be lost',
    needsAttention: 'who slip away if nothing happens',
    promising: 'who can still become regulars',
    recent: 'as the second order decides who stays',
    bigSpenders: 'as each order of theirs counts',
    other: 'who bring the most',
  },
  'zh-CN': {
    atRisk: '即将流失',
    needsAttention: '不跟进就会流失',
    promising: '有望成为常客',
    recent: '能否留住取决于第二单',
    bigSpenders: '每一单都举足轻重',
    other: '贡献最大',
  },
};

/** Share of revenue from which a segment is worth a campaign. */
const worthwhile = 0.03;

/** Position of the segment to begin with: the most urgent one that brings a part of the revenue worth a campaign. */
export function mostUrgent(segments: readonly Pick<SegmentProfile, 'kind' | 'revenueShare'>[]): number {
  const candidates = urgent.flatMap((kind) =>
    segments.flatMap((segment, position) => (segment.kind === kind ? [{ position, segment }] : [])),
  );
  const best = candidates.find(({ segment }) => (segment.revenueShare ?? 0) >= worthwhile) ?? candidates[0];
  return best?.position ?? 0;
}

/** The one or two most valuable segments and their part of customers and revenue; without orders the largest one. */
export function findingText(
  { segments, revenue }: Pick<RunReport, 'segments' | 'revenue'>,
  language: Language,
): string {
  const t = textsOf(language);
  // Rounded as other pages show them, where they add up.
  const shareOf = (parts: (number | null)[], some: readonly SegmentProfile[]): string =>
    formatShareOf(
      parts,
      some.map((one) => segments.indexOf(one)),
    );
  const customers = segments.map((one) => one.share);
  if (revenue === null) {
    const largest = segments.slice(0, 1);
    const figures = {
      number: segments.length,
      names: segmentNames(largest, language),
      share: shareOf(customers, largest),
    };
    return t('findingWithoutOrders', figures);
  }
  const leading = segments.slice(0, segments.length >= 4 ? 2 : 1);
  return t('finding', {
    names: segmentNames(leading, language),
    share: shareOf(customers, leading),
    revenue: shareOf(
      segments.map(({ revenueShare }) => revenueShare),
      leading,
    ),
  });
}

/** Where to begin; null where there is no revenue to weigh segments by. */
export function nextStepText(segments: readonly SegmentProfile[], language: Language): string | null {
  const position = mostUrgent(segments);
  const segment = segments[position];
  if (!segment || segment.revenueShare === null) return null;
  return textsOf(language)('findingNext', {
    name: segmentName(segment, language),
    why: reasons[language][urgent.find((kind) => kind === segment.kind) ?? 'other'],
    customers: segment.size,
    revenue: formatShares(segments.map(({ revenueShare }) => revenueShare))[position]!,
    objective: kindTexts[language][segment.kind].objective,
  });
}

function textsOf(language: Language): (key: ReportKey, values: Record<string, string | number>) => string {
  return (key, values) => fill(reportTexts[language][key], values);
}
