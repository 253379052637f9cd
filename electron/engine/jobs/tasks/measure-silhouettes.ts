import type { SilhouettePlot } from '../../../../shared/evaluation.ts';
import { segmentSilhouettes } from '../../insight/segment-silhouettes.ts';
import { silhouetteSampleFor } from '../../segmentation/presets.ts';
import type { HeldKeys } from '../explorer.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import { heldDataset, heldLabels } from './held-dataset.ts';

/** How well each customer of the held run fits its segment. */
export function run(args: HeldKeys & { seed: number }, context: TaskContext): SilhouettePlot {
  const { treated } = heldDataset(args.datasetKey);
  const sample = silhouetteSampleFor(treated.nSamples, treated.nFeatures);
  return segmentSilhouettes(
    treated,
    heldLabels(args.labelsKey),
    sample,
    numericContext(context, args.seed, 'silhouettes'),
  );
}
