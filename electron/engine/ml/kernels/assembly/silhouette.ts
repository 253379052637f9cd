// Sums of distances from four rows at a time to all points, cell by cell. Points lie dimension by dimension (each
// `stride` bytes apart), grouped into cells that are padded to a multiple of four points; a padding point has weight 0.

export function cellSums(
  points: usize, stride: usize, d: i32, rows: usize, weights: usize, starts: usize, nCells: i32, out: usize,
): void {
  const rowBytes = <usize>(d << 2);
  const outBytes = <usize>(nCells << 3);
  for (let cell = 0; cell < nCells; cell++) {
    const from = load<i32>(starts + <usize>(cell << 2));
    const to = load<i32>(starts + <usize>((cell + 1) << 2));
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let sum2 = f64x2.splat(0);
    let sum3 = f64x2.splat(0);
    for (let p = from; p < to; p += 4) {
      let squares0 = f32x4.splat(0);
      let squares1 = f32x4.splat(0);
      let squares2 = f32x4.splat(0);
      let squares3 = f32x4.splat(0);
      let at = points + <usize>(p << 2);
      let row = rows;
      for (let j = 0; j < d; j++) {
        const values = v128.load(at);
        const difference0 = f32x4.sub(values, v128.load32_splat(row));
        const difference1 = f32x4.sub(values, v128.load32_splat(row + rowBytes));
        const difference2 = f32x4.sub(values, v128.load32_splat(row + 2 * rowBytes));
        const difference3 = f32x4.sub(values, v128.load32_splat(row + 3 * rowBytes));
        squares0 = f32x4.add(squares0, f32x4.mul(difference0, difference0));
        squares1 = f32x4.add(squares1, f32x4.mul(difference1, difference1));
        squares2 = f32x4.add(squares2, f32x4.mul(difference2, difference2));
        squares3 = f32x4.add(squares3, f32x4.mul(difference3, difference3));
        at += stride;
        row += 4;
      }
      const weight = v128.load(weights + <usize>(p << 2));
      sum0 = f64x2.add(sum0, wide(f32x4.mul(f32x4.sqrt(squares0), weight)));
      sum1 = f64x2.add(sum1, wide(f32x4.mul(f32x4.sqrt(squares1), weight)));
      sum2 = f64x2.add(sum2, wide(f32x4.mul(f32x4.sqrt(squares2), weight)));
      sum3 = f64x2.add(sum3, wide(f32x4.mul(f32x4.sqrt(squares3), weight)));
    }
    const to8 = out + <usize>(cell << 3);
    store<f64>(to8, total(sum0));
    store<f64>(to8 + outBytes, total(sum1));
    store<f64>(to8 + 2 * outBytes, total(sum2));
    store<f64>(to8 + 3 * outBytes, total(sum3));
  }
}

// Four singles as two doubles: their pairwise sums.
// @ts-ignore: decorator
@inline
function wide(values: v128): v128 {
  return f64x2.add(
    f64x2.promote_low_f32x4(values),
    f64x2.promote_low_f32x4(i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15)),
  );
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
