/** Minimisation of a smooth function of few variables. */
import { AppError } from '../../../../shared/errors.ts';

export interface Minimum {
  at: Float64Array;
  value: number;
  nIterations: number;
}

/** Writes the gradient at x to `gradient` and returns the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

const defaults = { maxIterations: 200, tolerance: 1e-9 };

/**
 * BFGS with a backtracking line search (Nocedal & Wright 2006, chapter 6). Ends when a step gains less than
 * `tolerance` relative to the value, and the gradient agrees.
 * @throws AppError `not_converged` (no_minimum) when the iterations run out or the function is not finite at the start
 */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  options: Partial<typeof defaults> & { checkCancelled?: () => void } = {},
): Minimum {
  const { maxIterations, tolerance } = { ...defaults, ...options };
  const n = start.length;
  let x = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let value = objective(x, gradient);
  if (!Number.isFinite(value)) throw new AppError('not_converged', { reason: 'no_minimum' });
  let inverse = identity(n);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    options.checkCancelled?.();
    let direction = product(inverse, gradient, n).map((entry) => -entry);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      // What was learnt of the curvature has gone stale.
      inverse = identity(n);
      direction = gradient.map((entry) => -entry);
      slope = -dot(gradient, gradient);
    }
    const found = search(objective, x, value, direction, slope);
    if (!found) return { at: x, value, nIterations: iteration };
    const step = found.x.map((entry, i) => entry - x[i]!);
    const change = found.gradient.map((entry, i) => entry - gradient[i]!);
    const gained = value - found.value;
    ({ x, gradient, value } = found);
    if (gained <= tolerance * (1 + Math.abs(value)) && norm(gradient) <= 1e-4 * (1 + Math.abs(value))) {
      return { at: x, value, nIterations: iteration };
    }
    update(inverse, step, change, n);
  }
  throw new AppError('not_converged', { reason: 'no_minimum' });
}

/** A step that gains enough for its length (Armijo); null when none does, as at a minimum. */
function search(
  objective: Objective,
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
): { x: Float64Array<ArrayBuffer>; gradient: Float64Array<ArrayBuffer>; value: number } | null {
  for (let length = 1; length > 1e-14; length /= 2) {
    const next = Float64Array.from(x, (entry, i) => entry + length * direction[i]!);
    const gradient = new Float64Array(x.length);
    const found = objective(next, gradient);
    if (found <= value + 1e-4 * length * slope && gradient.every(Number.isFinite)) {
      return { x: next, gradient, value: found };
    }
  }
  return null;
}

/** The inverse Hessian after a step: only where the curvature along it is positive. */
function update(inverse: Float64Array, step: Float64Array, change: Float64Array, n: number): void {
  const curvature = dot(step, change);
  if (!(curvature > 1e-12 * norm(step) * norm(change))) return;
  const bent = product(inverse, change, n);
  const scale = (1 + dot(change, bent) / curvature) / curvature;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j]! += scale * step[i]! * step[j]! - (bent[i]! * step[j]! + step[i]! * bent[j]!) / curvature;
    }
  }
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
}

function product(square: Float64Array, vector: Float64Array, n: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: n }, (_, i) => dot(square.subarray(i * n, (i + 1) * n), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
