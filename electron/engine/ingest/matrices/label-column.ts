import type { CustomerTable, LabelColumn } from '../../../../shared/customer-table.ts';
import { AppError } from '../../../../shared/errors.ts';
import { isMissing } from '../column-values.ts';
import { readLabelFile, type LabelFile } from './read-labels.ts';

/** More classes are none: matching them one to one takes their number cubed. */
const mostLevels = 500;

/** Labels as a column, levels in the order of their first appearance; what is empty is not known. */
export function labelColumn(name: string, labels: readonly string[]): LabelColumn {
  const place = new Map<string, number>();
  const codes = Int32Array.from(labels, (label) => {
    if (isMissing(label)) return -1;
    if (!place.has(label)) place.set(label, place.size);
    return place.get(label)!;
  });
  return { name, levels: [...place.keys()], codes };
}

/**
 * The labels of a file for the rows of a table.
 * @param rows how many rows the table's file has; `customers` how many customers came of them.
 * @throws AppError as `readLabelFile`; invalid_input `labels_count` unless there is one label for every customer.
 */
export async function readLabelColumn(
  path: string,
  { rows, customers }: { rows: number; customers: number },
): Promise<{ label: LabelColumn; file: Omit<LabelFile, 'labels'> }> {
  const { labels, ...file } = await readLabelFile(path, rows);
  if (labels.length !== rows || rows !== customers) {
    throw new AppError('invalid_input', {
      reason: 'labels_count',
      file: file.name,
      labels: labels.length,
      rows: customers,
    });
  }
  return { label: labelColumn(file.name, labels), file };
}

/** Throws AppError invalid_input `too_many_labels` for a label that puts nobody into groups. */
export function checkLabel({ label }: Pick<CustomerTable, 'label'>, file: string): void {
  const labels = label?.levels.length ?? 0;
  if (labels <= mostLevels) return;
  throw new AppError('invalid_input', { reason: 'too_many_labels', file, labels, most: mostLevels });
}
