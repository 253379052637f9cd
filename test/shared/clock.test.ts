import { describe, expect, it } from 'vitest';
import { quietByDay, zoneDoubt, zoneOffset } from '../../shared/clock.ts';

/** Lines of a shop that is open in these hours of its own clock, written `ahead` hours later. */
const shop = (from: number, to: number, ahead = 0): number[] => {
  const hours = new Array<number>(24).fill(2);
  for (let hour = from; hour < to; hour++) hours[(((hour + ahead) % 24) + 24) % 24] = 100;
  return hours;
};

describe('the clock of a shop', () => {
  it('is not doubted where nights are quiet, whenever it opens', () => {
    for (const [from, to] of [
      [9, 18],
      [8, 24],
      [6, 22],
      [10, 16],
    ] as const) {
      expect(quietByDay(shop(from, to)), `${from} to ${to}`).toBeNull();
    }
  });

  it('is doubted where the quiet hours are by day, with how far it is off and what would change its day', () => {
    expect(quietByDay(shop(8, 23, 10))).toEqual({ from: 9, to: 18, ahead: 10, moved: 900 + 2 });
    expect(quietByDay(shop(8, 23, -8))).toMatchObject({ from: 15, to: 0, ahead: -8 });
  });

  it('says nothing of few lines, and where every hour is alike', () => {
    expect(quietByDay(shop(8, 23, 10).map((lines) => lines / 100))).toBeNull();
    expect(quietByDay(new Array<number>(24).fill(50))).toBeNull();
    expect(quietByDay([])).toBeNull();
  });
});

describe('zones', () => {
  it('are read as offsets', () => {
    expect(['Z', '+02:00', '-0530', 'UTC+8', 'CEST', 'XYZ', ''].map(zoneOffset)).toEqual([
      0,
      2,
      -5.5,
      8,
      2,
      null,
      null,
    ]);
  });

  it('may differ by the hour of summer, and not by more; some without any are doubtful', () => {
    const of = (...zones: string[]) => zoneDoubt(zones.map((zone, i) => ({ zone, lines: 10 - i })));
    expect(of('+01:00', '+02:00')).toBeNull();
    expect(of('EST', 'EDT')).toBeNull();
    expect(of('Z')).toBeNull();
    expect(of()).toBeNull();
    expect(of('Z', '+08:00')?.map(({ zone }) => zone)).toEqual(['Z', '+08:00']);
    expect(of('+01:00', '')).toHaveLength(2);
    expect(of('+01:00', 'WHO')).toHaveLength(2);
    expect(zoneDoubt([...Array(3)].map(() => ({ zone: 'Z', lines: 1 })))).toBeNull();
  });
});
