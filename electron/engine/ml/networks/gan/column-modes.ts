/**
 * The modes of one column: values that many customers share are modes of their own, the rest is a Gaussian mixture (as
 * in the mode-specific normalisation of CTGAN: Xu, Skoularidou, Cuesta-Infante & Veeramachaneni 2019).
 */
import { fitGaussianMixture } from '../../clustering/gaussian-mixture.ts';
import type { Context } from '../../types.ts';

export interface Mode {
  /** Value per column of the block; the centre, where the mode has a spread. */
  values: number[];
  /** Standard deviation; 0 for a value that is shared as it is. */
  spread: number;
  /** Between which values rows of the mode were seen. */
  low: number;
  high: number;
}

/** Columns of no more values than this are levels alone. */
const mostLevels = 12;
/** Share of the rows, and rows, from which on a value is a mode of its own. */
const sharedShare = 0.05;
const sharedRows = 3;
/** Evenly spaced quantiles that stand for what is not shared: the mixture needs no more. */
const sketchSize = 128;
const mostComponents = 4;

/** Modes of the values of a column: shared ones in ascending order, then those with a spread. */
export function columnModes(values: Float64Array, ctx: Context): Mode[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = [...counts.keys()].sort((a, b) => a - b);
  if (distinct.length <= mostLevels) return distinct.map(level);
  const shared = distinct.filter((value) => counts.get(value)! >= Math.max(sharedRows, sharedShare * values.length));
  const isShared = new Set(shared);
  if (shared.length === distinct.length) return shared.map(level);
  const rest = values.filter((value) => !isShared.has(value)).sort();
  return [...shared.map(level), ...spreadModes(rest, ctx)];
}

const level = (value: number): Mode => ({ values: [value], spread: 0, low: value, high: value });

/** The mixture of fewest components whose successor fits no better (BIC). */
function spreadModes(sorted: Float64Array, ctx: Context): Mode[] {
  const size = Math.min(sketchSize, sorted.length);
  const sketch = Float64Array.from({ length: size }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / size)]!);
  const range = sorted.at(-1)! - sorted[0]!;
  const regularisation = (0.005 * range) ** 2;
  let best: { bic: number; modes: Mode[] } | null = null;
  for (let nClusters = 1; nClusters <= mostComponents && 5 * nClusters <= size; nClusters++) {
    const initialLabels = Int32Array.from(sketch, (_, i) => Math.floor((i * nClusters) / size));
    const { model, bic } = fitGaussianMixture(
      { data: sketch, nSamples: size, nFeatures: 1 },
      { nClusters, covariance: 'diagonal', regularisation, maxIterations: 30, initialLabels },
      { ...ctx, report: () => {} },
    );
    if (best && bic >= best.bic) break;
    const modes = Array.from(model.means, (mean, k) => ({
      ...{ values: [mean], spread: Math.sqrt(model.covariances[k]!) },
      ...{ low: sorted[0]!, high: sorted.at(-1)! },
    }));
    best = { bic, modes };
  }
  if (best) return best.modes;
  const middle = sketch.reduce((sum, value) => sum + value, 0) / size;
  return [{ values: [middle], spread: Math.max(range / 4, Number.EPSILON), low: sorted[0]!, high: sorted.at(-1)! }];
}
