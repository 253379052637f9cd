/**
 * The thread behind what a person looks at. It holds the customers of one data set with their features and, of a run,
 * who belongs where, so that a page of the table, one customer, a brush or a merge is answered without computing them
 * again; and it is apart from the pool, so that none of it waits for training.
 */
import type { FeatureChoice } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FeatureProgress } from '../../../shared/feature-overview.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { personalColumns } from '../../../shared/formula/resolve.ts';
import { categoryCodings, featureChoice, featureKey, periodKey } from '../../../shared/settings.ts';
import { fewestCustomers } from '../segmentation/presets.ts';
import { getDataset, loadOrders } from '../workspace/datasets.ts';
import type { Workspace } from '../workspace/open.ts';
import { createCancelFlag } from './cancel.ts';
import { createPool, type RunOptions } from './pool.ts';
import { createWatchedProgress, type WatchedProgress } from './watched-progress.ts';
import type { TaskArguments, TaskName, TaskResult } from './tasks.ts';

/** What a task is asked about: a data set, and which of its features are used and how. */
export interface Subject extends FeatureChoice {
  datasetId: number;
  /** How lines are cleaned; default: as the data set says now. A run's rows fit only the recipe it was made with. */
  recipe?: Recipe;
  /** The run looked at: a key that changes whenever its memberships do, and how to load them. */
  run?: {
    key: string;
    labels: () => Int32Array;
    /** Where the content is that it was made of, in place of the data set: it moves when files are read into that. */
    contentId?: () => number;
  };
}

/** Where a task finds what is held: `heldDataset(datasetKey)`, `heldLabels(labelsKey)`. */
export interface HeldKeys {
  datasetKey: string;
  /** Empty where no run was asked about. */
  labelsKey: string;
}

/** Tasks that work on what is held. */
export type ExploringTask = {
  [Name in TaskName]: TaskArguments<Name> extends HeldKeys ? Name : never;
}[TaskName];

export interface AskOptions extends Partial<RunOptions> {
  /** Share of the subject that has been taken up, 0 to 1; silent where it is held already. */
  onHolding?: (share: number) => void;
}

export interface Explorer {
  /** Runs a task on the thread that holds the subject; the first question about a subject takes longer. */
  ask: <Name extends ExploringTask>(
    subject: Subject,
    name: Name,
    args: Omit<TaskArguments<Name>, keyof HeldKeys>,
    options?: AskOptions,
  ) => Promise<TaskResult<Name>>;
  /** Hears how far the features of a data set are that is asked about for the first time; null when they are there. */
  watch: (emit: (progress: FeatureProgress | null) => void) => () => void;
  /** How far silhouettes are that are being measured. */
  fit: WatchedProgress<{ runId: number }>;
  close: () => Promise<void>;
}

export function createExplorer({ db }: Workspace): Explorer {
  const pool = createPool(1);
  let ordersKey = '';
  let datasetKey = '';
  let labelsKey = '';
  /** Why a data set could not be held, for the question that waits behind it. */
  const failures = new Map<string, AppError>();
  const progress = createWatchedProgress<{ datasetId: number }>();
  const fit = createWatchedProgress<{ runId: number }>();

  /** The thread runs its tasks in turn, so what is asked for now is held before the question that follows. */
  function hold(subject: Subject, onProgress: (share: number) => void): HeldKeys {
    const { run, ...features } = subject;
    const datasetId = run?.contentId?.() ?? subject.datasetId;
    const dataset = getDataset(db, datasetId);
    const { recipe = dataset.recipe } = subject;
    const codings = Object.entries(categoryCodings(features)).sort(([a], [b]) => (a < b ? -1 : 1));
    const orders = JSON.stringify([datasetId, dataset.version, recipe, periodKey(features.period ?? {}), codings]);
    const wanted = JSON.stringify([orders, featureKey(features)]);
    if (wanted !== datasetKey) {
      const keys = { ordersKey: orders, key: wanted, choice: featureChoice(features) };
      const choosing = orders === ordersKey;
      ordersKey = orders;
      datasetKey = wanted;
      const holding = choosing
        ? pool.run('holdChoice', keys, { cancel: createCancelFlag() })
        : progress.follow({ datasetId }, (report) => {
            labelsKey = '';
            const personal = personalColumns(dataset);
            const args = { ...keys, orders: loadOrders(db, datasetId), recipe, personal, fewestCustomers };
            return pool.run('holdDataset', args, {
              cancel: createCancelFlag(),
              onProgress: (share) => {
                report(share);
                onProgress(share);
              },
            });
          });
      holding.catch((thrown: unknown) => {
        if (datasetKey === wanted) datasetKey = ordersKey = '';
        failures.set(wanted, AppError.from(thrown));
      });
    }
    if (run && run.key !== labelsKey) {
      labelsKey = run.key;
      const args = { key: run.key, labels: run.labels() };
      pool.run('holdLabels', args, { cancel: createCancelFlag() }).catch(() => (labelsKey = ''));
    }
    return { datasetKey: wanted, labelsKey: run?.key ?? '' };
  }
  const ask: Explorer['ask'] = async <Name extends ExploringTask>(
    subject: Subject,
    name: Name,
    args: Omit<TaskArguments<Name>, keyof HeldKeys>,
    { onHolding = () => {}, ...options }: AskOptions = {},
  ): Promise<TaskResult<Name>> => {
    for (let attempt = 0; ; attempt++) {
      const keys = hold(subject, onHolding);
      failures.delete(keys.datasetKey);
      try {
        const all = { ...args, ...keys } as unknown as TaskArguments<Name>;
        return await pool.run(name, all, { cancel: createCancelFlag(), ...options });
      } catch (thrown) {
        const error = AppError.from(thrown);
        if (error.details.reason !== 'not_held') throw error;
        const failure = failures.get(keys.datasetKey);
        if (failure && failure.details.reason !== 'not_held') throw failure;
        if (attempt > 0) throw error;
        // The thread was lost, and what it held with it.
        ordersKey = datasetKey = labelsKey = '';
      }
    }
  };
  return { ask, watch: progress.watch, fit, close: pool.close };
}
