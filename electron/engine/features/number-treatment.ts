/** How a number is treated of which nothing is known but its values. */
import type { Treatment } from '../../../shared/domain.ts';
import { skewness } from '../ml/preprocessing/skewness.ts';
import { countryTreatment } from './order-catalogue.ts';

/** A tail this long (skewness of the exponential is 2, of a normal 0) is drawn in by a logarithm. */
const longTail = 1;
const held = { lower: 0.005, upper: 0.995 };

/**
 * Unknown values become the median, the outermost 0.5 % are held, and a long tail of numbers from 0 up is drawn in by a
 * logarithm; yes and no (1 and 0) are left as they are.
 * @param isYesNo default: whether there are no other values than 0 and 1
 */
export function suggestNumberTreatment(values: Float64Array, isYesNo = areYesNo(values)): Treatment {
  if (isYesNo) return { ...countryTreatment };
  const given = values.filter(Number.isFinite);
  const isTail = given.length > 0 && given.every((value) => value >= 0) && skewness(given) > longTail;
  return { missing: 'median', winsorise: { ...held }, transform: isTail ? 'log1p' : 'none', scale: 'standard' };
}

function areYesNo(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1 || !Number.isFinite(value));
}
