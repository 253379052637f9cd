import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../types.ts';

/** Throws `invalid_input` unless every number of X is finite. */
export function requireFinite(X: Matrix): void {
  requireFiniteNumbers(X.data);
}

/** Throws `invalid_input` unless every number is finite. */
export function requireFiniteNumbers(values: Float32Array | Float64Array): void {
  // NaN and the infinities are the numbers that do not give 0 when taken from themselves; one test at the end suffices.
  let trace = 0;
  for (let i = 0; i < values.length; i++) trace += values[i]! - values[i]!;
  if (trace !== 0) throw new AppError('invalid_input', { reason: 'not_finite' });
}
