/** A whole GAN on data whose modes are known, and on what a table of customers can be. */
import { describe, expect, it } from 'vitest';
import { drawSynthetic, fitGan, type GanCheckpoint } from '../../../../../electron/engine/ml/networks/gan/gan.ts';
import { discernibility } from '../../../../../electron/engine/ml/networks/gan/real-or-synthetic.ts';
import { decodeFrame, encodeFrame } from '../../../../../shared/frame.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { clouds, matrix } from '../../goldens.ts';
import { context } from '../samples.ts';
import { modeShares, moons } from './moons.ts';

describe('a GAN that was cut off', () => {
  it('goes on from any checkpoint to the same bits, and refuses one of another plan', () => {
    const X = moons(300, 4);
    const kept: GanCheckpoint[] = [];
    const whole = fitGan(
      X,
      { steps: 40 },
      {
        ...context(2),
        checkpointEvery: 12,
        // As the workspace keeps it.
        onCheckpoint: (checkpoint) => kept.push(decodeFrame(encodeFrame(checkpoint)) as GanCheckpoint),
      },
    );
    expect(kept.map(({ step }) => step)).toEqual([12, 24, 36]);
    for (const checkpoint of kept) expect(fitGan(X, { steps: 40 }, { ...context(2), checkpoint })).toEqual(whole);
    expect(() => fitGan(X, { steps: 41 }, { ...context(2), checkpoint: kept[0] })).toThrow(
      expect.objectContaining({ details: { reason: 'checkpoint_mismatch' } }),
    );
  });
});

describe('a GAN of two moons with a category', () => {
  const X = moons(2500, 1);
  const { model, looks } = fitGan(X, {}, context(1));

  it('finds every mode at about its share, and is hard to tell from the real rows', () => {
    const synthetic = drawSynthetic(model, 2500, 1, context(101));
    const [real, found] = [modeShares(X), modeShares(synthetic)];
    expect(real.size).toBeGreaterThanOrEqual(4);
    for (const [mode, share] of real) {
      // A mode of a handful of rows on the wrong side of the noise is no mode.
      if (share < 0.01) continue;
      expect(Math.abs((found.get(mode) ?? 0) - share) / share, mode).toBeLessThan(0.3);
    }
    expect(discernibility(X, synthetic, context(5))).toBeLessThan(0.65);
    expect(looks).toHaveLength(10);
  }, 60_000);

  it('shows rare kinds more often in balanced draws', () => {
    const rarest = model.kindShares.indexOf(Math.min(...model.kindShares));
    expect(model.kindShares[rarest]!).toBeLessThan(1 / model.kindShares.length);
    const [asTheyAre, alike] = [1, 0].map((power) => modeShares(drawSynthetic(model, 2000, power, context(3))));
    // The rare level of the lower moon has kinds of its own.
    expect(alike!.get('lower 1')!).toBeGreaterThan(asTheyAre!.get('lower 1')!);
  });

  it('holds no row: what is kept is as large for twice the rows', () => {
    const size = (rows: number): number =>
      encodeFrame(fitGan(moons(rows, 2), { steps: 4 }, context(1)).model).byteLength;
    expect(Math.abs(size(2400) - size(1200))).toBeLessThan(1500);
  });

  it('draws the same after it has travelled', () => {
    const travelled = decodeFrame(encodeFrame(model)) as typeof model;
    expect(drawSynthetic(travelled, 70, 1, context(8))).toEqual(drawSynthetic(model, 70, 1, context(8)));
  });
});

describe('a GAN', () => {
  it('begins from the kinds’ own columns, and one step is enough to be near', () => {
    const X = clouds(600, 4, 5, 0.3, 3);
    const { model } = fitGan(X, { steps: 1 }, context(2));
    expect(discernibility(X, drawSynthetic(model, 600, 1, context(4)), context(5))).toBeLessThan(0.85);
  });

  it.each([
    ['20 rows', clouds(20, 3, 2, 1, 1)],
    ['one row', matrix([[1, 2]])],
    ['a column that never varies', matrix(Array.from({ length: 40 }, (_, i) => [3, (i * 7) % 40]))],
    ['columns of levels alone', matrix(Array.from({ length: 60 }, (_, i) => [i % 2, i % 3, i % 5]))],
    ['mostly one value', matrix(Array.from({ length: 90 }, (_, i) => [i % 10 === 0 ? i : 0, i / 9]))],
  ])('takes %s, and draws nothing that was never seen', (_, X) => {
    const { model } = fitGan(X, { steps: 3 }, context(1));
    const { data } = drawSynthetic(model, 50, 1, context(1));
    expect(data).toHaveLength(50 * X.nFeatures);
    for (let j = 0; j < X.nFeatures; j++) {
      const column = Array.from({ length: X.nSamples }, (_, i) => X.data[i * X.nFeatures + j]!);
      for (let i = 0; i < 50; i++) {
        expect(data[i * X.nFeatures + j]).toBeGreaterThanOrEqual(Math.min(...column));
        expect(data[i * X.nFeatures + j]).toBeLessThanOrEqual(Math.max(...column));
      }
    }
  });

  it('says what it cannot take', () => {
    const { nFeatures } = clouds(8, 2, 2, 1, 1);
    const nobody = { data: new Float64Array(0), nSamples: 0, nFeatures };
    expect(() => fitGan(nobody, {}, context(1))).toThrowError(expect.objectContaining({ code: 'insufficient_data' }));
    expect(() => fitGan(matrix([[NaN]]), {}, context(1))).toThrowError(AppError);
    expect(() => fitGan(matrix([[1]]), { steps: 0 }, context(1))).toThrowError(AppError);
  });

  it('hears a cancel many times a second', () => {
    const X = clouds(3000, 24, 6, 0.6, 4);
    // Microseconds of the processor, so that others at work do not count.
    let last = process.cpuUsage().user;
    let longest = 0;
    const checkCancelled = (): void => {
      const now = process.cpuUsage().user;
      longest = Math.max(longest, now - last);
      last = now;
    };
    const { model } = fitGan(X, { steps: 10 }, { ...context(1), checkCancelled });
    drawSynthetic(model, 500, 1, { ...context(1), checkCancelled });
    expect(longest).toBeLessThan(300_000);
  });
});
