/**
 * One iteration of t-SNE in two dimensions (van der Maaten & Hinton 2008), in pieces. The gradient, without the factor
 * 4 that goes into the learning rate, is
 *   sum_j p_ij q_ij (y_i - y_j)  -  sum_j q_ij^2 (y_i - y_j) / Z,   q_ij = 1 / (1 + |y_i - y_j|^2),  Z = sum q_ij.
 * The caller lays out the memory; positions y are x, y of each point, as f32.
 */
import { convolve, gridIm, gridRe, gridStride } from './_tsne-convolution';

export { planBytes, selfPotential, transformKernel } from './_tsne-convolution';
export { allPairs, countNearPairs, nearField, sortByCell } from './_tsne-repulsion';

/** Smallest x and y, largest x and y, as four f32 at `to`. */
export function bounds(y: usize, n: i32, to: usize): void {
  let low = v128.load64_splat(y);
  let high = low;
  for (let i: usize = 1; i < <usize>n; i++) {
    const point = v128.load64_splat(y + (i << 3));
    low = f32x4.pmin(low, point);
    high = f32x4.pmax(high, point);
  }
  v128.store(to, v128.shuffle<f32>(low, high, 0, 1, 4, 5));
}

/**
 * The attractive sums of points from .. to - 1 into `force` (x, y of each). Row i of the sparse p lies between its
 * `rowStarts`, a multiple of 4 entries (filled up with p = 0); `columns` are indices of points.
 */
export function attract(
  y: usize,
  rowStarts: usize,
  columns: usize,
  p: usize,
  force: usize,
  from: i32,
  to: i32,
): void {
  const one = f32x4.splat(1);
  let entry = <usize>load<i32>(rowStarts + (<usize>from << 2));
  for (let i = <usize>from; i < <usize>to; i++) {
    const end = <usize>load<i32>(rowStarts + (i << 2), 4);
    const x = v128.load32_splat(y + (i << 3));
    const z = v128.load32_splat(y + (i << 3), 4);
    let sumX = f32x4.splat(0);
    let sumY = f32x4.splat(0);
    for (; entry < end; entry += 4) {
      const at = columns + (entry << 2);
      const a = v128.load64_lane(
        y + (<usize>load<i32>(at, 4) << 3),
        v128.load64_zero(y + (<usize>load<i32>(at) << 3)),
        1,
      );
      const b = v128.load64_lane(
        y + (<usize>load<i32>(at, 12) << 3),
        v128.load64_zero(y + (<usize>load<i32>(at, 8) << 3)),
        1,
      );
      const dx = f32x4.sub(x, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
      const dy = f32x4.sub(z, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
      const s = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      const weight = f32x4.div(v128.load(p + (entry << 2)), f32x4.add(one, s));
      sumX = f32x4.add(sumX, f32x4.mul(weight, dx));
      sumY = f32x4.add(sumY, f32x4.mul(weight, dy));
    }
    const pairs = f32x4.add(v128.shuffle<f32>(sumX, sumY, 0, 4, 1, 5), v128.shuffle<f32>(sumX, sumY, 2, 6, 3, 7));
    const both = f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 2, 3));
    v128.store64_lane(force + (i << 3), both, 0);
  }
}

/** The four weights of a cubic B-spline for a point that lies u (0 to 1) past the second of four nodes. */
// @ts-ignore: decorator
@inline
function splineWeights(u: f32): v128 {
  const U = f32x4.splat(u);
  let weights = f32x4(-0.16666667, 0.5, -0.5, 0.16666667);
  weights = f32x4.add(f32x4.mul(weights, U), f32x4(0.5, -1, 0.5, 0));
  weights = f32x4.add(f32x4.mul(weights, U), f32x4(-0.5, 0, 0.5, 0));
  return f32x4.add(f32x4.mul(weights, U), f32x4(0.16666667, 0.6666667, 0.16666667, 0));
}

/**
 * Adds the far field of n points to the forces and returns the sum of the smooth kernel over all pairs, each point with
 * itself included. Node (1, 1) of the grid lies at (left, bottom); `plan` was filled by `transformKernel`.
 */
export function farField(
  xs: usize,
  ys: usize,
  forceX: usize,
  forceY: usize,
  n: i32,
  plan: usize,
  N: i32,
  left: f32,
  bottom: f32,
  inverseSpacing: f32,
): f64 {
  const re = gridRe(plan);
  const im = gridIm(plan, N);
  const stride = gridStride(N);
  memory.fill(re, 0, <usize>(N >> 1) * stride);
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const gx = (load<f32>(xs + i) - left) * inverseSpacing;
    const gy = (load<f32>(ys + i) - bottom) * inverseSpacing;
    const column = <i32>gx;
    const row = <i32>gy;
    const across = splineWeights(gx - <f32>column);
    const up = splineWeights(gy - <f32>row);
    const at = re + <usize>row * stride + (<usize>column << 2);
    addRow(at, across, v128.shuffle<f32>(up, up, 0, 0, 0, 0));
    addRow(at + stride, across, v128.shuffle<f32>(up, up, 1, 1, 1, 1));
    addRow(at + 2 * stride, across, v128.shuffle<f32>(up, up, 2, 2, 2, 2));
    addRow(at + 3 * stride, across, v128.shuffle<f32>(up, up, 3, 3, 3, 3));
  }
  const sum = convolve(plan, N);
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const gx = (load<f32>(xs + i) - left) * inverseSpacing;
    const gy = (load<f32>(ys + i) - bottom) * inverseSpacing;
    const column = <i32>gx;
    const row = <i32>gy;
    const across = splineWeights(gx - <f32>column);
    const up = splineWeights(gy - <f32>row);
    const offset = <usize>row * stride + (<usize>column << 2);
    addValue(forceX + i, re + offset, stride, across, up);
    addValue(forceY + i, im + offset, stride, across, up);
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function addRow(at: usize, across: v128, up: v128): void {
  v128.store(at, f32x4.add(v128.load(at), f32x4.mul(across, up)));
}

// @ts-ignore: decorator
@inline
function addValue(to: usize, at: usize, stride: usize, across: v128, up: v128): void {
  let rows = f32x4.mul(v128.load(at), v128.shuffle<f32>(up, up, 0, 0, 0, 0));
  rows = f32x4.add(rows, f32x4.mul(v128.load(at + stride), v128.shuffle<f32>(up, up, 1, 1, 1, 1)));
  rows = f32x4.add(rows, f32x4.mul(v128.load(at + 2 * stride), v128.shuffle<f32>(up, up, 2, 2, 2, 2)));
  rows = f32x4.add(rows, f32x4.mul(v128.load(at + 3 * stride), v128.shuffle<f32>(up, up, 3, 3, 3, 3)));
  rows = f32x4.mul(rows, across);
  const value =
    f32x4.extract_lane(rows, 0) +
    f32x4.extract_lane(rows, 1) +
    (f32x4.extract_lane(rows, 2) + f32x4.extract_lane(rows, 3));
  store<f32>(to, load<f32>(to) + value);
}

/** `force` (x, y of each point) = exaggeration * force - repulsion / Z, the repulsion being in the order of the cells. */
export function combine(
  force: usize,
  order: usize,
  forceX: usize,
  forceY: usize,
  n: i32,
  exaggeration: f32,
  inverseZ: f32,
): void {
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = force + (<usize>load<i32>(order + (k << 2)) << 3);
    store<f32>(at, exaggeration * load<f32>(at) - inverseZ * load<f32>(forceX + (k << 2)));
    store<f32>(at, exaggeration * load<f32>(at, 4) - inverseZ * load<f32>(forceY + (k << 2)), 4);
  }
}

/**
 * Gradient descent with momentum and a gain per coordinate (Jacobs 1988): the gain grows by 0.2 while the step and the
 * gradient agree to go on, and shrinks to 0.8 of itself (0.01 at least) otherwise. `count` = 2n, filled up to a multiple
 * of 4 with zeros.
 */
export function descend(
  y: usize,
  velocity: usize,
  gains: usize,
  gradient: usize,
  count: i32,
  momentum: f32,
  learningRate: f32,
): void {
  const keep = f32x4.splat(momentum);
  const rate = f32x4.splat(learningRate);
  const more = f32x4.splat(0.2);
  const less = f32x4.splat(0.8);
  const least = f32x4.splat(0.01);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const g = v128.load(gradient + i);
    const v = v128.load(velocity + i);
    const gain = v128.load(gains + i);
    const onward = f32x4.lt(f32x4.mul(g, v), zero);
    const changed = v128.bitselect(f32x4.add(gain, more), f32x4.max(f32x4.mul(gain, less), least), onward);
    v128.store(gains + i, changed);
    const step = f32x4.sub(f32x4.mul(keep, v), f32x4.mul(rate, f32x4.mul(changed, g)));
    v128.store(velocity + i, step);
    v128.store(y + i, f32x4.add(v128.load(y + i), step));
  }
}
