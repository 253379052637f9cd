/** Labels that are known of customers, as supervised methods learn them. */
import type { LabelColumn, CustomerColumn } from '../../../shared/customer-table.ts';
import { columnName } from '../../../shared/customer-table.ts';
import { longestSegmentName, mostSegments } from '../../../shared/adjustment.ts';
import type { KnownLabels, LabelName } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';

/** Customers that a label needs at least: one for each fold of the cross-validation. */
export const fewestOfLabel = 5;
export const labelFolds = 5;

/** Labels of the customers of a data set, before it is known which of them can be learned. */
export interface LabelsToLearn {
  from: KnownLabels['from'];
  label: LabelColumn;
  /** How the segment of each level is called. */
  names: LabelName[];
}

export interface LearnableLabels extends Omit<KnownLabels, 'rules' | 'completed'> {
  /** Label of each row, 0 and up; -1 where none is known that can be learned. */
  codes: Int32Array;
}

/** A column that says of every customer which of a few kinds it is. */
export function labelsOfColumn(column: CustomerColumn): LabelColumn | null {
  const name = columnName(column.id);
  if (column.type === 'category') return { name, levels: column.levels, codes: column.codes };
  if (column.type !== 'yesNo') return null;
  const codes = Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : value > 0 ? 1 : 0));
  return { name, levels: ['0', '1'], codes };
}

/** Levels that are no name by themselves. */
const saysNothing = /^([-+]?[\d.,]+|true|false|yes|no|[tfyn]|是|否)$/i;

/**
 * Segments called after the levels of a label, numbers and yes or no with the column's name before them; names that are too long or
 * the same are told apart by a number.
 */
export function namesOfLevels({ name: column, levels }: Pick<LabelColumn, 'name' | 'levels'>): LabelName[] {
  const taken = new Set<string>();
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
  return levels.map((level) => {
    const whole = saysNothing.test(level.trim()) ? `${column} ${level.trim()}` : level.trim();
    const text = whole.slice(0, longestSegmentName - 5);
    let name = text;
    for (let i = 2; taken.has(plain(name)); i++) name = `${text} (${i})`;
    taken.add(plain(name));
    return { name, kind: 'group', distinction: null };
  });
}

/**
 * The labels of some customers that can be learned: those of at least five customers, numbered in the order of their
 * levels.
 * @param customers index of each row's customer into `label.codes`
 * @throws AppError `insufficient_data` labels_too_few (fewer than two are left), `invalid_input` too_many_classes
 */
export function learnableLabels({ from, label, names }: LabelsToLearn, customers: Int32Array): LearnableLabels {
  const sizes = new Int32Array(label.levels.length);
  for (const customer of customers) if (label.codes[customer]! >= 0) sizes[label.codes[customer]!]!++;
  const kept = label.levels.flatMap((_, level) => (sizes[level]! >= fewestOfLabel ? [level] : []));
  if (kept.length < 2) {
    throw new AppError('insufficient_data', { reason: 'labels_too_few', labels: kept.length, needed: fewestOfLabel });
  }
  if (kept.length > mostSegments) {
    throw new AppError('invalid_input', { reason: 'too_many_classes', labels: kept.length, most: mostSegments });
  }
  const place = new Map(kept.map((level, position) => [level, position]));
  const codes = customers.map((customer) => place.get(label.codes[customer]!) ?? -1);
  const rare = Array.from(sizes).filter((size) => size > 0 && size < fewestOfLabel);
  return {
    from,
    source: label.name,
    codes,
    names: kept.map((level) => names[level]!),
    labelled: codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0),
    rare: { labels: rare.length, customers: rare.reduce((sum, size) => sum + size, 0) },
  };
}

/** Known labels stay; whoever has none gets what was predicted. */
export function completeLabels(codes: Int32Array, predicted: Int32Array): Int32Array {
  return codes.map((code, row) => (code >= 0 ? code : predicted[row]!));
}
