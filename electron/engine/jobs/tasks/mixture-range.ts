import { predictGaussianMixture, type GaussianMixtureModel } from '../../ml/clustering/gaussian-mixture.ts';
import { transformPca, type PcaModel } from '../../ml/projection/pca.ts';
import type { Matrix } from '../../ml/types.ts';
import { fitMixture, latentDirections, mainDirections } from '../../segmentation/mixture.ts';
import { scoreCandidates, type ScoredLabels } from '../../segmentation/score-candidates.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

export interface MixtureCandidate extends ScoredLabels {
  nSegments: number;
  model: GaussianMixtureModel;
  labels: Int32Array;
}

/**
 * A Gaussian mixture for every number of segments on the main directions of the treated features, or of the latent
 * space of a network, each scored among these directions.
 */
export function run(
  args: {
    within: Matrix;
    latent: boolean;
    counts: number[];
    nInit: number;
    silhouetteSample: number;
    seed: number;
    label: string;
  },
  context: TaskContext,
): { pca: PcaModel; space: Matrix; candidates: MixtureCandidate[] } {
  const { within, counts, nInit, seed, label } = args;
  const ofDirections = numericContext(partOf(context, 0, 0.05), seed, `${label}:directions`);
  const pca = args.latent ? latentDirections(within, ofDirections) : mainDirections(within, ofDirections);
  const space = transformPca(pca, within);
  const fits = counts.map((nSegments, i) => {
    context.checkCancelled();
    const part = partOf(context, 0.05 + (0.75 * i) / counts.length, 0.05 + (0.75 * (i + 1)) / counts.length);
    const model = fitMixture(space, nSegments, nInit, numericContext(part, seed, `${label}:${nSegments}`));
    return { nSegments, model, labels: predictGaussianMixture(model, space) };
  });
  const ctx = numericContext(partOf(context, 0.8, 1), seed, `${label}:silhouette`);
  const scored = scoreCandidates(space, fits, args.silhouetteSample, ctx);
  return { pca, space, candidates: fits.map((fit, i) => ({ ...fit, ...scored[i]! })) };
}
