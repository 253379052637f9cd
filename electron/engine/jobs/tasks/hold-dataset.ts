import type { TaskContext } from '../tasks.ts';
import { keepDataset, releaseDataset } from './held-dataset.ts';
import { prepareFeatures, type FeatureArguments } from './prepare-features.ts';

/** Computes the features of a data set and holds them for the tasks that follow on this thread. */
export function run(args: FeatureArguments & { key: string }, context: TaskContext): null {
  releaseDataset();
  const { key, ...rest } = args;
  keepDataset(key, { ...prepareFeatures(rest, context), orders: args.orders });
  return null;
}
