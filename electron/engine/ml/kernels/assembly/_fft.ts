/**
 * Fast Fourier transforms of length N (a power of two, at least 16) down the columns of a plane, in f32x4.
 *
 * A plane is two arrays of rows, real and imaginary, `stride` bytes from row to row. The forward transform decimates in
 * frequency and leaves its result in bit-reversed row order; the inverse starts from that order and is not scaled. Two
 * radix-2 stages are done at once (Cooley & Tukey 1965). `half` says that the second half of the rows is zero on the
 * way in, or not wanted on the way out, so it is neither read nor written there. Twiddles: N cosines, then N sines, of
 * 2 pi k / N.
 */

/** Bytes of the columns that go through all stages together: they stay in the first-level cache. */
const blockBytes: usize = 64;

/** In place; `columnBytes` (a multiple of 16) tells how much of each row is transformed. */
export function forward(
  re: usize,
  im: usize,
  stride: usize,
  N: i32,
  columnBytes: usize,
  twiddles: usize,
  half: bool,
): void {
  for (let from: usize = 0; from < columnBytes; from += blockBytes) {
    const width = min(blockBytes, columnBytes - from);
    let length = N;
    if (half) {
      firstForwardStage(re + from, im + from, stride, N, width, twiddles);
      length >>= 2;
    }
    for (; length >= 4; length >>= 2) forwardStage(re + from, im + from, stride, N, length, width, twiddles);
    if (length == 2) pairs(re + from, im + from, stride, N, width);
  }
}

/** The inverse of `forward`, times N. */
export function inverse(
  re: usize,
  im: usize,
  stride: usize,
  N: i32,
  columnBytes: usize,
  twiddles: usize,
  half: bool,
): void {
  const odd = (31 - clz(N)) & 1;
  for (let from: usize = 0; from < columnBytes; from += blockBytes) {
    const width = min(blockBytes, columnBytes - from);
    if (odd) pairs(re + from, im + from, stride, N, width);
    for (let length = odd ? 8 : 4; length <= N; length <<= 2) {
      inverseStage(re + from, im + from, stride, N, length, width, twiddles, half && length == N);
    }
  }
}

/** Reverses the lowest `bits` bits. */
export function reverseBits(value: i32, bits: i32): i32 {
  let result = 0;
  for (let i = 0; i < bits; i++) {
    result = (result << 1) | (value & 1);
    value >>= 1;
  }
  return result;
}

/** Radix 2 on neighbouring rows: its own inverse, up to a factor. */
function pairs(re: usize, im: usize, stride: usize, N: i32, width: usize): void {
  for (let row = 0; row < N; row += 2) {
    const at = <usize>row * stride;
    for (let x: usize = 0; x < width; x += 16) {
      const p = re + at + x;
      const q = im + at + x;
      const r0 = v128.load(p);
      const r1 = v128.load(p + stride);
      const i0 = v128.load(q);
      const i1 = v128.load(q + stride);
      v128.store(p, f32x4.add(r0, r1));
      v128.store(p + stride, f32x4.sub(r0, r1));
      v128.store(q, f32x4.add(i0, i1));
      v128.store(q + stride, f32x4.sub(i0, i1));
    }
  }
}

// @ts-ignore: decorator
@inline
function twiddle(table: usize, index: i32): v128 {
  return v128.load32_splat(table + (<usize>index << 2));
}

/** Stores (a + ib) (c - is). */
// @ts-ignore: decorator
@inline
function storeTurned(re: usize, im: usize, a: v128, b: v128, c: v128, s: v128): void {
  v128.store(re, f32x4.add(f32x4.mul(a, c), f32x4.mul(b, s)));
  v128.store(im, f32x4.sub(f32x4.mul(b, c), f32x4.mul(a, s)));
}

function firstForwardStage(re: usize, im: usize, stride: usize, N: i32, width: usize, twiddles: usize): void {
  const quarter = N >> 2;
  const step = <usize>quarter * stride;
  const sines = twiddles + (<usize>N << 2);
  for (let j = 0; j < quarter; j++) {
    const c1 = twiddle(twiddles, j);
    const s1 = twiddle(sines, j);
    const c2 = twiddle(twiddles, 2 * j);
    const s2 = twiddle(sines, 2 * j);
    const c3 = twiddle(twiddles, 3 * j);
    const s3 = twiddle(sines, 3 * j);
    for (let x: usize = 0; x < width; x += 16) {
      const p = re + <usize>j * stride + x;
      const q = im + <usize>j * stride + x;
      const r0 = v128.load(p);
      const i0 = v128.load(q);
      const r1 = v128.load(p + step);
      const i1 = v128.load(q + step);
      v128.store(p, f32x4.add(r0, r1));
      v128.store(q, f32x4.add(i0, i1));
      storeTurned(p + step, q + step, f32x4.sub(r0, r1), f32x4.sub(i0, i1), c2, s2);
      storeTurned(p + 2 * step, q + 2 * step, f32x4.add(r0, i1), f32x4.sub(i0, r1), c1, s1);
      storeTurned(p + 3 * step, q + 3 * step, f32x4.sub(r0, i1), f32x4.add(i0, r1), c3, s3);
    }
  }
}

function forwardStage(
  re: usize,
  im: usize,
  stride: usize,
  N: i32,
  length: i32,
  width: usize,
  twiddles: usize,
): void {
  const quarter = length >> 2;
  const step = <usize>quarter * stride;
  const every = N / length;
  const sines = twiddles + (<usize>N << 2);
  for (let j = 0; j < quarter; j++) {
    const c1 = twiddle(twiddles, j * every);
    const s1 = twiddle(sines, j * every);
    const c2 = twiddle(twiddles, 2 * j * every);
    const s2 = twiddle(sines, 2 * j * every);
    const c3 = twiddle(twiddles, 3 * j * every);
    const s3 = twiddle(sines, 3 * j * every);
    for (let base = j; base < N; base += length) {
      for (let x: usize = 0; x < width; x += 16) {
        const p = re + <usize>base * stride + x;
        const q = im + <usize>base * stride + x;
        const r0 = v128.load(p);
        const i0 = v128.load(q);
        const r1 = v128.load(p + step);
        const i1 = v128.load(q + step);
        const r2 = v128.load(p + 2 * step);
        const i2 = v128.load(q + 2 * step);
        const r3 = v128.load(p + 3 * step);
        const i3 = v128.load(q + 3 * step);
        const sr = f32x4.add(r0, r2);
        const si = f32x4.add(i0, i2);
        const tr = f32x4.add(r1, r3);
        const ti = f32x4.add(i1, i3);
        const ur = f32x4.sub(r0, r2);
        const ui = f32x4.sub(i0, i2);
        const vr = f32x4.sub(r1, r3);
        const vi = f32x4.sub(i1, i3);
        v128.store(p, f32x4.add(sr, tr));
        v128.store(q, f32x4.add(si, ti));
        storeTurned(p + step, q + step, f32x4.sub(sr, tr), f32x4.sub(si, ti), c2, s2);
        storeTurned(p + 2 * step, q + 2 * step, f32x4.add(ur, vi), f32x4.sub(ui, vr), c1, s1);
        storeTurned(p + 3 * step, q + 3 * step, f32x4.sub(ur, vi), f32x4.add(ui, vr), c3, s3);
      }
    }
  }
}

function inverseStage(
  re: usize,
  im: usize,
  stride: usize,
  N: i32,
  length: i32,
  width: usize,
  twiddles: usize,
  half: bool,
): void {
  const quarter = length >> 2;
  const step = <usize>quarter * stride;
  const every = N / length;
  const sines = twiddles + (<usize>N << 2);
  for (let j = 0; j < quarter; j++) {
    const c1 = twiddle(twiddles, j * every);
    const s1 = twiddle(sines, j * every);
    const c2 = twiddle(twiddles, 2 * j * every);
    const s2 = twiddle(sines, 2 * j * every);
    const c3 = twiddle(twiddles, 3 * j * every);
    const s3 = twiddle(sines, 3 * j * every);
    for (let base = j; base < N; base += length) {
      for (let x: usize = 0; x < width; x += 16) {
        const p = re + <usize>base * stride + x;
        const q = im + <usize>base * stride + x;
        const r0 = v128.load(p);
        const i0 = v128.load(q);
        let a = v128.load(p + step);
        let b = v128.load(q + step);
        const r1 = f32x4.sub(f32x4.mul(a, c2), f32x4.mul(b, s2));
        const i1 = f32x4.add(f32x4.mul(b, c2), f32x4.mul(a, s2));
        a = v128.load(p + 2 * step);
        b = v128.load(q + 2 * step);
        const r2 = f32x4.sub(f32x4.mul(a, c1), f32x4.mul(b, s1));
        const i2 = f32x4.add(f32x4.mul(b, c1), f32x4.mul(a, s1));
        a = v128.load(p + 3 * step);
        b = v128.load(q + 3 * step);
        const r3 = f32x4.sub(f32x4.mul(a, c3), f32x4.mul(b, s3));
        const i3 = f32x4.add(f32x4.mul(b, c3), f32x4.mul(a, s3));
        const sr = f32x4.add(r0, r1);
        const si = f32x4.add(i0, i1);
        const tr = f32x4.sub(r0, r1);
        const ti = f32x4.sub(i0, i1);
        const ur = f32x4.add(r2, r3);
        const ui = f32x4.add(i2, i3);
        const vr = f32x4.sub(r2, r3);
        const vi = f32x4.sub(i2, i3);
        v128.store(p, f32x4.add(sr, ur));
        v128.store(q, f32x4.add(si, ui));
        v128.store(p + step, f32x4.sub(tr, vi));
        v128.store(q + step, f32x4.add(ti, vr));
        if (half) continue;
        v128.store(p + 2 * step, f32x4.sub(sr, ur));
        v128.store(q + 2 * step, f32x4.sub(si, ui));
        v128.store(p + 3 * step, f32x4.add(tr, vi));
        v128.store(q + 3 * step, f32x4.sub(ti, vr));
      }
    }
  }
}
