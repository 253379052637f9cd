import type { FeatureChoice } from '../../../../shared/domain.ts';
import type { TaskContext } from '../tasks.ts';
import { heldOrders, keepDataset } from './held-dataset.ts';
import { prepareChoice } from './prepare-features.ts';

/** Chooses other features of the orders that are held; throws `conflict` (`not_held`) where others are. */
export function run(args: { ordersKey: string; key: string; choice: FeatureChoice }, context: TaskContext): null {
  const held = heldOrders(args.ordersKey);
  keepDataset(args.ordersKey, args.key, { ...held, ...prepareChoice(held.candidates, args.choice, context) });
  return null;
}
