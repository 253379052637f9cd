import type { KMeansWorkspace } from './kmeans-workspace.ts';

export interface LloydParams {
  nClusters: number;
  maxIterations: number;
  /** Largest sum of squared moves of the centres that counts as standing still, in the unit of X squared. */
  tolerance: number;
}

export interface LloydResult {
  centres: Float64Array;
  inertia: number;
  nIterations: number;
}

/**
 * Lloyd's algorithm (1982) from the given centres, with the triangle inequality sparing distances that cannot matter.
 * Ends when no label changes, the centres stand still, or after `maxIterations`. Leaves in `workspace.labels` the
 * nearest of the final centres for every row.
 */
export function lloyd(
  workspace: KMeansWorkspace,
  start: Float64Array,
  params: LloydParams,
  checkCancelled: () => void,
): LloydResult {
  const { nClusters, maxIterations, tolerance } = params;
  const { labels, sums, counts } = workspace;
  const centres = start.slice();
  labels.fill(-1);
  sums.fill(0);
  counts.fill(0);
  let nIterations = 0;
  while (nIterations < maxIterations) {
    nIterations++;
    workspace.setCentres(centres, nClusters);
    const changed = overRows(workspace, nClusters, checkCancelled, (from, to) =>
      workspace.reassign(from, to, nClusters),
    );
    const repaired = fillEmptyClusters(workspace, nClusters, checkCancelled);
    if (changed === 0 && !repaired) break;
    const shift = moveCentres(workspace, centres, nClusters);
    if (shift <= tolerance && !repaired) break;
  }
  workspace.setCentres(centres, nClusters);
  const inertia = overRows(workspace, nClusters, checkCancelled, (from, to) => workspace.assign(from, to, nClusters));
  return { centres, inertia, nIterations };
}

/** Adds up what `call` returns for one stretch of rows after the other. */
function overRows(
  workspace: KMeansWorkspace,
  nClusters: number,
  checkCancelled: () => void,
  call: (start: number, end: number) => number,
): number {
  const { nSamples } = workspace;
  const step = workspace.rowsPerCall(nClusters);
  let total = 0;
  for (let start = 0; start < nSamples; start += step) {
    checkCancelled();
    total += call(start, Math.min(start + step, nSamples));
  }
  return total;
}

/**
 * Moves every centre to the mean of its rows and notes by how much each cluster's margins shrink: by its own move plus
 * the largest of the others. Returns the sum of the squared moves.
 */
function moveCentres(workspace: KMeansWorkspace, centres: Float64Array, nClusters: number): number {
  const { nFeatures, sums, counts, losses } = workspace;
  let total = 0;
  let largest = 0;
  let second = 0;
  let furthest = -1;
  for (let c = 0; c < nClusters; c++) {
    let squared = 0;
    // An empty cluster that could not be filled keeps its centre.
    if (counts[c]! > 0) {
      for (let j = c * nFeatures; j < (c + 1) * nFeatures; j++) {
        const moved = sums[j]! / counts[c]!;
        squared += (moved - centres[j]!) ** 2;
        centres[j] = moved;
      }
    }
    total += squared;
    const move = Math.sqrt(squared);
    losses[c] = move;
    if (move > largest) {
      second = largest;
      largest = move;
      furthest = c;
    } else if (move > second) second = move;
  }
  for (let c = 0; c < nClusters; c++) losses[c]! += c === furthest ? second : largest;
  return total;
}

/**
 * Gives every cluster without a row the row that is furthest from its own centre (as scikit-learn does), unless all
 * rows lie on a centre. Returns whether anything was moved. Afterwards all rows are measured anew.
 */
function fillEmptyClusters(workspace: KMeansWorkspace, nClusters: number, checkCancelled: () => void): boolean {
  const { labels, perRow, rows, sums, counts, nFeatures, nSamples } = workspace;
  if (counts.subarray(0, nClusters).indexOf(0) < 0) return false;
  // The same centres once more, for the distances: the labels come out as they were.
  overRows(workspace, nClusters, checkCancelled, (from, to) => workspace.assign(from, to, nClusters));
  let repaired = false;
  for (let empty = 0; empty < nClusters; empty++) {
    if (counts[empty] !== 0) continue;
    let row = -1;
    for (let i = 0; i < nSamples; i++) {
      if (perRow[i]! > (row < 0 ? 0 : perRow[row]!) && counts[labels[i]!]! > 1) row = i;
    }
    if (row < 0) break;
    const from = labels[row]!;
    for (let j = 0; j < nFeatures; j++) {
      const x = rows[row * nFeatures + j]!;
      sums[from * nFeatures + j]! -= x;
      sums[empty * nFeatures + j] = x;
    }
    counts[from]!--;
    counts[empty] = 1;
    labels[row] = empty;
    perRow[row] = 0;
    repaired = true;
  }
  perRow.fill(0);
  return repaired;
}
