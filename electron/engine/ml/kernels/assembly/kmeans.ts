/**
 * The hot loops of K-Means over rows of float64. All addresses are byte offsets; rows are `nFeatures` numbers long
 * without padding. Panels of centres: see _distance-panel.ts.
 */
import { nearest, nearestSquared, secondSquared, panelStride } from './_distance-panel';

/** Labels of the rows and their squared distances to the nearest centre; returns the sum of the latter. */
export function assign(
  rows: usize,
  nRows: i32,
  nFeatures: i32,
  panels: usize,
  nCentres: i32,
  labels: usize,
  squared: usize,
): f64 {
  const rowBytes = <usize>nFeatures << 3;
  let total: f64 = 0;
  for (let i: usize = 0; i < <usize>nRows; i++) {
    store<i32>(labels + (i << 2), nearest(rows, nFeatures, panels, nCentres));
    store<f64>(squared + (i << 3), nearestSquared);
    total += nearestSquared;
    rows += rowBytes;
  }
  return total;
}

/**
 * One assignment step with bounds (after Hamerly 2010). `margins` holds a lower bound of how much further the second
 * nearest centre is than the own one; `losses[label]` is by how much the last move of the centres may have reduced it.
 * Only rows whose margin is used up are measured again. Moves a row between `sums` and `counts` when its label changes.
 * Returns the number of rows that changed. Label -1 means none yet.
 */
export function reassign(
  rows: usize,
  nRows: i32,
  nFeatures: i32,
  panels: usize,
  nCentres: i32,
  labels: usize,
  margins: usize,
  losses: usize,
  sums: usize,
  counts: usize,
): i32 {
  const rowBytes = <usize>nFeatures << 3;
  let changed = 0;
  for (let i: usize = 0; i < <usize>nRows; i++) {
    const before = load<i32>(labels + (i << 2));
    const marginAt = margins + (i << 3);
    if (before >= 0) {
      const margin = load<f64>(marginAt) - load<f64>(losses + (<usize>before << 3));
      if (margin > 0) {
        store<f64>(marginAt, margin);
        continue;
      }
    }
    const row = rows + i * rowBytes;
    const after = nearest(row, nFeatures, panels, nCentres);
    store<f64>(marginAt, sqrt(secondSquared) - sqrt(nearestSquared));
    if (after == before) continue;
    changed++;
    store<i32>(labels + (i << 2), after);
    const to = sums + <usize>after * rowBytes;
    store<i32>(counts + (<usize>after << 2), load<i32>(counts + (<usize>after << 2)) + 1);
    if (before < 0) {
      for (let j: usize = 0; j < rowBytes; j += 8) store<f64>(to + j, load<f64>(to + j) + load<f64>(row + j));
    } else {
      const from = sums + <usize>before * rowBytes;
      store<i32>(counts + (<usize>before << 2), load<i32>(counts + (<usize>before << 2)) - 1);
      for (let j: usize = 0; j < rowBytes; j += 8) {
        const x = load<f64>(row + j);
        store<f64>(from + j, load<f64>(from + j) - x);
        store<f64>(to + j, load<f64>(to + j) + x);
      }
    }
  }
  return changed;
}

/** Lowers `closest` (squared distance to the nearest seed) by one more seed; returns the sum over the rows. */
export function addSeed(rows: usize, nRows: i32, nFeatures: i32, seed: usize, closest: usize): f64 {
  const rowBytes = <usize>nFeatures << 3;
  const pairBytes = rowBytes & ~15;
  const end = closest + (<usize>nRows << 3);
  let total: f64 = 0;
  for (; closest < end; closest += 8) {
    let sums = f64x2.splat(0);
    for (let j: usize = 0; j < pairBytes; j += 16) {
      const difference = f64x2.sub(v128.load(rows + j), v128.load(seed + j));
      sums = f64x2.add(sums, f64x2.mul(difference, difference));
    }
    let squared = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if (pairBytes < rowBytes) {
      const difference = load<f64>(rows + pairBytes) - load<f64>(seed + pairBytes);
      squared += difference * difference;
    }
    const before = load<f64>(closest);
    if (squared < before) store<f64>(closest, squared);
    total += squared < before ? squared : before;
    rows += rowBytes;
  }
  return total;
}

/**
 * Adds to `potentials` (8 numbers) what the sum of squared distances to the nearest seed would be, were each of the up
 * to eight candidates of the panel a seed as well.
 */
export function tryCandidates(
  rows: usize,
  nRows: i32,
  nFeatures: i32,
  panel: usize,
  nCandidates: i32,
  closest: usize,
  potentials: usize,
): void {
  const half = nCandidates > 4 ? 32 : 0;
  for (let offset: usize = 0; offset <= <usize>half; offset += 32) {
    tryFour(rows, nRows, nFeatures, panel + offset, closest, potentials + offset);
  }
}

function tryFour(rows: usize, nRows: i32, nFeatures: i32, panel: usize, closest: usize, potentials: usize): void {
  const rowBytes = <usize>nFeatures << 3;
  const end = closest + (<usize>nRows << 3);
  let total0 = v128.load(potentials);
  let total1 = v128.load(potentials, 16);
  for (; closest < end; closest += 8) {
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let centre = panel;
    for (const rowEnd = rows + rowBytes; rows < rowEnd; rows += 8) {
      const x = v128.load64_splat(rows);
      const difference0 = f64x2.sub(x, v128.load(centre));
      const difference1 = f64x2.sub(x, v128.load(centre, 16));
      sum0 = f64x2.add(sum0, f64x2.mul(difference0, difference0));
      sum1 = f64x2.add(sum1, f64x2.mul(difference1, difference1));
      centre += panelStride;
    }
    const limit = v128.load64_splat(closest);
    total0 = f64x2.add(total0, f64x2.pmin(limit, sum0));
    total1 = f64x2.add(total1, f64x2.pmin(limit, sum1));
  }
  v128.store(potentials, total0);
  v128.store(potentials, total1, 16);
}
