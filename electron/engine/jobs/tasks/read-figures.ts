import { AppError } from '../../../../shared/errors.ts';
import { drawnValues } from '../../features/feature-summary.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

/** The values of some features, in their own unit, for some rows of the held data set. */
export function run(args: HeldKeys & { rows: Int32Array; features: string[] }): Record<string, Float32Array> {
  const { table } = heldDataset(args.datasetKey);
  const figures = args.features.map((feature) => {
    const position = table.definitions.findIndex(({ id }) => id === feature);
    if (position < 0) throw new AppError('invalid_input', { reason: 'unknown_feature', feature });
    return [feature, drawnValues(table.values[position]!, args.rows)] as const;
  });
  return Object.fromEntries(figures);
}
