/**
 * The matrix products of a dense layer, on 4 x 8 register tiles of f32x4. Every width is padded to a multiple of 4 with
 * zeros, rows to a multiple of 4. Each result is summed in one fixed order (over k, or over rows), whatever the tile or
 * the number of rows, so a row's bits do not depend on its neighbours.
 */

import { fewestBytesToPack, noStart, packPanel, panelRows } from './_dense-panel';

/** How a tile is finished before it is stored. */
export const keepSum: i32 = 0;
export const applyRelu: i32 = 1;
export const maskByRelu: i32 = 2;
export const applyLeaky: i32 = 3;
export const maskByLeaky: i32 = 4;

const zero = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function finish(sum: v128, mode: i32, mask: usize): v128 {
  // pmax(sum, 0) keeps NaN, so that a diverging network is seen.
  if (mode == applyRelu) return f32x4.pmax(sum, zero);
  if (mode == maskByRelu) return v128.and(sum, f32x4.gt(v128.load(mask), zero));
  // A leaky unit lets a fifth of what is negative through; its output has the sign of its input.
  if (mode == applyLeaky) return f32x4.pmax(sum, f32x4.mul(sum, f32x4.splat(0.2)));
  if (mode == maskByLeaky) {
    return v128.bitselect(sum, f32x4.mul(sum, f32x4.splat(0.2)), f32x4.gt(v128.load(mask), zero));
  }
  return sum;
}

/**
 * C[rows x width] = finish(A[rows x depth] B[depth x width] + start[width]); `start` 0 means no start vector. Strides in
 * bytes; C and `mask` have the stride of B. `mask` holds the activations whose derivative masks C.
 */
export function multiply(
  a: usize,
  aStride: usize,
  b: usize,
  stride: usize,
  start: usize,
  c: usize,
  mask: usize,
  rows: i32,
  depth: i32,
  width: i32,
  mode: i32,
): void {
  // Packing costs as much as a few rows; what fits into the first-level cache anyway does not need it.
  const packs = rows >= 16 && <usize>depth * stride > fewestBytesToPack;
  const longest = packs ? panelRows : depth;
  let n: i32 = 0;
  for (; n + 8 <= width; n += 8) {
    const column = <usize>n << 2;
    for (let k: i32 = 0; k < depth; k += longest) {
      const part = min(longest, depth - k);
      const along = <usize>k << 2;
      let rowsOfB = b + <usize>k * stride + column;
      if (packs) rowsOfB = packPanel(rowsOfB, stride, part);
      multiplyPanel(
        a + along,
        aStride,
        rowsOfB,
        packs ? 32 : stride,
        k > 0 ? 0 : start ? start + column : noStart,
        c + column,
        stride,
        mask + column,
        rows,
        part,
        k + part < depth ? keepSum : mode,
      );
    }
  }
  if (n < width) multiplyLast(a, aStride, b, stride, start, c, mask, rows, depth, <usize>n << 2, mode);
}

/**
 * Eight columns of C, summed over a part of the depth. `start`: the eight sums every row starts from; 0 goes on from
 * what C holds. A sum stored and loaded again keeps its bits, so parts change nothing.
 */
function multiplyPanel(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  start: usize,
  c: usize,
  stride: usize,
  mask: usize,
  rows: i32,
  depth: i32,
  mode: i32,
): void {
  const bytes = <usize>depth << 2;
  for (let r: i32 = 0; r < rows; r += 4) {
    let a0 = a + <usize>r * aStride;
    let a1 = a0 + aStride;
    let a2 = a1 + aStride;
    let a3 = a2 + aStride;
    const end = a0 + bytes;
    let row = b;
    const offset = <usize>r * stride;
    let to = c + offset;
    const step: usize = start ? 0 : stride;
    let from = start ? start : to;
    let s00 = v128.load(from);
    let s01 = v128.load(from, 16);
    from += step;
    let s10 = v128.load(from);
    let s11 = v128.load(from, 16);
    from += step;
    let s20 = v128.load(from);
    let s21 = v128.load(from, 16);
    from += step;
    let s30 = v128.load(from);
    let s31 = v128.load(from, 16);
    while (a0 < end) {
      const b0 = v128.load(row);
      const b1 = v128.load(row, 16);
      const x0 = v128.load_splat<f32>(a0);
      s00 = f32x4.add(s00, f32x4.mul(x0, b0));
      s01 = f32x4.add(s01, f32x4.mul(x0, b1));
      const x1 = v128.load_splat<f32>(a1);
      s10 = f32x4.add(s10, f32x4.mul(x1, b0));
      s11 = f32x4.add(s11, f32x4.mul(x1, b1));
      const x2 = v128.load_splat<f32>(a2);
      s20 = f32x4.add(s20, f32x4.mul(x2, b0));
      s21 = f32x4.add(s21, f32x4.mul(x2, b1));
      const x3 = v128.load_splat<f32>(a3);
      s30 = f32x4.add(s30, f32x4.mul(x3, b0));
      s31 = f32x4.add(s31, f32x4.mul(x3, b1));
      row += bStride;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    let by = mask + offset;
    v128.store(to, finish(s00, mode, by));
    v128.store(to + 16, finish(s01, mode, by + 16));
    to += stride;
    by += stride;
    v128.store(to, finish(s10, mode, by));
    v128.store(to + 16, finish(s11, mode, by + 16));
    to += stride;
    by += stride;
    v128.store(to, finish(s20, mode, by));
    v128.store(to + 16, finish(s21, mode, by + 16));
    to += stride;
    by += stride;
    v128.store(to, finish(s30, mode, by));
    v128.store(to + 16, finish(s31, mode, by + 16));
  }
}

/** The last four columns of a width that is not a multiple of 8. */
function multiplyLast(
  a: usize,
  aStride: usize,
  b: usize,
  stride: usize,
  start: usize,
  c: usize,
  mask: usize,
  rows: i32,
  depth: i32,
  column: usize,
  mode: i32,
): void {
  const start0 = start ? v128.load(start + column) : zero;
  for (let r: i32 = 0; r < rows; r += 4) {
    let a0 = a + <usize>r * aStride;
    let a1 = a0 + aStride;
    let a2 = a1 + aStride;
    let a3 = a2 + aStride;
    const end = a0 + (<usize>depth << 2);
    let row = b + column;
    let s0 = start0;
    let s1 = start0;
    let s2 = start0;
    let s3 = start0;
    while (a0 < end) {
      const b0 = v128.load(row);
      s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(a0), b0));
      s1 = f32x4.add(s1, f32x4.mul(v128.load_splat<f32>(a1), b0));
      s2 = f32x4.add(s2, f32x4.mul(v128.load_splat<f32>(a2), b0));
      s3 = f32x4.add(s3, f32x4.mul(v128.load_splat<f32>(a3), b0));
      row += stride;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    const offset = <usize>r * stride + column;
    let to = c + offset;
    let by = mask + offset;
    v128.store(to, finish(s0, mode, by));
    to += stride;
    by += stride;
    v128.store(to, finish(s1, mode, by));
    to += stride;
    by += stride;
    v128.store(to, finish(s2, mode, by));
    to += stride;
    by += stride;
    v128.store(to, finish(s3, mode, by));
  }
}

/** G[depth x width] += A'[depth x rows] D[rows x width]: the gradient of a layer's weights. Depth is a padded one. */
export function addOuter(
  a: usize,
  aStride: usize,
  d: usize,
  stride: usize,
  g: usize,
  rows: i32,
  depth: i32,
  width: i32,
): void {
  const packs = depth >= 16 && <usize>rows * stride > fewestBytesToPack;
  // A part of A that the second-level cache keeps while the panels of D pass by.
  const longest = packs ? <i32>256 : depth;
  const tallest = packs ? panelRows : rows;
  for (let first: i32 = 0; first < rows; first += tallest) {
    const count = min(tallest, rows - first);
    const rowsOfA = a + <usize>first * aStride;
    const rowsOfD = d + <usize>first * stride;
    for (let k: i32 = 0; k < depth; k += longest) {
      const part = min(longest, depth - k);
      const partOfA = rowsOfA + (<usize>k << 2);
      const partOfG = g + <usize>k * stride;
      let n: i32 = 0;
      for (; n + 8 <= width; n += 8) {
        const column = <usize>n << 2;
        let panel = rowsOfD + column;
        if (packs) panel = packPanel(panel, stride, count);
        addOuterPanel(partOfA, aStride, panel, packs ? 32 : stride, partOfG + column, stride, count, part);
      }
      if (n < width) {
        const column = <usize>n << 2;
        addOuterLast(partOfA, aStride, rowsOfD + column, stride, partOfG + column, count, part);
      }
    }
  }
}

/** Eight columns of G. */
function addOuterPanel(
  a: usize,
  aStride: usize,
  d: usize,
  dStride: usize,
  g: usize,
  stride: usize,
  rows: i32,
  depth: i32,
): void {
  const bytes = <usize>rows * aStride;
  for (let k: i32 = 0; k < depth; k += 4) {
    const g0 = g + <usize>k * stride;
    const g1 = g0 + stride;
    const g2 = g1 + stride;
    const g3 = g2 + stride;
    let s00 = v128.load(g0);
    let s01 = v128.load(g0, 16);
    let s10 = v128.load(g1);
    let s11 = v128.load(g1, 16);
    let s20 = v128.load(g2);
    let s21 = v128.load(g2, 16);
    let s30 = v128.load(g3);
    let s31 = v128.load(g3, 16);
    let x = a + (<usize>k << 2);
    let y = d;
    const end = x + bytes;
    while (x < end) {
      const d0 = v128.load(y);
      const d1 = v128.load(y, 16);
      const x0 = v128.load_splat<f32>(x);
      s00 = f32x4.add(s00, f32x4.mul(x0, d0));
      s01 = f32x4.add(s01, f32x4.mul(x0, d1));
      const x1 = v128.load_splat<f32>(x, 4);
      s10 = f32x4.add(s10, f32x4.mul(x1, d0));
      s11 = f32x4.add(s11, f32x4.mul(x1, d1));
      const x2 = v128.load_splat<f32>(x, 8);
      s20 = f32x4.add(s20, f32x4.mul(x2, d0));
      s21 = f32x4.add(s21, f32x4.mul(x2, d1));
      const x3 = v128.load_splat<f32>(x, 12);
      s30 = f32x4.add(s30, f32x4.mul(x3, d0));
      s31 = f32x4.add(s31, f32x4.mul(x3, d1));
      x += aStride;
      y += dStride;
    }
    v128.store(g0, s00);
    v128.store(g0, s01, 16);
    v128.store(g1, s10);
    v128.store(g1, s11, 16);
    v128.store(g2, s20);
    v128.store(g2, s21, 16);
    v128.store(g3, s30);
    v128.store(g3, s31, 16);
  }
}

/** The last four columns of a width that is not a multiple of 8. */
function addOuterLast(a: usize, aStride: usize, d: usize, stride: usize, g: usize, rows: i32, depth: i32): void {
  for (let k: i32 = 0; k < depth; k += 4) {
    const g0 = g + <usize>k * stride;
    const g1 = g0 + stride;
    const g2 = g1 + stride;
    const g3 = g2 + stride;
    let s0 = v128.load(g0);
    let s1 = v128.load(g1);
    let s2 = v128.load(g2);
    let s3 = v128.load(g3);
    let x = a + (<usize>k << 2);
    let y = d;
    const end = x + <usize>rows * aStride;
    while (x < end) {
      const d0 = v128.load(y);
      s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(x), d0));
      s1 = f32x4.add(s1, f32x4.mul(v128.load_splat<f32>(x, 4), d0));
      s2 = f32x4.add(s2, f32x4.mul(v128.load_splat<f32>(x, 8), d0));
      s3 = f32x4.add(s3, f32x4.mul(v128.load_splat<f32>(x, 12), d0));
      x += aStride;
      y += stride;
    }
    v128.store(g0, s0);
    v128.store(g1, s1);
    v128.store(g2, s2);
    v128.store(g3, s3);
  }
}

/** g[width] += the column sums of D[rows x width]: the gradient of a layer's biases. */
export function addColumnSums(d: usize, stride: usize, g: usize, rows: i32, width: i32): void {
  for (let column: usize = 0; column < <usize>width << 2; column += 16) {
    let sum = v128.load(g + column);
    let from = d + column;
    for (let r: i32 = 0; r < rows; r++) {
      sum = f32x4.add(sum, v128.load(from));
      from += stride;
    }
    v128.store(g + column, sum);
  }
}

/** T[width x depth] = W[depth x width], both padded to multiples of 4, in 4 x 4 tiles. */
export function transpose(w: usize, t: usize, depth: i32, width: i32): void {
  const wStride = <usize>width << 2;
  const tStride = <usize>depth << 2;
  for (let k: i32 = 0; k < depth; k += 4) {
    for (let n: i32 = 0; n < width; n += 4) {
      const from = w + <usize>k * wStride + (<usize>n << 2);
      const r0 = v128.load(from);
      const r1 = v128.load(from + wStride);
      const r2 = v128.load(from + 2 * wStride);
      const r3 = v128.load(from + 3 * wStride);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const to = t + <usize>n * tStride + (<usize>k << 2);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to + tStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(to + 2 * tStride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(to + 3 * tStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
  }
}
