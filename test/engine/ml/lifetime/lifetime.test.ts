/** BG/NBD and Gamma-Gamma against the papers' own figures on CDNOW, and against their formulas computed another way. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  aliveProbability,
  expectedPurchases,
  expectedPurchasesOfNew,
  fitBgNbd,
  returnProbability,
  type BgNbdModel,
} from '../../../../electron/engine/ml/lifetime/bg-nbd.ts';
import { expectedSpend, fitGammaGamma } from '../../../../electron/engine/ml/lifetime/gamma-gamma.ts';
import { minimise } from '../../../../electron/engine/ml/numeric/minimise.ts';
import { digamma, hypergeometric, logGamma } from '../../../../electron/engine/ml/numeric/special-functions.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { context } from '../goldens.ts';

const file = join(process.env.CLIENTELE_DATA ?? '', 'cdnow', 'CDNOW_sample.txt');
const paper: BgNbdModel = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/** The calibration of the paper: to 30 September 1997, in weeks, at most one purchase a day. */
function cdnow() {
  const day = (text: string): number =>
    Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / 86_400_000;
  const customers = new Map<string, Map<number, number>>();
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const [id, , date, , value] = line.trim().split(/\s+/);
    if (!date || day(date) > day('19970930')) continue;
    const days = customers.get(id!) ?? new Map<number, number>();
    days.set(day(date), (days.get(day(date)) ?? 0) + Number(value));
    customers.set(id!, days);
  }
  const all = [...customers.values()].map((days) => [...days].sort(([one], [other]) => one - other));
  const end = day('19970930');
  return {
    frequency: all.map((days) => days.length - 1),
    recency: all.map((days) => (days.at(-1)![0] - days[0]![0]) / 7),
    age: all.map((days) => (end - days[0]![0]) / 7),
    meanRepeat: all.map((days) => days.slice(1).reduce((sum, [, value]) => sum + value, 0) / (days.length - 1)),
  };
}

describe.skipIf(!existsSync(file))('CDNOW (needs CLIENTELE_DATA)', () => {
  it('gives the parameters and likelihood of Fader, Hardie and Lee', () => {
    const history = cdnow();
    expect(history.frequency.length).toBe(2357);
    const { model, logLikelihood } = fitBgNbd(history, context(1));
    expect(model.r).toBeCloseTo(0.243, 3);
    expect(model.alpha).toBeCloseTo(4.414, 3);
    expect(model.a).toBeCloseTo(0.793, 3);
    expect(model.b).toBeCloseTo(2.426, 3);
    expect(logLikelihood).toBeCloseTo(-9582.4, 1);
  });

  it('gives the parameters of the Gamma-Gamma model on the repeat buyers', () => {
    const { frequency, meanRepeat } = cdnow();
    const repeat = frequency.flatMap((x, i) => (x > 0 && meanRepeat[i]! > 0 ? [i] : []));
    const { model } = fitGammaGamma(
      repeat.map((i) => frequency[i]!),
      repeat.map((i) => meanRepeat[i]!),
      context(1),
    );
    expect(model.p).toBeCloseTo(6.25, 2);
    expect(model.q).toBeCloseTo(3.74, 2);
    expect(model.gamma).toBeCloseTo(15.45, 1);
  });
});

describe('BG/NBD', () => {
  /** The paper's expectation, integrated instead of summed: the mean over rates and stopping chances by sampling. */
  function simulated(model: BgNbdModel, ahead: number, customers: number): number {
    const random = new Random(5);
    const gamma = (shape: number): number => {
      // Marsaglia & Tsang 2000, with the boost for shapes below 1.
      if (shape < 1) return gamma(shape + 1) * Math.pow(random.uniform(), 1 / shape);
      const d = shape - 1 / 3;
      for (;;) {
        const x = random.normal();
        const v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
        if (v > 0 && Math.log(random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
      }
    };
    let purchases = 0;
    for (let i = 0; i < customers; i++) {
      const rate = gamma(model.r) / model.alpha;
      const [one, other] = [gamma(model.a), gamma(model.b)];
      const stop = one / (one + other);
      let time = 0;
      for (;;) {
        time -= Math.log(random.uniform()) / rate;
        if (time > ahead) break;
        purchases++;
        if (random.uniform() < stop) break;
      }
    }
    return purchases / customers;
  }

  it('expects of a new customer what a simulation of its story gives', () => {
    for (const ahead of [10, 39, 78]) {
      expect(expectedPurchasesOfNew(paper, ahead)).toBeCloseTo(simulated(paper, ahead, 400_000), 1);
    }
    // The paper's own model: 0.243 / 4.414 a week at first, and less with time.
    expect(expectedPurchasesOfNew(paper, 0.001) / 0.001).toBeCloseTo(0.243 / 4.414, 3);
  });

  it('expects of a known customer what the paper’s worked example gives', () => {
    // Fader, Hardie & Lee's spreadsheet: customer 0001, x = 2, t_x = 30.43, T = 38.86, the next 39 weeks.
    expect(expectedPurchases(paper, 2, 30.43, 38.86, 39)).toBeCloseTo(1.226, 3);
  });

  it('agrees with the formula as printed, without the transformation', () => {
    const { r, alpha, a, b } = paper;
    for (const [x, recency, age, ahead] of [
      [1, 5, 30, 13],
      [7, 20, 25, 26],
      [3, 1, 39, 39],
    ] as const) {
      const z = ahead / (alpha + age + ahead);
      const printed =
        (((a + b + x - 1) / (a - 1)) *
          (1 -
            Math.pow((alpha + age) / (alpha + age + ahead), r + x) * hypergeometric(r + x, b + x, a + b + x - 1, z))) /
        (1 + (a / (b + x - 1)) * Math.pow((alpha + age) / (alpha + recency), r + x));
      expect(expectedPurchases(paper, x, recency, age, ahead)).toBeCloseTo(printed, 9);
    }
  });

  it('says who is still active: the more a silence is out of habit, the less', () => {
    expect(aliveProbability(paper, 0, 0, 39)).toBe(1);
    const chances = [30, 20, 10, 1].map((recency) => aliveProbability(paper, 6, recency, 39));
    for (let i = 1; i < chances.length; i++) expect(chances[i]!).toBeLessThan(chances[i - 1]!);
    expect(aliveProbability(paper, 400, 10, 39)).toBeGreaterThanOrEqual(0);
    expect(expectedPurchases(paper, 400, 39, 39, 39)).toBeLessThan(400);
  });

  it('gives a chance of return between nobody’s and a regular’s, that grows with the time ahead', () => {
    expect(returnProbability(paper, 0, 0, 39, 0)).toBe(0);
    // By hand: 1 - (43.414 / 82.414)^0.243, with a chance to be active of 1.
    expect(returnProbability(paper, 0, 0, 39, 39)).toBeCloseTo(1 - Math.pow(43.414 / 82.414, 0.243), 12);
    const chances = [1, 10, 39, 400].map((ahead) => returnProbability(paper, 5, 38, 39, ahead));
    for (let i = 1; i < chances.length; i++) expect(chances[i]!).toBeGreaterThan(chances[i - 1]!);
    expect(chances[3]!).toBeLessThanOrEqual(aliveProbability(paper, 5, 38, 39));
    // Expected purchases are at least as many as the chance of one.
    expect(expectedPurchases(paper, 5, 38, 39, 39)).toBeGreaterThan(returnProbability(paper, 5, 38, 39, 39));
  });

  it('does not depend on the unit of time, and refuses histories that cannot be', () => {
    const random = new Random(3);
    const frequency = Array.from({ length: 500 }, () => random.integer(4));
    const age = frequency.map(() => 10 + 30 * random.uniform());
    const recency = frequency.map((x, i) => (x === 0 ? 0 : age[i]! * random.uniform()));
    const weeks = fitBgNbd({ frequency, recency, age }, context(1));
    const days = fitBgNbd({ frequency, recency: recency.map((t) => 7 * t), age: age.map((t) => 7 * t) }, context(1));
    expect(days.model.alpha / weeks.model.alpha).toBeCloseTo(7, 2);
    expect(days.model.r).toBeCloseTo(weeks.model.r, 3);
    const once = { frequency: [0, 0], recency: [0, 0], age: [3, 4] };
    expect(() => fitBgNbd(once, context(1))).toThrowError(expect.objectContaining({ code: 'insufficient_data' }));
    for (const bad of [{ frequency: [1.5] }, { frequency: [NaN] }, { recency: [9] }, { age: [NaN] }]) {
      const history = { frequency: [1], recency: [2], age: [3], ...bad };
      expect(() => fitBgNbd(history, context(1))).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
    }
  });
});

describe('Gamma-Gamma', () => {
  it('lies between the customer’s own mean and everybody’s, nearer to the own the more is known', () => {
    const model = { p: 6.25, q: 3.74, gamma: 15.45 };
    const everybody = expectedSpend(model, 0, 0);
    expect(everybody).toBeCloseTo((6.25 * 15.45) / 2.74, 9);
    const estimates = [1, 3, 10, 100].map((purchases) => expectedSpend(model, purchases, 100));
    for (const [i, estimate] of estimates.entries()) {
      expect(estimate).toBeGreaterThan(i === 0 ? everybody : estimates[i - 1]!);
      expect(estimate).toBeLessThan(100);
    }
    expect(expectedSpend({ ...model, gamma: 1545 }, 3, 10_000)).toBeCloseTo(100 * expectedSpend(model, 3, 100), 9);
    expect(expectedSpend({ ...model, q: 0.9 }, 3, 100)).toBeNaN();
  });
});

describe('Gamma-Gamma in any currency', () => {
  it('scales with the money, and its likelihood by the same law', () => {
    const random = new Random(8);
    const purchases = Array.from({ length: 300 }, () => 1 + random.integer(5));
    const spend = purchases.map(() => 20 * Math.exp(0.6 * random.normal()));
    const pounds = fitGammaGamma(purchases, spend, context(1));
    const yen = fitGammaGamma(
      purchases,
      spend.map((value) => 200_000 * value),
      context(1),
    );
    expect(yen.model.p).toBeCloseTo(pounds.model.p, 6);
    expect(yen.model.gamma / pounds.model.gamma).toBeCloseTo(200_000, 0);
    expect(yen.logLikelihood).toBeCloseTo(pounds.logLikelihood - 300 * Math.log(200_000), 4);
  });
});

describe('the numerics beneath', () => {
  it('know the gamma function and its derivative', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 9);
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
    for (const x of [0.1, 0.7, 3.3, 40]) {
      expect(digamma(x)).toBeCloseTo((logGamma(x + 1e-5) - logGamma(x - 1e-5)) / 2e-5, 5);
    }
  });

  it('know the hypergeometric function where it is another', () => {
    for (const z of [0.1, 0.5, 0.9, 0.99]) {
      expect(hypergeometric(1, 1, 2, z)).toBeCloseTo(-Math.log(1 - z) / z, 9);
      expect(hypergeometric(0.7, 1.3, 1.3, z)).toBeCloseTo(Math.pow(1 - z, -0.7), 8);
    }
  });

  it('find the minimum of a curved valley', () => {
    const { at, value } = minimise(
      ([x, y], gradient) => {
        gradient[0] = -400 * x! * (y! - x! * x!) - 2 * (1 - x!);
        gradient[1] = 200 * (y! - x! * x!);
        return 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2;
      },
      [-1.2, 1],
      { tolerance: 1e-14 },
    );
    expect(value).toBeLessThan(1e-10);
    expect(at[0]).toBeCloseTo(1, 4);
    expect(() => minimise(() => NaN, [1])).toThrowError(expect.objectContaining({ code: 'not_converged' }));
  });
});
