import type { Random } from '../random.ts';
import { panelWidth, type KMeansWorkspace } from './kmeans-workspace.ts';

/** Rows whose weights are summed together, so that drawing a row need not walk over all of them. */
const blockRows = 1024;
/** Trials per seed at least; four take as long as three, as the kernel compares them side by side. */
const fewestTrials = 4;

/**
 * Greedy k-means++ (Arthur & Vassilvitskii 2007, with local trials as in scikit-learn): each further seed is drawn with
 * a probability proportional to its squared distance to the nearest seed so far, several times, and the draw that
 * lowers the sum of these distances most is kept. Trials: 2 + ln k, but at least 4 and at most 8. They depend on a
 * seed's place alone, so the first seeds of a long list are exactly those of a shorter one.
 * @returns rows of the seeds. O(nSamples * nSeeds * nFeatures).
 */
export function seedRows(
  workspace: KMeansWorkspace,
  nSeeds: number,
  random: Random,
  checkCancelled: () => void,
): Int32Array {
  const { nSamples, nFeatures, perRow, potentials, rows } = workspace;
  const blocks = new Float64Array(Math.ceil(nSamples / blockRows));
  const seeds = new Int32Array(nSeeds);
  const candidates = new Float64Array(panelWidth * nFeatures);
  const rowsPerCall = workspace.rowsPerCall(panelWidth);
  perRow.fill(Infinity);
  seeds[0] = random.integer(nSamples);
  for (let s = 1; s < nSeeds; s++) {
    checkCancelled();
    let total = 0;
    for (let block = 0; block < blocks.length; block++) {
      const start = block * blockRows;
      blocks[block] = workspace.addSeed(start, Math.min(start + blockRows, nSamples), seeds[s - 1]!);
      total += blocks[block]!;
    }
    const trials = Math.min(panelWidth, Math.max(fewestTrials, 2 + Math.floor(Math.log(s + 1))));
    const drawn = Array.from({ length: trials }, () =>
      // Where every row is a seed already there is nothing to weigh by.
      total > 0 ? drawRow(perRow, blocks, random.uniform() * total) : random.integer(nSamples),
    );
    for (const [t, row] of drawn.entries()) {
      candidates.set(rows.subarray(row * nFeatures, (row + 1) * nFeatures), t * nFeatures);
    }
    workspace.setCentres(candidates, trials);
    potentials.fill(0);
    for (let start = 0; start < nSamples; start += rowsPerCall) {
      checkCancelled();
      workspace.tryCandidates(start, Math.min(start + rowsPerCall, nSamples), trials);
    }
    let best = 0;
    for (let t = 1; t < trials; t++) if (potentials[t]! < potentials[best]!) best = t;
    seeds[s] = drawn[best]!;
  }
  return seeds;
}

/** The row at which the running sum of weights passes `target`; never a row of weight zero. */
function drawRow(weights: Float64Array, blocks: Float64Array, target: number): number {
  let block = 0;
  while (block < blocks.length - 1 && target >= blocks[block]!) target -= blocks[block++]!;
  const end = Math.min(weights.length, (block + 1) * blockRows);
  let last = -1;
  for (let i = block * blockRows; i < end; i++) {
    if (weights[i] === 0) continue;
    if (target < weights[i]!) return i;
    target -= weights[i]!;
    last = i;
  }
  // Rounding may leave the target beyond the last weight of the block, or in a block of zeros.
  return last >= 0 ? last : weights.findIndex((weight) => weight > 0);
}
