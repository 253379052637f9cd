import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../../ml/types.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

/** The common space of the data set that is held; it lies on shared memory, so that another thread reads it as it is. */
export function run(args: HeldKeys): Matrix {
  const { treated } = heldDataset(args.datasetKey);
  if (treated.nFeatures === 0) throw new AppError('insufficient_data', { reason: 'no_varying_feature' });
  return treated;
}
