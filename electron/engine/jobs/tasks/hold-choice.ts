import type { FeatureChoice } from '../../../../shared/domain.ts';
import { chooseFeatures } from '../../features/choose-features.ts';
import { addOwnFeatures, ownFeaturesOf } from '../../features/formula/own-features.ts';
import type { TaskContext } from '../tasks.ts';
import { heldOrders, keepDataset, type HeldDataset } from './held-dataset.ts';
import { prepareChoice } from './prepare-features.ts';

/** Chooses other features of the orders that are held; throws `conflict` (`not_held`) where others are. */
export function run(args: { ordersKey: string; key: string; choice: FeatureChoice }, context: TaskContext): null {
  const held = heldOrders(args.ordersKey);
  const { table, failed } = addOwnFeatures(held.candidates, args.choice.computed ?? [], held.personal);
  const chosen = prepareChoice(table, args.choice, context);
  const suggested = hasSameOwn(held, table.definitions)
    ? held.suggested
    : chooseFeatures(table, { exclude: [] }).definitions;
  keepDataset(args.ordersKey, args.key, { ...held, ...chosen, failed, suggested });
  return null;
}

/** The suggestion depends on the own features alone: without others it is the same. */
function hasSameOwn({ suggested }: HeldDataset, definitions: HeldDataset['suggested']): boolean {
  return JSON.stringify(ownFeaturesOf(suggested)) === JSON.stringify(ownFeaturesOf(definitions));
}
