/** The tasks of a method that learns labels, before it runs; mirrors `jobs/learn-labels.ts`. */
import type { Method, Preset } from '../../../../shared/domain.ts';
import { classifierDefaults } from '../../ml/networks/classifier/classifier.ts';
import { labelFolds } from '../known-labels.ts';
import { bootstrapSample, classifierEpochs, presetPlans } from '../presets.ts';
import type { RunShape, RunTask } from './run-tasks.ts';

/** Per row, feature and level of a tree; per row, epoch and weight of the classifier, and per row and epoch besides. */
const unit = { treeCell: 4e-7, weight: 3e-10, row: 1.5e-7, start: 0.004 } as const;
/** Share of the epochs allowed that a classifier usually needs. */
const usualEpochs = 0.5;

type NewTask = Omit<RunTask, 'after'> & { after: number[] };

/**
 * Adds the fit, its folds and its repetitions; returns what the scoring waits for.
 * Where nobody has one the method does not race, and there is no task.
 */
export function supervisedTasks(
  method: Method,
  { customers, features, labelled = 0 }: RunShape,
  preset: Preset,
  prepare: number,
  add: (task: NewTask) => number,
): number[] {
  if (labelled === 0) return [];
  const work = (rows: number): RunTask['work'] => {
    if (method === 'tree') return { orders: rows * features * unit.treeCell + unit.start };
    const sizes = [features, ...classifierDefaults.layers, 8];
    const weights = sizes.reduce((sum, size, i) => sum + size * (sizes[i - 1] ?? 0), 0);
    const epochs = classifierEpochs(preset, customers) * usualEpochs;
    return { network: rows * epochs * (weights * unit.weight + unit.row) + unit.start };
  };
  const task = (name: string, rows: number, after: number[]): number =>
    add({ key: `${name}:${method}`, stage: 'compare', method, work: work(rows), after });
  const fit = task('learnLabels', labelled, [prepare]);
  const share = (labelFolds - 1) / labelFolds;
  const folds = Array.from({ length: labelFolds }, () => task('validateFold', share * labelled, [prepare]));
  const resampled = (Math.min(customers, bootstrapSample) * labelled) / customers;
  const repetitions = Array.from({ length: presetPlans[preset].methodRounds }, () =>
    task('repeatMethod', resampled, [fit, ...folds]),
  );
  return [fit, ...folds, ...repetitions];
}
