/** Figures about synthetic rows, worked by hand where they can be; and whether copying is seen. */
import { describe, expect, it } from 'vitest';
import {
  kolmogorovSmirnov,
  measureFidelity,
  totalVariation,
} from '../../../../../electron/engine/ml/networks/gan/fidelity.ts';
import { fitCoding } from '../../../../../electron/engine/ml/networks/gan/coding.ts';
import { checkCopies, copies } from '../../../../../electron/engine/ml/networks/gan/nearest-rows.ts';
import { areaUnderCurve } from '../../../../../electron/engine/ml/networks/gan/real-or-synthetic.ts';
import { refuseCopies } from '../../../../../electron/engine/segmentation/synthetic.ts';
import { Random } from '../../../../../electron/engine/ml/random.ts';
import { takeRows, type Matrix } from '../../../../../electron/engine/ml/types.ts';
import { gaussian, context } from '../samples.ts';

describe('distances of columns', () => {
  it('are the largest gap of two distributions', () => {
    expect(kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6))).toBe(0.5);
    expect(kolmogorovSmirnov(Float64Array.of(0, 0, 1), Float64Array.of(0, 1, 1))).toBeCloseTo(1 / 3, 12);
    expect(kolmogorovSmirnov(Float64Array.of(1, 2), Float64Array.of(7))).toBe(1);
  });

  it('are half the differences of shares', () => {
    expect(totalVariation(Float64Array.of(0, 0, 1, 2), Float64Array.of(0, 1, 1, 1))).toBeCloseTo(0.5, 12);
    expect(totalVariation(Float64Array.of(1), Float64Array.of(1, 1))).toBe(0);
  });
});

describe('the area under the curve', () => {
  it('counts pairs in the right order, ties by half', () => {
    // Real 1 2, synthetic 2 3: of four pairs three are right and one is a tie.
    expect(areaUnderCurve(Float64Array.of(1, 2, 2, 3), 2)).toBe(0.875);
    expect(areaUnderCurve(Float64Array.of(5, 5, 5, 5), 2)).toBe(0.5);
  });

  it('of rows from the same source is a half, of others near 1', () => {
    const X = gaussian(1200, 6, 1);
    const coding = fitCoding(X, context(1));
    const same = measureFidelity(X, gaussian(1200, 6, 2), coding, context(3));
    expect(Math.abs(same.discernibility - 0.5)).toBeLessThan(0.05);
    expect(same.continuous).toMatchObject({ columns: 6 });
    expect(same.continuous.worst).toBeLessThan(0.08);
    expect(same.correlationDistance).toBeLessThan(0.06);
    const far = { ...X, data: X.data.map((value) => 0.5 * value + 2) };
    const other = measureFidelity(X, far, coding, context(3));
    expect(other.discernibility).toBeGreaterThan(0.95);
    expect(other.continuous.mean).toBeGreaterThan(0.6);
  });
});

describe('copying', () => {
  const learned = gaussian(1600, 8, 1);
  const heldOut = gaussian(400, 8, 2);
  const honest = gaussian(1000, 8, 3);
  const random = new Random(9);

  /** What a generator that remembers gives: `share` of the rows are learned ones, nearly. */
  function remembering(share: number, noise: number): Matrix {
    const rows = takeRows(
      learned,
      Int32Array.from({ length: 1000 }, () => random.integer(learned.nSamples)),
    );
    rows.data = rows.data.map((value, at) =>
      at < share * honest.data.length ? value + noise * random.normal() : honest.data[at]!,
    );
    return rows;
  }

  it('is not seen where there is none', () => {
    const check = checkCopies(learned, heldOut, honest, context(1));
    expect(Math.abs(check.all.share - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(check.all.deviations)).toBeLessThan(3.3);
    expect(copies(check)).toBe(false);
    expect(() => refuseCopies(check)).not.toThrow();
  });

  it('is said of one honest generator in hundreds at most', () => {
    const refused = Array.from({ length: 60 }, (_, i) =>
      copies(checkCopies(gaussian(240, 5, 3 * i), gaussian(60, 5, 3 * i + 1), gaussian(300, 5, 3 * i + 2), context(1))),
    );
    expect(refused.filter(Boolean).length).toBeLessThanOrEqual(1);
  });

  it('is not said of coarse rows, of which many are equal by chance', () => {
    const coarse = (X: Matrix): Matrix => takeColumns({ ...X, data: X.data.map((value) => Math.round(value)) }, 3);
    const check = checkCopies(coarse(learned), coarse(heldOut), coarse(honest), context(1));
    expect(copies(check)).toBe(false);
  });

  it.each([
    ['all, exactly', 1, 0],
    ['all, nearly', 1, 0.05],
    ['half', 0.5, 0.05],
    ['one in ten, nearly', 0.1, 0.01],
    ['one in twenty, exactly', 0.05, 0],
  ])('is seen and refused: %s', (_, share, noise) => {
    const check = checkCopies(learned, heldOut, remembering(share, noise), context(1));
    expect(copies(check)).toBe(true);
    expect(check.nearest.share).toBeGreaterThan(0.6);
    if (noise === 0) expect(check.exact).toBeCloseTo(share, 6);
    expect(() => refuseCopies(check)).toThrowError(
      expect.objectContaining({ code: 'conflict', details: expect.objectContaining({ reason: 'copies_people' }) }),
    );
  });
});

function takeColumns({ data, nSamples, nFeatures }: Matrix, count: number): Matrix {
  const taken = Float64Array.from(
    { length: nSamples * count },
    (_, at) => data[Math.floor(at / count) * nFeatures + (at % count)]!,
  );
  return { data: taken, nSamples, nFeatures: count };
}
