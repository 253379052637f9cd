import type { PartitionScores } from '../../../../shared/domain.ts';
import { encode, type AutoencoderModel } from '../../ml/networks/autoencoder.ts';
import { fitIdec, type IdecModel } from '../../ml/networks/idec.ts';
import type { Matrix } from '../../ml/types.ts';
import { idecPace } from '../../segmentation/fit-method.ts';
import { scoreCandidates } from '../../segmentation/score-candidates.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

/** Draws the clusters of a trained network together, and scores them in the latent space that results. */
export function run(
  args: {
    space: Matrix;
    autoencoder: AutoencoderModel;
    nSegments: number;
    nInit: number;
    steps: number;
    silhouetteSample: number;
    seed: number;
  },
  context: TaskContext,
): { model: IdecModel; labels: Int32Array; scores: PartitionScores } {
  const { space, autoencoder, nSegments, nInit, seed } = args;
  const { model, labels } = fitIdec(
    space,
    { autoencoder, nClusters: nSegments, nInit, ...idecPace(args.steps, autoencoder) },
    numericContext(partOf(context, 0, 0.8), seed, 'idec'),
  );
  const [scored] = scoreCandidates(
    encode(model.autoencoder, space, context.checkCancelled),
    [{ labels, nSegments }],
    args.silhouetteSample,
    numericContext(partOf(context, 0.8, 1), seed, 'idec:silhouette'),
  );
  return { model, labels, scores: scored!.scores };
}
