/** How good the forecast of lifetime value was when it could be checked: made at a cut-off, compared with what came. */
import type { ForecastCheck } from '../../../shared/domain.ts';
import { tenths, tenthsOf } from '../ml/numeric/tenths.ts';

/** A shorter time tells more of chance than of the forecast. */
const fewestDays = 14;

/**
 * Compares money foretold with money that came, of all customers and of each tenth of them by what was foretold, the
 * highest first. Null where nothing was foretold, or the time after the cut-off is too short.
 * @param foretold money per customer in the `days` after the cut-off; NaN where there is no forecast
 * @param came what the same customers then spent
 */
export function checkForecast(foretold: Float64Array, came: Float64Array, days: number): ForecastCheck | null {
  const known = foretold.every(Number.isFinite) && foretold.length >= tenths;
  if (!known || days < fewestDays) return null;
  const groups = Array.from({ length: tenths }, () => ({ foretold: 0, came: 0 }));
  const tenth = tenthsOf(foretold);
  for (let row = 0; row < foretold.length; row++) {
    const group = groups[tenth[row]!]!;
    group.foretold += foretold[row]!;
    group.came += came[row]!;
  }
  const sum = (of: 'foretold' | 'came'): number => groups.reduce((total, group) => total + group[of], 0);
  return { days, customers: foretold.length, foretold: sum('foretold'), came: sum('came'), tenths: groups };
}
