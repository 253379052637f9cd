/** What the segments are like, for a spreadsheet. */
import type { Language, RunReport, SegmentProfile } from '../../../shared/domain.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import { emptyFields, textFields, type StrategyNote } from '../../../shared/strategy-note.ts';
import { outlookRange } from '../../../shared/forecast.ts';
import { csvText } from './csv-writer.ts';

/**
 * A line per segment: number, kind (stable across languages), name, size, shares, revenue (empty without orders), stability, value of the
 * next year, the range it is likely in and churn risk (empty where unknown), then per feature of the report `FEATURE` in standard deviations from everybody's mean, then the median and mean of its top traits as
 * `FEATURE median` and `FEATURE mean` (empty where the feature is no top trait of that segment), at last the strategy
 * note: `controlGroup` is a share, `channels` are parted by semicolons.
 */
export function profilesCsv(report: RunReport, language: Language): string {
  const features = report.features.map(({ id }) => id);
  const traits = features.filter((id) =>
    report.segments.some((segment) => segment.traits.some(({ feature }) => feature === id)),
  );
  const header = [
    ...['segment', 'kind', 'name', 'customers', 'share', 'revenue', 'revenueShare', 'revenuePerCustomer', 'stability'],
    ...['nextYearValue', 'nextYearLow', 'nextYearHigh', 'churnRisk'],
    ...traits.flatMap((id) => [`${id} median`, `${id} mean`]),
    ...features.map((id) => `${id} standardised`),
    ...[...textFields, 'channels', 'controlGroup', 'note'],
  ];
  const rows = report.segments.map((segment) => [
    ...[segment.number, segment.kind, segmentName(segment, language), segment.size, round(segment.share)],
    ...money(segment),
    round(segment.stability),
    ...outlook(segment, report),
    ...traits.flatMap((id) => {
      const trait = segment.traits.find(({ feature }) => feature === id);
      return trait ? [round(trait.segmentMedian), round(trait.segmentMean)] : [null, null];
    }),
    ...features.map((_, f) => round(segment.standardisedMeans[f] ?? NaN)),
    ...noteCells(report.notes.find((note) => note.segment === segment.id)),
  ]);
  return csvText(header, rows);
}

function money({ revenue, revenueShare, size }: SegmentProfile): (number | null)[] {
  if (revenue === null || revenueShare === null) return [null, null, null];
  return [round(revenue, 2), round(revenueShare), round(revenue / size, 2)];
}

function outlook(segment: SegmentProfile, { forecast }: RunReport): (number | null)[] {
  const range = outlookRange(segment.outlook, forecast);
  const { value = NaN, churnRisk = NaN } = segment.outlook ?? {};
  return [round(value, 2), round(range?.low ?? NaN, 2), round(range?.high ?? NaN, 2), round(churnRisk)];
}

function noteCells(note: StrategyNote | undefined): (string | number | null)[] {
  const { fields, text } = note ?? { fields: emptyFields(), text: '' };
  return [...textFields.map((field) => fields[field]), fields.channels.join('; '), fields.controlGroup, text];
}

function round(value: number, decimals = 4): number {
  return Number(value.toFixed(decimals));
}
