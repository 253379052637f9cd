import type { Interval } from '../../../../shared/domain.ts';

import { studentQuantile } from './student-quantile.ts';

/** Mean of independent values with its 95 % interval (Student's t); a single value is its own interval. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, low: mean, high: mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const margin = studentQuantile(n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - margin, high: mean + margin };
}
