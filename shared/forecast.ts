/** How far the money foretold for a segment may be off, by the check of the forecast on days that have passed. */
import type { ForecastCheck, SegmentProfile } from './domain.ts';

/** No forecast is believed to be surer than this, nor a tenth less sure. */
const [leastError, mostError] = [Math.log(1.05), Math.log(5)];

/**
 * The money foretold per customer with the range that it was typically within: value * exp(± e). e² is the mean of
 * squared log(came / foretold) of the tenths, weighted by the segment's money in each. Null without a check.
 */
export function outlookRange(
  outlook: SegmentProfile['outlook'],
  check: ForecastCheck | null | undefined,
): { low: number; high: number } | null {
  if (!outlook?.tenths || !check) return null;
  const { tenths } = outlook;
  const error = Math.sqrt(check.tenths.reduce((sum, tenth, i) => sum + (tenths[i] ?? 0) * logErrorOf(tenth) ** 2, 0));
  const factor = Math.exp(Math.max(leastError, error));
  return { low: outlook.value / factor, high: outlook.value * factor };
}

function logErrorOf({ foretold, came }: { foretold: number; came: number }): number {
  const error = Math.abs(Math.log(came / foretold));
  return Number.isNaN(error) ? mostError : Math.min(mostError, error);
}
