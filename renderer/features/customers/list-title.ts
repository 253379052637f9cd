import type { CustomerSort, ValueRange } from '../../../shared/customers.ts';
import type { RunReport } from '../../../shared/domain.ts';
import { featureText, formatFeature } from '../../../shared/language/features.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import { formatPercent, formatShareOf, joinList } from '../../../shared/language/sentence.ts';
import type { Preferences } from '../../preferences.svelte.ts';

type Words = Pick<Preferences, 't' | 'language' | 'currency'>;

export interface Listed {
  total: number;
  revenueShare: number;
  sort: CustomerSort;
  search: string;
  segments: readonly number[];
  where: readonly ValueRange[];
  /** What was picked elsewhere, by its name. */
  selection: string | null;
}

/** Segments that fit into a title by name; beyond, it only says that the list is filtered. */
const namesInTitle = 2;

/** What the list holds, as a finding: the filter with its share of the revenue, or the order. */
export function listTitle(list: Listed, report: RunReport, words: Words): string {
  const { t, language } = words;
  const { total: count, sort } = list;
  if (count === 0) return t('listNobody');
  const name = filterName(list, report, words);
  if (name !== null) {
    if (report.revenue === null) return t(count === 1 ? 'listNamedOne' : 'listNamed', { name, count });
    return t(count === 1 ? 'listFoundOne' : 'listFound', { name, count, share: revenueText(list, report) });
  }
  const byMoney = sort.by === 'monetary' && sort.descending;
  if (byMoney && report.revenue !== null) return t('listBest', { count });
  if (sort.by === 'customer' || byMoney) return t('listById', { count });
  if (sort.by === 'consent') return t('listByConsent', { count });
  if (sort.by === 'segment') return t('listBySegment', { count });
  const { label } = featureText(sort.by, language);
  const feature = language === 'en' ? label.charAt(0).toLowerCase() + label.slice(1) : label;
  return t(sort.descending ? 'listHighest' : 'listLowest', { count, feature });
}

/** The share of the revenue; of whole segments it is the one that other pages show of them. */
function revenueText({ revenueShare, segments, selection, search, where }: Listed, report: RunReport): string {
  if (segments.length === 0 || selection !== null || where.length > 0 || search.trim() !== '')
    return formatPercent(revenueShare);
  const positions = report.segments.flatMap(({ id }, position) => (segments.includes(id) ? [position] : []));
  return formatShareOf(
    report.segments.map((segment) => segment.revenueShare),
    positions,
  );
}

/** The filter in a few words; null when everybody is listed. */
function filterName(list: Listed, report: RunReport, { t, language }: Words): string | null {
  const searched = list.search.trim() !== '';
  const segments = report.segments.filter(({ id }) => list.segments.includes(id));
  const names = segments.map((segment) => segmentName(segment, language));
  const kinds = [list.selection !== null, segments.length > 0, list.where.length > 0, searched].filter(Boolean);
  if (kinds.length === 0) return null;
  if (kinds.length > 1 || list.where.length > 0 || names.length > namesInTitle) return t('listFiltered');
  return list.selection ?? (searched ? t('listSearched') : joinList(names, language));
}

/** A range as a person reads it: Orders: 3 to 5. */
export function rangeText(
  { feature, low, high }: ValueRange,
  report: RunReport,
  { t, language, currency }: Words,
): string {
  const unit = report.features.find(({ id }) => id === feature)?.unit ?? 'number';
  const figures = {
    feature: featureText(feature, language).label,
    low: low === null ? '' : formatFeature(low, unit, language, currency),
    high: high === null ? '' : formatFeature(high, unit, language, currency),
  };
  return t(low === null ? 'rangeAtMost' : high === null ? 'rangeAtLeast' : 'rangeBoth', figures);
}

/** A value that was typed for a feature of a unit, in the table's own measure; shares are typed in percent. */
export function typedValue(text: string, unit: string): number | null {
  const number = Number(
    text
      .trim()
      .replace(/[,，\s]/g, '')
      .replace(/%$/, ''),
  );
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  return unit === 'share' ? number / 100 : number;
}
