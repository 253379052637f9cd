/** Finds the labels that a run's supervised methods are to learn. */
import type { LabelSource } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Orders } from '../../../shared/orders.ts';
import { labelsOfColumn, namesOfLevels, type LabelsToLearn } from '../segmentation/known-labels.ts';
import type { WorkspaceDatabase } from '../workspace/database.ts';
import { customerNames } from '../workspace/datasets.ts';
import { getMemberships } from '../workspace/memberships.ts';
import { listSegments } from '../workspace/revisions.ts';
import { getRun } from '../workspace/runs.ts';

/**
 * The labels of a data set's customers by the settings' source, by default its own known ones; null where there are
 * none. Segments of an earlier run are taken as they are now, changes by hand included; customers of other data are
 * found by their names.
 * @throws AppError `not_found` (no_label_column, no_such_run), `invalid_input` label_is_numbers
 */
export function findLabels(
  source: LabelSource | undefined,
  { contentId, orders }: { contentId: number; orders: Orders },
  db: WorkspaceDatabase,
): LabelsToLearn | null {
  if (source === undefined) {
    const label = orders.table?.label;
    return label ? { from: 'dataset', label, names: namesOfLevels(label) } : null;
  }
  if ('run' in source) return labelsOfRun(source.run, { contentId, orders }, db);
  const column = orders.table?.columns.find(({ id }) => id === source.column);
  if (!column) throw new AppError('not_found', { reason: 'no_label_column' });
  const label = labelsOfColumn(column);
  if (!label) throw new AppError('invalid_input', { reason: 'label_is_numbers' });
  return { from: 'column', label, names: namesOfLevels(label) };
}

function labelsOfRun(
  runId: number,
  { contentId, orders }: { contentId: number; orders: Orders },
  db: WorkspaceDatabase,
): LabelsToLearn {
  const run = getRun(db, runId);
  const { customers, segments } = getMemberships(db, runId);
  const profiles = listSegments(db, runId);
  const own = orders.dictionaries.customers;
  const codes = new Int32Array(own.length).fill(-1);
  if (run.contentId === contentId) {
    customers.forEach((customer, i) => (codes[customer] = segments[i]!));
  } else {
    const names = customerNames(db, run.contentId);
    const known = new Map(Array.from(customers, (customer, i) => [names[customer]!, segments[i]!]));
    own.forEach((name, customer) => (codes[customer] = known.get(name) ?? -1));
  }
  return {
    from: 'run',
    label: { name: String(runId), levels: profiles.map(({ number }) => String(number)), codes },
    names: profiles.map(({ name, kind, distinction }) => ({ name, kind, distinction })),
  };
}
