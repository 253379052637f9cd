import type { SplitRule } from '../../../../shared/adjustment.ts';
import { AppError } from '../../../../shared/errors.ts';
import { rowsOf } from '../../segmentation/refinements.ts';
import { splitRules } from '../../segmentation/split-rules.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset, heldLabels } from './held-dataset.ts';

/** Rules by which the segment at a position could be parted in two. */
export function run(args: HeldKeys & { position: number }): SplitRule[] {
  const { table, treated } = heldDataset(args.datasetKey);
  const labels = heldLabels(args.labelsKey);
  if (labels.length !== table.customers.length) throw new AppError('conflict', { reason: 'data_changed' });
  return splitRules(table, treated, rowsOf(labels, args.position));
}
