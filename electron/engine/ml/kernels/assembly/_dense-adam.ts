/** Adam (Kingma & Ba 2015, algorithm 1) over one run of parameters, in single precision. */

/** base to the power of a whole number, by squaring: the same products in the same order as `power` in adam.ts. */
function power(base: f64, exponent: i32): f64 {
  let result: f64 = 1;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result *= base;
    base *= base;
  }
  return result;
}

/**
 * w -= rate * m^ / (sqrt(v^) + epsilon), where m^ and v^ are the moments, decaying by `decay1` and `decay2` (beta 1 and 2
 * of the paper), corrected for their start at zero. `step` counts from 1; `count` is a multiple of 4. The gradients are
 * left at zero, ready for the next batch.
 */
export function adam(
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: i32,
  rate: f64,
  step: i32,
  decay1: f64,
  decay2: f64,
): void {
  const correction1: f64 = 1 - power(decay1, step);
  const correction2: f64 = 1 - power(decay2, step);
  const beta1 = f32x4.splat(<f32>decay1);
  const rest1 = f32x4.splat(<f32>(1.0 - decay1));
  const beta2 = f32x4.splat(<f32>decay2);
  const rest2 = f32x4.splat(<f32>(1.0 - decay2));
  const scale = f32x4.splat(<f32>(rate / correction1));
  const root = f32x4.splat(<f32>(1 / correction2));
  const epsilon = f32x4.splat(1e-7);
  for (let offset: usize = 0; offset < <usize>count << 2; offset += 16) {
    const g = v128.load(gradients + offset);
    const m = f32x4.add(f32x4.mul(beta1, v128.load(first + offset)), f32x4.mul(rest1, g));
    const v = f32x4.add(f32x4.mul(beta2, v128.load(second + offset)), f32x4.mul(rest2, f32x4.mul(g, g)));
    v128.store(first + offset, m);
    v128.store(second + offset, v);
    const divisor = f32x4.add(f32x4.sqrt(f32x4.mul(v, root)), epsilon);
    const change = f32x4.div(f32x4.mul(scale, m), divisor);
    v128.store(weights + offset, f32x4.sub(v128.load(weights + offset), change));
    v128.store(gradients + offset, i32x4.splat(0));
  }
}
