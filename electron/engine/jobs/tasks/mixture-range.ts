import { predictGaussianMixture, type GaussianMixtureModel } from '../../ml/clustering/gaussian-mixture.ts';
import { transformPca, type PcaModel } from '../../ml/projection/pca.ts';
import type { Matrix } from '../../ml/types.ts';
import { fitMixture, mainDirections } from '../../segmentation/mixture.ts';
import { scoreCandidates, type ScoredLabels } from '../../segmentation/score-candidates.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

export interface MixtureCandidate extends ScoredLabels {
  nSegments: number;
  model: GaussianMixtureModel;
  labels: Int32Array;
}

/** A Gaussian mixture for every number of segments on the main directions, each scored among these. */
export function run(
  args: { treated: Matrix; counts: number[]; nInit: number; silhouetteSample: number; seed: number },
  context: TaskContext,
): { pca: PcaModel; space: Matrix; candidates: MixtureCandidate[] } {
  const { treated, counts, nInit, seed } = args;
  const pca = mainDirections(treated, numericContext(partOf(context, 0, 0.05), seed, 'gmm:directions'));
  const space = transformPca(pca, treated);
  const fits = counts.map((nSegments, i) => {
    context.checkCancelled();
    const part = partOf(context, 0.05 + (0.75 * i) / counts.length, 0.05 + (0.75 * (i + 1)) / counts.length);
    const model = fitMixture(space, nSegments, nInit, numericContext(part, seed, `gmm:${nSegments}`));
    return { nSegments, model, labels: predictGaussianMixture(model, space) };
  });
  const ctx = numericContext(partOf(context, 0.8, 1), seed, 'gmm:silhouette');
  const scored = scoreCandidates(space, fits, args.silhouetteSample, ctx);
  return { pca, space, candidates: fits.map((fit, i) => ({ ...fit, ...scored[i]! })) };
}
