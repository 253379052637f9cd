import type { SelectionSummary } from '../../../../shared/evaluation.ts';
import { describeSelection } from '../../insight/describe-selection.ts';
import { revenuePerCustomer } from '../../insight/top-products.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset, heldLabels } from './held-dataset.ts';

/** What the chosen rows of the held data set have in common. */
export function run(args: HeldKeys & { rows: Int32Array; nSegments: number }): SelectionSummary {
  const { table, treated, pca, cleaned } = heldDataset(args.datasetKey);
  return describeSelection(args.rows, {
    table,
    treated,
    usedFeatures: pca.features,
    labels: heldLabels(args.labelsKey),
    nSegments: args.nSegments,
    revenue: revenuePerCustomer(table, cleaned),
  });
}
