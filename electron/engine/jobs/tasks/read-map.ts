import type { FeatureMap } from '../../../../shared/feature-overview.ts';
import { mapClarity } from '../../features/feature-summary.ts';
import { takeRows } from '../../ml/types.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

/** Which features a map of the held data set shows most clearly. */
export function run(args: HeldKeys & { x: Float32Array; y: Float32Array; rows: Int32Array }): FeatureMap['clarity'] {
  const { treated, pca } = heldDataset(args.datasetKey);
  const shares = mapClarity(takeRows(treated, args.rows), args.x, args.y);
  return pca.features
    .map((feature, f) => ({ feature, share: shares[f]! }))
    .sort((one, other) => other.share - one.share);
}
