import { categoryCodings, featureKey } from '../../../../shared/settings.ts';
import { chooseFeatures } from '../../features/choose-features.ts';
import type { TaskContext } from '../tasks.ts';
import { keepDataset, releaseDataset } from './held-dataset.ts';
import { prepareFeatures, type FeatureArguments } from './prepare-features.ts';

/** Computes the features of a data set and holds them for the tasks that follow on this thread. */
export function run(args: FeatureArguments & { ordersKey: string; key: string }, context: TaskContext): null {
  releaseDataset();
  const { key, ordersKey, ...rest } = args;
  const prepared = prepareFeatures(rest, context);
  const asSuggested = featureKey(args.choice) === featureKey({ exclude: [] });
  const { definitions: suggested } = asSuggested ? prepared.table : chooseFeatures(prepared.table, { exclude: [] });
  const codings = categoryCodings(args.choice);
  keepDataset(ordersKey, key, { ...prepared, suggested, codings, orders: args.orders, personal: args.personal ?? [] });
  return null;
}
