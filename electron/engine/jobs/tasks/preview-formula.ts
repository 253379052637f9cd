import type { OwnFeature } from '../../../../shared/domain.ts';
import type { FormulaPreview } from '../../../../shared/feature-overview.ts';
import { addOwnFeatures } from '../../features/formula/own-features.ts';
import { histogram } from '../../ml/preprocessing/histogram.ts';
import { quantileInPlace } from '../../ml/preprocessing/order-statistics.ts';
import { usableValues } from '../../ml/preprocessing/usable.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

/** The values that a formula gives for the customers who are held; throws what is wrong with it. O(n) but for the median. */
export function run(args: HeldKeys & { feature: OwnFeature; others: readonly OwnFeature[] }): FormulaPreview {
  const { candidates, personal } = heldDataset(args.datasetKey);
  const { id } = args.feature;
  const own = [...args.others.filter((other) => other.id !== id), args.feature];
  const { table, failed } = addOwnFeatures(candidates, own, personal);
  const wrong = failed.find((one) => one.id === id);
  if (wrong) throw wrong.error;
  const values = table.values[table.definitions.findIndex((one) => one.id === id)]!;
  const usable = usableValues(values);
  const count = usable.length;
  let [minimum, maximum, sum] = [NaN, NaN, 0];
  for (const value of usable) {
    if (!(minimum <= value)) minimum = value;
    if (!(maximum >= value)) maximum = value;
    sum += value;
  }
  return {
    ...{ count, missing: values.length - count, minimum, maximum, mean: count > 0 ? sum / count : NaN },
    histogram: histogram(values),
    varies: maximum > minimum,
    median: quantileInPlace(usable, 0.5),
  };
}
