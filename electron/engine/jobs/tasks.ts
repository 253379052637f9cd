/**
 * The tasks a worker can run, by name. Each module exports `run(args, context)`: it gets plain data, calls pure
 * functions and returns plain data. Modules are loaded when first needed, so that a thread pays only for what it does.
 */
import { Random } from '../ml/random.ts';
import type { Context } from '../ml/types.ts';

export const tasks = {
  loadTasks: () => import('./tasks/load-tasks.ts'),
  importFiles: () => import('./tasks/import-files.ts'),
  surveyOrders: () => import('./tasks/survey-orders.ts'),
  prepareFeatures: () => import('./tasks/prepare-features.ts'),
  preparePast: () => import('./tasks/prepare-past.ts'),
  chooseBackend: () => import('./tasks/choose-backend.ts'),
  measureDevices: () => import('./tasks/measure-devices.ts'),
  measurePressure: () => import('./tasks/measure-pressure.ts'),
  probePace: () => import('./tasks/probe-pace.ts'),
  tryNetwork: () => import('./tasks/try-network.ts'),
  trainAutoencoder: () => import('./tasks/train-autoencoder.ts'),
  mixtureRange: () => import('./tasks/mixture-range.ts'),
  repeatMixture: () => import('./tasks/repeat-mixture.ts'),
  trainIdec: () => import('./tasks/train-idec.ts'),
  trainGan: () => import('./tasks/train-gan.ts'),
  learnLabels: () => import('./tasks/learn-labels.ts'),
  validateFold: () => import('./tasks/validate-fold.ts'),
  clusterRange: () => import('./tasks/cluster-range.ts'),
  repeatClustering: () => import('./tasks/repeat-clustering.ts'),
  repeatNetwork: () => import('./tasks/repeat-network.ts'),
  repeatMethod: () => import('./tasks/repeat-method.ts'),
  foreseeFuture: () => import('./tasks/foresee-future.ts'),
  applyRules: () => import('./tasks/apply-rules.ts'),
  scorePartition: () => import('./tasks/score-partition.ts'),
  mapCustomers: () => import('./tasks/map-customers.ts'),
  predictCustomers: () => import('./tasks/predict-customers.ts'),
  assessCertainty: () => import('./tasks/assess-certainty.ts'),
  describeSegments: () => import('./tasks/describe-segments.ts'),
  assignCustomers: () => import('./tasks/assign-customers.ts'),
  createSample: () => import('./tasks/create-sample.ts'),
  holdDataset: () => import('./tasks/hold-dataset.ts'),
  holdChoice: () => import('./tasks/hold-choice.ts'),
  tellImportance: () => import('./tasks/tell-importance.ts'),
  previewFormula: () => import('./tasks/preview-formula.ts'),
  describeFeatures: () => import('./tasks/describe-features.ts'),
  measureShape: () => import('./tasks/measure-shape.ts'),
  shareSpace: () => import('./tasks/share-space.ts'),
  readMap: () => import('./tasks/read-map.ts'),
  readFigures: () => import('./tasks/read-figures.ts'),
  holdLabels: () => import('./tasks/hold-labels.ts'),
  pageCustomers: () => import('./tasks/page-customers.ts'),
  getCustomer: () => import('./tasks/get-customer.ts'),
  findCustomers: () => import('./tasks/find-customers.ts'),
  pageProducts: () => import('./tasks/page-products.ts'),
  writeCustomerLines: () => import('./tasks/write-customer-lines.ts'),
  adjustSegments: () => import('./tasks/adjust-segments.ts'),
  suggestRules: () => import('./tasks/suggest-rules.ts'),
  measureSilhouettes: () => import('./tasks/measure-silhouettes.ts'),
  compareRuns: () => import('./tasks/compare-runs.ts'),
  describeSelection: () => import('./tasks/describe-selection.ts'),
  selectByRule: () => import('./tasks/select-by-rule.ts'),
  placeCustomers: () => import('./tasks/place-customers.ts'),
  describeHeld: () => import('./tasks/describe-held.ts'),
  writeResults: () => import('./tasks/write-results.ts'),
  renderReport: () => import('./tasks/render-report.ts'),
} as const;

export type TaskName = keyof typeof tasks;
type TaskRun<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>['run'];
export type TaskArguments<Name extends TaskName> = Parameters<TaskRun<Name>>[0];
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<TaskRun<Name>>>;

export interface TaskContext {
  /** Throws AppError `cancelled` once the job is cancelled; waits while it is paused. */
  checkCancelled: () => void;
  /** Seconds, monotonic; stands still while the job is paused. */
  now: () => number;
  /** Share of this task that is done, 0 to 1. */
  report: (share: number) => void;
  /** Sends something to the job while the task goes on. */
  tell: (event: unknown) => void;
}

/** The context of numerics inside a task: its chance depends on the run's seed and the label alone. */
export function numericContext(context: TaskContext, seed: number, label: string): Context {
  return {
    random: new Random(seed).fork(label),
    checkCancelled: context.checkCancelled,
    report: context.report,
  };
}

/** The context of a part of a task that goes from one share of it to another. */
export function partOf(context: TaskContext, from: number, to: number): TaskContext {
  return { ...context, report: (share) => context.report(from + share * (to - from)) };
}
