/**
 * Convolution of the charges on a grid with the smooth part of the t-SNE repulsion, by Fourier transforms of twice the
 * grid's side (so that nothing wraps around).
 *
 * Let K(d) = 1 / (1 + |d|^2). Wanted at each node: the sum over charges of d K(d)^2, both components as one complex
 * number; and, over all charges, the sum of K. Within the cutoff R the kernel is replaced by its Taylor polynomial in
 * |d|^2 around R^2: K (1 - t^4) with t = (R^2 - |d|^2) / (1 + R^2), which is three times differentiable at R and smooth
 * on the scale of the grid; what it misses, K t^4, is summed pair by pair (see `_tsne-near-field.ts`). R = 0: no cutoff.
 */
import { forward, inverse, reverseBits } from './_fft';

/*
 * Planes of a plan for transforms of length N, side M = N / 2. Columns are padded so that rows do not collide in the
 * cache. first: N rows of M; second: N rows of N / 2 + 4; third: N rows of N + 8; tables: N rows of N / 2 + 4.
 */
// @ts-ignore: decorator
@inline
function firstStride(N: i32): usize {
  return (<usize>(N >> 1) + 16) << 2;
}
// @ts-ignore: decorator
@inline
function thirdStride(N: i32): usize {
  return (<usize>N + 24) << 2;
}

/** Bytes of memory that a plan for transforms of length N takes. */
export function planBytes(N: i32): usize {
  const rows = <usize>N;
  return 7 * rows * firstStride(N) + 2 * rows * thirdStride(N) + (rows << 3) + (rows << 2);
}

// @ts-ignore: decorator
@inline
function firstRe(plan: usize): usize {
  return plan;
}
// @ts-ignore: decorator
@inline
function firstIm(plan: usize, N: i32): usize {
  return plan + <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function secondRe(plan: usize, N: i32): usize {
  return plan + 2 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function secondIm(plan: usize, N: i32): usize {
  return plan + 3 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function tableX(plan: usize, N: i32): usize {
  return plan + 4 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function tableY(plan: usize, N: i32): usize {
  return plan + 5 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function tablePotential(plan: usize, N: i32): usize {
  return plan + 6 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function thirdRe(plan: usize, N: i32): usize {
  return plan + 7 * <usize>N * firstStride(N);
}
// @ts-ignore: decorator
@inline
function thirdIm(plan: usize, N: i32): usize {
  return thirdRe(plan, N) + <usize>N * thirdStride(N);
}
// @ts-ignore: decorator
@inline
function twiddlesOf(plan: usize, N: i32): usize {
  return thirdRe(plan, N) + 2 * <usize>N * thirdStride(N);
}
// @ts-ignore: decorator
@inline
function reversedOf(plan: usize, N: i32): usize {
  return twiddlesOf(plan, N) + (<usize>N << 3);
}

/** Row of frequency k. */
// @ts-ignore: decorator
@inline
function reversed(table: usize, k: i32): i32 {
  return load<i32>(table + (<usize>k << 2));
}

/** The charges (and, after `convolve`, the x components): M rows, `gridStride` bytes apart. */
export function gridRe(plan: usize): usize {
  return firstRe(plan);
}
/** The y components after `convolve`. */
export function gridIm(plan: usize, N: i32): usize {
  return firstIm(plan, N);
}
export function gridStride(N: i32): usize {
  return firstStride(N);
}

/** The smooth kernel for squared distance s: its value; 1 without a cutoff. */
// @ts-ignore: decorator
@inline
function smoothPotential(s: f64, cutoff: f64): f64 {
  const K = 1 / (1 + s);
  if (s >= cutoff) return K;
  const t = (cutoff - s) / (1 + cutoff);
  return K * (1 - t * t * t * t);
}

/** Value of the smooth kernel at distance 0, which each charge adds to the sum of K by itself. `cutoff` is R^2. */
export function selfPotential(cutoff: f64): f64 {
  return smoothPotential(0, cutoff);
}

/** d of the smooth kernel / d(-s): what the difference of two positions is multiplied by. */
// @ts-ignore: decorator
@inline
function smoothForce(s: f64, cutoff: f64): f64 {
  const K = 1 / (1 + s);
  if (s >= cutoff) return K * K;
  const t = (cutoff - s) / (1 + cutoff);
  const cube = t * t * t;
  return K * (K * (1 - cube * t) - (4 * cube) / (1 + cutoff));
}

/** Fills the twiddles and the transformed kernels for nodes `spacing` apart. `cutoff` is R^2, 0 for none. */
export function transformKernel(plan: usize, N: i32, spacing: f64, cutoff: f64): void {
  const M = N >> 1;
  const bits = 31 - clz(N);
  const twiddles = twiddlesOf(plan, N);
  const order = reversedOf(plan, N);
  for (let k = 0; k < N; k++) {
    const angle = (2 * Math.PI * <f64>k) / <f64>N;
    store<f32>(twiddles + (<usize>k << 2), <f32>Math.cos(angle));
    store<f32>(twiddles + (<usize>(N + k) << 2), <f32>Math.sin(angle));
    store<i32>(order + (<usize>k << 2), reverseBits(k, bits));
  }
  // The potential is even and the force odd, so one transform of their sum gives both: real and imaginary part.
  const re = thirdRe(plan, N);
  const im = thirdIm(plan, N);
  const stride = thirdStride(N);
  for (let r = 0; r < N; r++) {
    const y = <f64>(r < M ? r : r - N) * spacing;
    for (let c = 0; c < N; c++) {
      const x = <f64>(c < M ? c : c - N) * spacing;
      const s = x * x + y * y;
      const force = c == M ? 0 : x * smoothForce(s, cutoff);
      const at = <usize>r * stride + (<usize>c << 2);
      store<f32>(re + at, <f32>(smoothPotential(s, cutoff) + force));
      store<f32>(im + at, 0);
    }
  }
  forward(re, im, stride, N, <usize>N << 2, twiddles, false);
  const bre = secondRe(plan, N);
  const bim = secondIm(plan, N);
  const narrow = firstStride(N);
  toColumns(re, im, stride, bre, bim, narrow, order, N, N);
  forward(bre, bim, narrow, N, (<usize>M + 4) << 2, twiddles, false);
  // Charges are spread, and results read, by cubic B-splines: both are undone here by the spline's own transform.
  const scale = 1 / (<f64>N * <f64>N);
  for (let k = 0; k <= M; k++) {
    const splineY = splineTransform(twiddles, k);
    for (let l = 0; l < N; l++) {
      const row = <usize>reversed(order, l);
      const spline = splineY * splineTransform(twiddles, l);
      const factor = scale / (spline * spline);
      const at = row * narrow + (<usize>k << 2);
      const mirrored = <usize>reversed(order, k) * narrow + (<usize>min(l, N - l) << 2);
      store<f32>(tablePotential(plan, N) + at, <f32>(<f64>load<f32>(bre + at) * factor));
      store<f32>(tableX(plan, N) + at, <f32>(<f64>load<f32>(bim + at) * factor));
      store<f32>(tableY(plan, N) + at, <f32>(<f64>load<f32>(bim + mirrored) * factor));
    }
  }
}

/** Transform of the cubic B-spline sampled at the nodes (4/6 in the middle, 1/6 beside it). */
function splineTransform(twiddles: usize, k: i32): f64 {
  return (2 + <f64>load<f32>(twiddles + (<usize>k << 2))) / 3;
}

/** Transposes frequencies 0 .. N / 2 (rows in bit-reversed order) into columns, for `nColumns` columns. */
function toColumns(
  re: usize,
  im: usize,
  stride: usize,
  toRe: usize,
  toIm: usize,
  toStride: usize,
  order: usize,
  N: i32,
  nColumns: i32,
): void {
  for (let k = 0; k <= N >> 1; k += 4) {
    const r0 = <usize>reversed(order, k) * stride;
    const r1 = <usize>reversed(order, k + 1) * stride;
    const r2 = <usize>reversed(order, k + 2) * stride;
    const r3 = <usize>reversed(order, k + 3) * stride;
    for (let c: usize = 0; c < <usize>nColumns; c += 4) {
      const from = c << 2;
      const to = c * toStride + (<usize>k << 2);
      transposeBlock(re + from, r0, r1, r2, r3, toRe + to, toStride);
      transposeBlock(im + from, r0, r1, r2, r3, toIm + to, toStride);
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeBlock(from: usize, r0: usize, r1: usize, r2: usize, r3: usize, to: usize, toStride: usize): void {
  const a = v128.load(from + r0);
  const b = v128.load(from + r1);
  const c = v128.load(from + r2);
  const d = v128.load(from + r3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * toStride, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/** Transposes `count` columns from `from` into the rows of frequencies k, k + 1 .. (`sign` 1) or N - k .. (-1). */
// @ts-ignore: decorator
@inline
function toRows(
  from: usize,
  stride: usize,
  to: usize,
  toStride: usize,
  order: usize,
  k: i32,
  N: i32,
  negative: bool,
): void {
  const M = N >> 1;
  const k0 = negative ? (N - k) & (N - 1) : k;
  const k1 = negative ? N - k - 1 : k + 1;
  const k2 = negative ? N - k - 2 : k + 2;
  const k3 = negative ? N - k - 3 : k + 3;
  const t0 = to + <usize>reversed(order, k0) * toStride;
  const t1 = to + <usize>reversed(order, k1) * toStride;
  const t2 = to + <usize>reversed(order, k2) * toStride;
  const t3 = to + <usize>reversed(order, k3) * toStride;
  for (let c: usize = 0; c < <usize>M; c += 4) {
    const row = from + c * stride;
    const a = v128.load(row);
    const b = v128.load(row + stride);
    const d = v128.load(row + 2 * stride);
    const e = v128.load(row + 3 * stride);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const de = v128.shuffle<f32>(d, e, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const deHigh = v128.shuffle<f32>(d, e, 2, 6, 3, 7);
    const at = c << 2;
    // Frequency 0 has no negative twin, and of the last block only frequency N / 2 is real.
    if (!negative || k > 0) v128.store(t0 + at, v128.shuffle<f32>(ab, de, 0, 1, 4, 5));
    if (k == M) continue;
    v128.store(t1 + at, v128.shuffle<f32>(ab, de, 2, 3, 6, 7));
    v128.store(t2 + at, v128.shuffle<f32>(abHigh, deHigh, 0, 1, 4, 5));
    v128.store(t3 + at, v128.shuffle<f32>(abHigh, deHigh, 2, 3, 6, 7));
  }
}

/**
 * Turns the charges on the grid into forces, in place, and returns the sum of the smooth kernel over all pairs of
 * charges, each with itself included.
 */
export function convolve(plan: usize, N: i32): f64 {
  const M = N >> 1;
  const twiddles = twiddlesOf(plan, N);
  const order = reversedOf(plan, N);
  const are = firstRe(plan);
  const aim = firstIm(plan, N);
  const bre = secondRe(plan, N);
  const bim = secondIm(plan, N);
  const cre = thirdRe(plan, N);
  const cim = thirdIm(plan, N);
  const narrow = firstStride(N);
  const wide = thirdStride(N);
  const halfBytes = (<usize>M + 4) << 2;
  memory.fill(aim, 0, <usize>M * narrow);
  forward(are, aim, narrow, N, <usize>M << 2, twiddles, true);
  toColumns(are, aim, narrow, bre, bim, narrow, order, N, M);
  forward(bre, bim, narrow, N, halfBytes, twiddles, true);
  const sum = multiply(plan, N, order);
  inverse(cre, cim, wide, N, 2 * halfBytes, twiddles, true);
  for (let k = 0; k <= M; k += 4) {
    const at = <usize>k << 2;
    toRows(cre + at, wide, are, narrow, order, k, N, false);
    toRows(cim + at, wide, aim, narrow, order, k, N, false);
    if (k == M) break;
    toRows(cre + halfBytes + at, wide, are, narrow, order, k, N, true);
    toRows(cim + halfBytes + at, wide, aim, narrow, order, k, N, true);
  }
  inverse(are, aim, narrow, N, <usize>M << 2, twiddles, true);
  return sum;
}

/**
 * Second plane times the transformed force into the third. The charges are real, so their spectrum at (-l, -k) is the
 * conjugate of that at (l, k), and only k = 0 .. N / 2 was computed; the complex force needs the negative k as well:
 * they go into columns of their own behind the others. The sum of the potential follows from Parseval's theorem.
 */
function multiply(plan: usize, N: i32, order: usize): f64 {
  const M = N >> 1;
  const narrow = firstStride(N);
  const wide = thirdStride(N);
  const bre = secondRe(plan, N);
  const bim = secondIm(plan, N);
  const halfBytes = (<usize>M + 4) << 2;
  let sum: f64 = 0;
  for (let l = 0; l < N; l++) {
    const row = <usize>reversed(order, l);
    const opposite = <usize>reversed(order, (N - l) & (N - 1)) * narrow;
    const at = row * narrow;
    const to = row * wide;
    let energy = f32x4.splat(0);
    let edge: f64 = 0;
    for (let x: usize = 0; x < halfBytes; x += 16) {
      const p = v128.load(bre + at + x);
      const q = v128.load(bim + at + x);
      const a = v128.load(tableX(plan, N) + at + x);
      const b = v128.load(tableY(plan, N) + at + x);
      const v = v128.load(tablePotential(plan, N) + at + x);
      const share = f32x4.mul(f32x4.add(f32x4.mul(p, p), f32x4.mul(q, q)), v);
      // Frequencies 0 and N / 2 have no twin; all between count twice.
      if (x == 0) edge -= <f64>f32x4.extract_lane(share, 0);
      if (x + 16 == halfBytes) edge += <f64>f32x4.extract_lane(share, 0);
      if (x + 16 < halfBytes) energy = f32x4.add(energy, share);
      v128.store(thirdRe(plan, N) + to + x, f32x4.neg(f32x4.add(f32x4.mul(p, b), f32x4.mul(q, a))));
      v128.store(thirdIm(plan, N) + to + x, f32x4.sub(f32x4.mul(p, a), f32x4.mul(q, b)));
      const r = v128.load(bre + opposite + x);
      const s = v128.load(bim + opposite + x);
      v128.store(thirdRe(plan, N) + to + halfBytes + x, f32x4.add(f32x4.mul(r, b), f32x4.mul(s, a)));
      v128.store(thirdIm(plan, N) + to + halfBytes + x, f32x4.sub(f32x4.mul(r, a), f32x4.mul(s, b)));
    }
    sum += edge + 2 * sumOfLanes(energy);
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function sumOfLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    <f64>f32x4.extract_lane(v, 2) +
    <f64>f32x4.extract_lane(v, 3)
  );
}
