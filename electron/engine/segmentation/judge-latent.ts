/** How good the segments are that a network's latent space holds, in figures that compare across latent spaces. */
import { fitKMeansRange, predictKMeans } from '../ml/clustering/kmeans.ts';
import { adjustedRandIndex } from '../ml/metrics/external.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';
import { recommendedCounts } from './presets.ts';

/** Some customers in both spaces: the features, and what the network makes of them. */
export interface Customers {
  features: Matrix;
  latent: Matrix;
}

export interface LatentScore {
  /** stability x explained, of the number of segments where it is highest. */
  score: number;
  nSegments: number;
  /** Adjusted Rand index between the segments that two halves of the customers give, on customers of neither. */
  stability: number;
  /** Share of the variance of all features that the segments explain on customers held out. */
  explained: number;
}

/** Customers that are clustered at most. */
export const judgedOn = 3000;
/** Starts of K-Means, and pairs of halves. */
export const judgeStarts = 2;
export const judgeRounds = 3;

/** The numbers of segments that `n` customers are judged with: 3 to 8, as long as five customers could be in each. */
export function judgedCounts(n: number): number[] {
  const { low, high } = recommendedCounts;
  const most = Math.max(2, Math.min(high, Math.floor(n / 5)));
  return Array.from({ length: Math.max(1, most - low + 1) }, (_, i) => Math.min(most, low + i));
}

/**
 * Judges a latent space by the segments that K-Means finds in it among `seen`, for 3 to 8 segments, on customers `held`
 * out. Neither the reconstruction error (lower the larger the latent space, whatever is in it) nor the silhouette in the
 * latent space (higher the smaller it is) compares across latent sizes. Two figures do, as both are taken outside of it:
 * whether halves of the customers agree on the segments of others (Lange et al. 2004), and how much of the features the
 * segments explain. Each alone is easily had, by a space that has forgotten nearly all, or by one that has kept all the
 * chance; their product is not. A whole fit's best number of segments is what counts.
 */
export function judgeLatent(seen: Customers, held: Customers, ctx: Context): LatentScore {
  const counts = judgedCounts(held.features.nSamples);
  const params = { nClusters: counts, nInit: judgeStarts };
  const quiet = { ...ctx, report: () => {} };
  const stability = counts.map(() => 0);
  for (let round = 0; round < judgeRounds; round++) {
    const random = ctx.random.fork(`halves ${round}`);
    const order = random.permutation(seen.latent.nSamples);
    const middle = order.length >> 1;
    const [one, other] = [order.slice(0, middle), order.slice(middle)].map((half, i) =>
      fitKMeansRange(takeRows(seen.latent, half.sort()), params, { ...quiet, random: random.fork(i) }),
    );
    counts.forEach((_, i) => {
      const [a, b] = [one!, other!].map((fits) => predictKMeans(fits[i]!.model, held.latent));
      stability[i]! += adjustedRandIndex(a!, b!) / judgeRounds;
    });
    ctx.report((round + 1) / (judgeRounds + 1));
  }
  const fits = fitKMeansRange(seen.latent, params, { ...quiet, random: ctx.random.fork('all') });
  const scores = fits.map(({ model, labels }, i): LatentScore => {
    const explained = explainedShare(seen.features, labels, held.features, predictKMeans(model, held.latent));
    return { nSegments: counts[i]!, stability: stability[i]!, explained, score: stability[i]! * explained };
  });
  ctx.report(1);
  return scores.reduce((best, score) => (score.score > best.score ? score : best));
}

/** 1 - error of the segments' means / error of everybody's mean, both learned from `seen`, over `held`; at least 0. */
function explainedShare(seen: Matrix, labels: Int32Array, held: Matrix, heldLabels: Int32Array): number {
  const { nFeatures } = seen;
  const nSegments = labels.reduce((most, label) => Math.max(most, label + 1), 1);
  const sums = new Float64Array(nSegments * nFeatures);
  const everybody = new Float64Array(nFeatures);
  const sizes = new Float64Array(nSegments);
  for (let i = 0; i < seen.nSamples; i++) {
    const segment = labels[i]!;
    sizes[segment]!++;
    for (let j = 0; j < nFeatures; j++) {
      sums[segment * nFeatures + j]! += seen.data[i * nFeatures + j]!;
      everybody[j]! += seen.data[i * nFeatures + j]! / seen.nSamples;
    }
  }
  let [within, total] = [0, 0];
  for (let i = 0; i < held.nSamples; i++) {
    const segment = heldLabels[i]!;
    for (let j = 0; j < nFeatures; j++) {
      const value = held.data[i * nFeatures + j]!;
      const mean = sizes[segment]! > 0 ? sums[segment * nFeatures + j]! / sizes[segment]! : everybody[j]!;
      within += (value - mean) ** 2;
      total += (value - everybody[j]!) ** 2;
    }
  }
  return total > 0 ? Math.max(0, 1 - within / total) : 0;
}
