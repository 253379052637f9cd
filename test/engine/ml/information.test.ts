import { describe, expect, it } from 'vitest';
import {
  binsFor,
  codeColumn,
  entropy,
  informationShares,
  mutualInformation,
} from '../../../electron/engine/ml/explain/information.ts';
import { Random } from '../../../electron/engine/ml/random.ts';

const ctx = (seed: number): Parameters<typeof informationShares>[3] => ({
  random: new Random(seed),
  checkCancelled: () => {},
  report: () => {},
});
const coded = (values: ArrayLike<number>): ReturnType<typeof codeColumn> => codeColumn(Float64Array.from(values), 200);

describe('mutual information', () => {
  it('is what a small table of counts gives by hand', () => {
    // 3 of 4 who buy are members, 1 of 4 who do not: I = ln 2 - H(3/4).
    const buys = coded([1, 1, 1, 1, 0, 0, 0, 0]);
    const member = coded([1, 1, 1, 0, 0, 0, 0, 1]);
    const binary = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    expect(entropy(buys)).toBeCloseTo(Math.LN2, 14);
    expect(mutualInformation(member, buys)).toBeCloseTo(Math.LN2 - binary, 14);
    expect(mutualInformation(buys, member)).toBeCloseTo(Math.LN2 - binary, 14);
    expect(mutualInformation(buys, buys)).toBeCloseTo(Math.LN2, 14);
    expect(mutualInformation(coded([5, 5, 5, 5, 5, 5, 5, 5]), buys)).toBe(0);
  });

  it('takes a gap for a value of its own', () => {
    const outcome = coded([1, 1, 0, 0]);
    expect(mutualInformation(coded([NaN, NaN, 3, 3]), outcome)).toBeCloseTo(Math.LN2, 14);
    expect(coded([NaN, 1, Infinity]).nCodes).toBe(2);
  });

  it('has as many bins as the rows can fill', () => {
    expect([10, 300, 2240, 1e6].map(binsFor)).toEqual([4, 7, 13, 16]);
    const column = codeColumn(
      Float64Array.from({ length: 1000 }, (_, i) => i * i),
      10,
    );
    expect(column.nCodes).toBe(10);
    expect([...new Set(column.codes)]).toHaveLength(10);
  });

  // Figures of scikit-learn 1.2.1: mutual_info_score, expected_mutual_information and entropy of the same columns.
  const n = 600;
  const rows = Array.from({ length: n }, (_, i) => i);
  const outcome = coded(rows.map((i) => (i * 7) % 4));
  const columns = {
    same: rows.map((i) => ((i * 7) % 4) * 10),
    partly: rows.map((i) => (i % 3 === 0 ? (i * 11) % 5 : (i * 7) % 4)),
    unrelated: rows.map((i) => Math.floor((i * i * 31) / 7) % 5),
    many: rows.map((i) => (i * 13) % 60),
  };
  it.each([
    ['same', 1.3862943611198908, 1],
    ['partly', 0.5892110961231283, 0.420800316089004],
    ['unrelated', 0.00044212567697184124, 0],
    ['many', 1.3862943611198895, 1],
  ] as const)(
    'of the column %s is that of scikit-learn, and so is what is beyond chance',
    (name, information, share) => {
      const column = coded(columns[name]);
      expect(mutualInformation(column, outcome)).toBeCloseTo(information, 12);
      const found = informationShares([column], outcome, 100, ctx(1));
      expect(found.information[0]).toBeCloseTo(information, 12);
      expect(found.uncertainty).toBeCloseTo(1.3862943611198908, 12);
      // The expectation over all shuffles is estimated by a hundred of them.
      expect(Math.abs(found.shares[0]! - share)).toBeLessThan(0.002);
    },
  );
});

describe('the level of chance', () => {
  const random = new Random(4);
  const n = 500;
  const noise = (): Float64Array => Float64Array.from({ length: n }, () => random.normal());

  it('is seldom exceeded by any of many columns that have no bearing, however many values they have', () => {
    let exceeded = 0;
    const rounds = 60;
    for (let round = 0; round < rounds; round++) {
      const columns = Array.from({ length: 12 }, (_, f) => codeColumn(noise(), f % 2 === 0 ? 3 : 12));
      const found = informationShares(columns, codeColumn(noise(), 6), 60, ctx(round));
      if (found.shares.some((share) => share > found.chance)) exceeded++;
    }
    // 5 % are to be expected; more than 9 of 60 have a probability below 0.1 %.
    expect(exceeded).toBeLessThanOrEqual(9);
  });

  it('is exceeded by humped and weak dependence, and the same for the same seed', () => {
    const x = noise();
    const humped = codeColumn(x, 8);
    const weak = codeColumn(
      x.map((value) => value * value + 4 * random.normal()),
      8,
    );
    const outcome = codeColumn(
      x.map((value) => value * value),
      8,
    );
    const one = informationShares([humped, weak, codeColumn(noise(), 8)], outcome, 50, ctx(9));
    expect(one.shares[0]).toBeGreaterThan(0.5);
    expect(one.shares[1]).toBeGreaterThan(one.chance);
    expect(one.shares[2]).toBeLessThanOrEqual(one.chance);
    const again = informationShares([humped, weak, codeColumn(noise(), 8)], outcome, 50, ctx(9));
    expect([...again.shares.slice(0, 2)]).toEqual([...one.shares.slice(0, 2)]);
  });
});
