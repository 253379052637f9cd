/**
 * Sums over pairs of points for the t-SNE repulsion, in f32x4 with each pair taken once: all pairs, or only those
 * closer than the cutoff of the grid. Coordinates and forces lie in separate arrays, in the order of the cells.
 */

// @ts-ignore: decorator
@inline
function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Lanes 0, 1, 2, 3. */
// @ts-ignore: decorator
@inline
function lanes(): v128 {
  return i32x4(0, 1, 2, 3);
}

/**
 * Points in a grid of square cells: writes the first position of each cell (and the end of the last) into `starts`
 * (nCells^2 + 1 words), the points sorted by cell (then by index) into `order`, and their coordinates. `y` holds x, y
 * of each point. `cellOf` is scratch of n words.
 */
export function sortByCell(
  y: usize,
  n: i32,
  left: f32,
  bottom: f32,
  inverseSize: f32,
  nCells: i32,
  cellOf: usize,
  starts: usize,
  order: usize,
  xs: usize,
  ys: usize,
): void {
  const last = nCells - 1;
  memory.fill(starts, 0, <usize>(nCells * nCells + 1) << 2);
  for (let i: usize = 0; i < <usize>n; i++) {
    const column = min(last, <i32>((load<f32>(y + (i << 3)) - left) * inverseSize));
    const row = min(last, <i32>((load<f32>(y + (i << 3), 4) - bottom) * inverseSize));
    const cell = row * nCells + column;
    store<i32>(cellOf + (i << 2), cell);
    const at = starts + (<usize>cell << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let total = 0;
  for (let cell = 0; cell <= nCells * nCells; cell++) {
    const at = starts + (<usize>cell << 2);
    const count = load<i32>(at);
    store<i32>(at, total);
    total += count;
  }
  for (let i: usize = 0; i < <usize>n; i++) {
    const at = starts + (<usize>load<i32>(cellOf + (i << 2)) << 2);
    const position = <usize>load<i32>(at);
    store<i32>(at, <i32>position + 1);
    store<i32>(order + (position << 2), <i32>i);
    store<f32>(xs + (position << 2), load<f32>(y + (i << 3)));
    store<f32>(ys + (position << 2), load<f32>(y + (i << 3), 4));
  }
  // Filling moved each start to the next one's place.
  for (let cell = nCells * nCells; cell > 0; cell--) {
    const at = starts + (<usize>cell << 2);
    store<i32>(at, load<i32>(at - 4));
  }
  store<i32>(starts, 0);
}

/** How many pairs `nearField` would look at after `sortByCell`; as a float, as it may be large. */
export function countNearPairs(starts: usize, nCells: i32): f64 {
  let pairs: f64 = 0;
  for (let row = 0; row < nCells; row++) {
    for (let column = 0; column < nCells; column++) {
      const from = first(starts, row * nCells + column);
      const to = first(starts, row * nCells + column + 1);
      const ahead = first(starts, row * nCells + min(column + 2, nCells)) - to;
      let above = 0;
      if (row + 1 < nCells) {
        above =
          first(starts, (row + 1) * nCells + min(column + 2, nCells)) -
          first(starts, (row + 1) * nCells + max(column - 1, 0));
      }
      const count = <f64>(to - from);
      pairs += count * (0.5 * count + <f64>(ahead + above));
    }
  }
  return pairs;
}

// @ts-ignore: decorator
@inline
function first(starts: usize, cell: i32): i32 {
  return load<i32>(starts + (<usize>cell << 2));
}

/**
 * Adds to the forces what the smooth kernel misses within the cutoff (see `_tsne-convolution.ts`), and returns the sum
 * of K t^4 over all pairs, each counted in both directions. The side of a cell is at least R; `cutoff` is R^2.
 */
export function nearField(
  xs: usize,
  ys: usize,
  forceX: usize,
  forceY: usize,
  starts: usize,
  nCells: i32,
  cutoff: f32,
): f64 {
  let sum: f64 = 0;
  for (let row = 0; row < nCells; row++) {
    for (let column = 0; column < nCells; column++) {
      const cell = row * nCells + column;
      const from = first(starts, cell);
      const to = first(starts, cell + 1);
      if (from == to) continue;
      const end = first(starts, row * nCells + min(column + 2, nCells));
      let aboveFrom = 0;
      let aboveEnd = 0;
      if (row + 1 < nCells) {
        aboveFrom = first(starts, (row + 1) * nCells + max(column - 1, 0));
        aboveEnd = first(starts, (row + 1) * nCells + min(column + 2, nCells));
      }
      for (let i = from; i < to; i++) {
        sum += nearRun(xs, ys, forceX, forceY, i, i + 1, end, cutoff);
        if (aboveFrom < aboveEnd) sum += nearRun(xs, ys, forceX, forceY, i, aboveFrom, aboveEnd, cutoff);
      }
    }
  }
  return 2 * sum;
}

/** Point i against the points from .. to - 1. */
function nearRun(
  xs: usize,
  ys: usize,
  forceX: usize,
  forceY: usize,
  i: i32,
  from: i32,
  to: i32,
  cutoff: f32,
): f64 {
  const x = v128.load32_splat(xs + (<usize>i << 2));
  const y = v128.load32_splat(ys + (<usize>i << 2));
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const R2 = f32x4.splat(cutoff);
  const inverse = f32x4.splat(1 / (1 + cutoff));
  const slope = f32x4.splat(4 / (1 + cutoff));
  let sum = zero;
  let sumX = zero;
  let sumY = zero;
  for (let j = from; j < to; j += 4) {
    const at = <usize>j << 2;
    const dx = f32x4.sub(x, v128.load(xs + at));
    const dy = f32x4.sub(y, v128.load(ys + at));
    const s = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
    let t = f32x4.max(f32x4.mul(f32x4.sub(R2, s), inverse), zero);
    if (j + 4 > to) t = v128.and(t, i32x4.lt_s(lanes(), i32x4.splat(to - j)));
    const K = f32x4.div(one, f32x4.add(one, s));
    const square = f32x4.mul(t, t);
    const cube = f32x4.mul(square, t);
    const share = f32x4.mul(K, f32x4.mul(square, square));
    sum = f32x4.add(sum, share);
    const force = f32x4.mul(K, f32x4.add(share, f32x4.mul(slope, cube)));
    const fx = f32x4.mul(force, dx);
    const fy = f32x4.mul(force, dy);
    sumX = f32x4.add(sumX, fx);
    sumY = f32x4.add(sumY, fy);
    v128.store(forceX + at, f32x4.sub(v128.load(forceX + at), fx));
    v128.store(forceY + at, f32x4.sub(v128.load(forceY + at), fy));
  }
  const own = <usize>i << 2;
  store<f32>(forceX + own, load<f32>(forceX + own) + sumOfLanes(sumX));
  store<f32>(forceY + own, load<f32>(forceY + own) + sumOfLanes(sumY));
  return <f64>sumOfLanes(sum);
}

/**
 * Adds the full repulsion of every pair of points to the forces, and returns the sum of K over all pairs, each counted
 * in both directions.
 */
export function allPairs(xs: usize, ys: usize, forceX: usize, forceY: usize, n: i32): f64 {
  const one = f32x4.splat(1);
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const own = <usize>i << 2;
    const x = v128.load32_splat(xs + own);
    const y = v128.load32_splat(ys + own);
    let sum = f32x4.splat(0);
    let sumX = f32x4.splat(0);
    let sumY = f32x4.splat(0);
    for (let j = i + 1; j < n; j += 4) {
      const at = <usize>j << 2;
      const dx = f32x4.sub(x, v128.load(xs + at));
      const dy = f32x4.sub(y, v128.load(ys + at));
      let K = f32x4.div(one, f32x4.add(one, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy))));
      if (j + 4 > n) K = v128.and(K, i32x4.lt_s(lanes(), i32x4.splat(n - j)));
      sum = f32x4.add(sum, K);
      K = f32x4.mul(K, K);
      const fx = f32x4.mul(K, dx);
      const fy = f32x4.mul(K, dy);
      sumX = f32x4.add(sumX, fx);
      sumY = f32x4.add(sumY, fy);
      v128.store(forceX + at, f32x4.sub(v128.load(forceX + at), fx));
      v128.store(forceY + at, f32x4.sub(v128.load(forceY + at), fy));
    }
    store<f32>(forceX + own, load<f32>(forceX + own) + sumOfLanes(sumX));
    store<f32>(forceY + own, load<f32>(forceY + own) + sumOfLanes(sumY));
    total += <f64>sumOfLanes(sum);
  }
  return 2 * total;
}
