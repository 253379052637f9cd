import { describe, expect, it } from 'vitest';
import { chooseCutOff, futureOutcomes } from '../../../electron/engine/features/future.ts';
import { janShop, seconds, shop } from './tiny-shop.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';

describe('futureOutcomes', () => {
  const people = ['Ann', 'Bob', 'Cai', 'Dan'];

  it('tells later revenue and whether anyone came back, in the order asked for', () => {
    const { spend, repeat } = futureOutcomes(
      shop(janShop, people),
      Int32Array.of(2, 3, 0),
      seconds('2011-01-23 10:00'),
    );
    expect(Array.from(repeat)).toEqual([1, 0, 1]);
    expect(Array.from(spend)).toEqual([Math.log1p(10), 0, Math.log1p(20)]);
  });

  it('counts services as money, but not returns', () => {
    const { spend } = futureOutcomes(shop(janShop, people), Int32Array.of(0), 0);
    expect(spend[0]).toBeCloseTo(Math.log1p(57), 12);
  });
});

describe('chooseCutOff', () => {
  /** One order a day for so many days, each by the next of so many customers. */
  const daily = (days: number, customers: number): CleanedOrders =>
    shop(
      Array.from({ length: days }, (_, day) => ({
        ...janShop[0]!,
        customer: `c${day % customers}`,
        invoice: `i${day}`,
        at: new Date(Date.UTC(2011, 0, 1 + day, 9)).toISOString().slice(0, 16).replace('T', ' '),
      })),
    );
  const day = (number: number): number => seconds('2011-01-01') + number * 86_400;

  it('leaves the last quarter, at least 30 and at most 180 days', () => {
    expect(chooseCutOff(daily(200, 60))).toBe(day(150));
    expect(chooseCutOff(daily(90, 60))).toBe(day(60));
    expect(chooseCutOff(daily(1000, 60))).toBe(day(820));
  });

  it('is null when the data are too short or too few customers are known before', () => {
    expect(chooseCutOff(daily(89, 60))).toBeNull();
    expect(chooseCutOff(daily(200, 49))).toBeNull();
    expect(chooseCutOff(daily(200, 50))).not.toBeNull();
    expect(chooseCutOff(shop([]))).toBeNull();
  });
});
