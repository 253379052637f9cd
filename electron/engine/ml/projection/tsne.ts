/**
 * t-distributed stochastic neighbour embedding in two dimensions (van der Maaten & Hinton 2008): points that are near
 * each other in the space of the features come to lie near each other on the map.
 */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { NeighbourTree } from './neighbours.ts';
import { fitPca, transformPca } from './pca.ts';
import { conditionalProbabilities, jointProbabilities } from './tsne-affinities.ts';
import { TsneDescent } from './tsne-descent.ts';

export interface TsneParams {
  /** Effective number of neighbours of a point; at most (n - 1) / 3 is used. Default 30. */
  perplexity?: number;
  /** Factor on all attraction at the beginning, which lets groups form. Default 12. */
  earlyExaggeration?: number;
  /** Iterations with that factor. Default 250. */
  exaggerationIterations?: number;
  /** All iterations. Default 750. */
  nIterations?: number;
  /**
   * Step length on the gradient without its factor 4. Default max(n / exaggeration, 50) with the exaggeration of the
   * moment (Belkina et al. 2019): n / 12 at first.
   */
  learningRate?: number;
}

export interface TsneFit {
  /** x, y of each row, centred. */
  embedding: Float32Array;
  /** Kullback-Leibler divergence of the map from the data, in nats: lower is better. */
  klDivergence: number;
  nIterations: number;
}

/** Standard deviation of the first coordinate at the start. */
const initialDeviation = 1e-4;
/** Share of the progress that finding the neighbours takes; the descent takes the rest. */
const neighboursShare = 0.1;

/**
 * Embeds the rows of X. Starts from the first two principal components; momentum is 0.5 while exaggerated, then 0.8.
 * Deterministic for a seed.
 * @throws AppError `invalid_input` (`not_finite`) where a value is not finite, `cancelled`.
 */
export function fitTsne(X: Matrix, params: TsneParams, ctx: Context): TsneFit {
  const n = X.nSamples;
  const {
    earlyExaggeration = 12,
    exaggerationIterations = 250,
    nIterations = 750,
    perplexity: wantedPerplexity = 30,
  } = params;
  if (n === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  if (n === 1) return { embedding: new Float32Array(2), klDivergence: 0, nIterations: 0 };

  const perplexity = Math.max(1, Math.min(wantedPerplexity, (n - 1) / 3));
  const tree = new NeighbourTree(X, ctx);
  const searching: Context = {
    random: ctx.random,
    checkCancelled: () => ctx.checkCancelled(),
    report: (share) => ctx.report(share * neighboursShare),
  };
  const neighbours = tree.neighboursInOrder(Math.min(n - 1, Math.floor(3 * perplexity)), searching);
  const conditional = conditionalProbabilities(neighbours, perplexity, ctx);
  const affinities = jointProbabilities(neighbours, conditional, ctx);
  // From here to the end rows are in the order of the tree, where neighbours are close in memory.
  const initial = initialPositions(X, tree.order, ctx);
  ctx.checkCancelled();
  const descent = new TsneDescent(affinities, initial);
  for (let iteration = 0; iteration < nIterations; iteration++) {
    const early = iteration < exaggerationIterations;
    const exaggeration = early ? earlyExaggeration : 1;
    const learningRate = params.learningRate ?? Math.max(n / exaggeration, 50);
    descent.step({ exaggeration, momentum: early ? 0.5 : 0.8, learningRate }, searching.checkCancelled);
    ctx.report(neighboursShare + ((1 - neighboursShare) * (iteration + 1)) / nIterations);
  }
  const klDivergence = descent.klDivergence(searching.checkCancelled);
  return { embedding: toRows(descent.embedding, tree.order), klDivergence, nIterations };
}

/** The first two principal components, scaled; a little noise keeps identical rows apart. */
function initialPositions(X: Matrix, order: Int32Array, ctx: Context): Float32Array {
  const n = X.nSamples;
  const model = fitPca(X, { nComponents: 2 }, ctx);
  const { data, nFeatures: width } = transformPca(model, X);
  ctx.checkCancelled();
  const deviation = Math.sqrt(Math.max(0, model.explainedVariance[0] ?? 0));
  const scale = deviation > 0 ? initialDeviation / deviation : 0;
  const random = ctx.random.fork('tsne');
  const noise = initialDeviation * (scale > 0 ? 1e-2 : 1);
  const positions = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const row = order[i]!;
    for (let c = 0; c < 2; c++) {
      const component = c < width ? data[row * width + c]! * scale : 0;
      positions[2 * i + c] = component + noise * random.normal();
    }
  }
  return positions;
}

/** Back to the order of the rows, with the mean at the origin. */
function toRows(positions: Float32Array, order: Int32Array): Float32Array {
  const n = order.length;
  const mean = [0, 0];
  for (let i = 0; i < positions.length; i++) mean[i % 2]! += positions[i]! / n;
  const embedding = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    embedding[2 * order[i]!] = positions[2 * i]! - mean[0]!;
    embedding[2 * order[i]! + 1] = positions[2 * i + 1]! - mean[1]!;
  }
  return embedding;
}
