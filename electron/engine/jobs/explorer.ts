/**
 * The thread behind what a person looks at. It holds the customers of one data set with their features and, of a run,
 * who belongs where, so that a page of the table, one customer, a brush or a merge is answered without computing them
 * again; and it is apart from the pool, so that none of it waits for training.
 */
import { AppError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { fewestCustomers } from '../segmentation/presets.ts';
import { getDataset, loadOrders } from '../workspace/datasets.ts';
import type { Workspace } from '../workspace/open.ts';
import { createCancelFlag } from './cancel.ts';
import { createPool, type RunOptions } from './pool.ts';
import type { TaskArguments, TaskName, TaskResult } from './tasks.ts';

/** What a task is asked about. */
export interface Subject {
  datasetId: number;
  /** Feature ids that were left out. */
  exclude: readonly string[];
  /** The cleaning that applied, where it may have been changed since; default: the data set's own. */
  recipe?: Recipe;
  /** The run looked at: a key that changes whenever its memberships do, and how to load them. */
  run?: { key: string; labels: () => Int32Array };
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

export interface Explorer {
  /** Runs a task on the thread that holds the subject; the first question about a subject takes longer. */
  ask: <Name extends ExploringTask>(
    subject: Subject,
    name: Name,
    args: Omit<TaskArguments<Name>, keyof HeldKeys>,
    options?: Partial<RunOptions>,
  ) => Promise<TaskResult<Name>>;
  close: () => Promise<void>;
}

export function createExplorer({ db }: Workspace): Explorer {
  const pool = createPool(1);
  let datasetKey = '';
  let labelsKey = '';
  /** Why a data set could not be held, for the question that waits behind it. */
  const failures = new Map<string, AppError>();

  /** The thread runs its tasks in turn, so what is asked for now is held before the question that follows. */
  function hold({ datasetId, exclude, run, recipe = getDataset(db, datasetId).recipe }: Subject): HeldKeys {
    const wanted = JSON.stringify([datasetId, [...exclude].sort(), recipe]);
    if (wanted !== datasetKey) {
      datasetKey = wanted;
      labelsKey = '';
      const args = { key: wanted, orders: loadOrders(db, datasetId), recipe, exclude: [...exclude], fewestCustomers };
      pool.run('holdDataset', args, { cancel: createCancelFlag() }).catch((thrown: unknown) => {
        if (datasetKey === wanted) datasetKey = '';
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
    options: Partial<RunOptions> = {},
  ): Promise<TaskResult<Name>> => {
    for (let attempt = 0; ; attempt++) {
      const keys = hold(subject);
      failures.delete(keys.datasetKey);
      try {
        const all = { ...args, ...keys } as unknown as TaskArguments<Name>;
        return await pool.run(name, all, { cancel: createCancelFlag(), ...options });
      } catch (thrown) {
        const error = AppError.from(thrown);
        if (error.details.reason !== 'not_held') throw error;
        const failure = failures.get(keys.datasetKey);
        if (failure) throw failure;
        if (attempt > 0) throw error;
        // The thread was lost, and what it held with it.
        datasetKey = labelsKey = '';
      }
    }
  };
  return { ask, close: pool.close };
}
