import type { FeatureDefinition } from '../../../../shared/domain.ts';
import type { Orders, Recipe } from '../../../../shared/orders.ts';
import { chooseCutOff, futureOutcomes } from '../../features/future.ts';
import { computeOrderFeatures } from '../../features/order-features.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { applyPreprocessing, fitPreprocessing } from '../../ml/preprocessing/preprocessing.ts';
import type { MethodInput } from '../../segmentation/fit-method.ts';
import { rfmValues } from '../../segmentation/model.ts';
import type { TaskContext } from '../tasks.ts';

export interface PreparedPast {
  cutOff: number;
  input: MethodInput;
  /** Later log-spend and whether they came back at all, per customer. */
  spend: Float64Array;
  repeat: Float64Array;
}

/**
 * The same features as of an earlier day, and what those customers did after it; null where the data are too short
 * for such a look back.
 */
export function run(
  args: { orders: Orders; recipe: Recipe; definitions: FeatureDefinition[] },
  context: TaskContext,
): PreparedPast | null {
  const cleaned = cleanOrders(args.orders, args.recipe);
  const cutOff = chooseCutOff(cleaned);
  if (cutOff === null) return null;
  context.checkCancelled();
  const table = computeOrderFeatures(cleaned, { until: cutOff, definitions: args.definitions });
  const treated = applyPreprocessing(fitPreprocessing(table), table);
  context.checkCancelled();
  const { spend, repeat } = futureOutcomes(cleaned, table.customers, cutOff);
  return { cutOff, input: { treated, rfm: rfmValues(table) }, spend, repeat: Float64Array.from(repeat) };
}
