import { expect, test } from 'vitest';
import { checkForecast } from '../../../electron/engine/features/forecast-check.ts';
import { tenthsOf } from '../../../electron/engine/ml/numeric/tenths.ts';
import { outlookRange } from '../../../shared/forecast.ts';

/** Foretold 100 of the first, 99 of the next; twice as much came of the better half, exactly that of the others. */
const foretold = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
const came = foretold.map((value, i) => (i < 50 ? 2 * value : value));

test('tenths are of one size, the highest values first, in any order of the rows', () => {
  expect(Array.from(tenthsOf(Float64Array.of(1, 9, 5, 7, 3, 8, 2, 6, 4, 0)))).toEqual([8, 0, 4, 2, 6, 1, 7, 3, 5, 9]);
  const sizes = new Int32Array(10);
  for (const tenth of tenthsOf(new Float64Array(25))) sizes[tenth]!++;
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

test('compares what was foretold with what came, tenth by tenth', () => {
  const check = checkForecast(foretold, came, 90)!;
  expect(check).toMatchObject({ days: 90, customers: 100, foretold: 5050, came: 5050 + 3775 });
  expect(check.tenths.map((tenth) => tenth.came / tenth.foretold)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
});

test('checks nothing in too short a time, of too few customers, or where nothing was foretold', () => {
  expect(checkForecast(foretold, came, 13)).toBeNull();
  expect(checkForecast(foretold.slice(0, 9), came.slice(0, 9), 90)).toBeNull();
  expect(checkForecast(new Float64Array(100).fill(NaN), came, 90)).toBeNull();
});

test('a range is as wide as the check was off for such customers', () => {
  const check = checkForecast(foretold, came, 90);
  const outlook = (tenths: number[]) => ({ value: 1000, churnRisk: 0.1, tenths });
  const best = outlookRange(outlook([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), check)!;
  expect(best.low).toBeCloseTo(500, 9);
  expect(best.high).toBeCloseTo(2000, 9);
  // Of those whose forecast came true no forecast is surer than five per cent.
  expect(outlookRange(outlook([0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), check)!.high).toBeCloseTo(1050, 9);
  // Half of each: the root of the mean square, log(2) / sqrt(2).
  const mixed = outlookRange(outlook([0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0]), check)!;
  expect(mixed.high).toBeCloseTo(1000 * Math.exp(Math.LN2 / Math.SQRT2), 9);
});

test('a tenth of which nothing came, or nothing was foretold, is off by the most that is told', () => {
  const nothing = checkForecast(foretold, new Float64Array(100), 90);
  const outlook = { value: 100, churnRisk: 0.5, tenths: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] };
  expect(outlookRange(outlook, nothing)!.low).toBeCloseTo(20, 9);
  const both = checkForecast(new Float64Array(100), new Float64Array(100), 90);
  expect(outlookRange(outlook, both)!.high).toBeCloseTo(500, 9);
});

test('there is no range without a check, nor for a report made before there was one', () => {
  expect(outlookRange({ value: 1, churnRisk: 0, tenths: [1] }, null)).toBeNull();
  expect(outlookRange({ value: 1, churnRisk: 0 }, checkForecast(foretold, came, 90))).toBeNull();
  expect(outlookRange(null, checkForecast(foretold, came, 90))).toBeNull();
});
