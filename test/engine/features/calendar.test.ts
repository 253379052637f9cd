import { expect, it } from 'vitest';
import { dayOf, monthOf, weekdayOf } from '../../../electron/engine/features/calendar.ts';

it('agrees with the Gregorian calendar on every 13th day from 1600 to 2400', () => {
  for (let day = -135_140; day < 157_055; day += 13) {
    const date = new Date(day * 86_400_000);
    expect(monthOf(day), date.toISOString()).toBe(date.getUTCMonth() + 1);
    expect(weekdayOf(day), date.toISOString()).toBe((date.getUTCDay() + 6) % 7);
  }
});

it('starts a day at midnight, also before 1970', () => {
  expect([dayOf(0), dayOf(86_399), dayOf(86_400), dayOf(-1)]).toEqual([0, 0, 1, -1]);
});
