import { describe, expect, it } from 'vitest';
import { alongAxes, latentAxes } from '../../../../electron/engine/ml/networks/latent-axes.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { context, gaussian } from './samples.ts';

function times({ data, nSamples, nFeatures: l }: Matrix, map: number[][]): Matrix {
  const f = map[0]!.length;
  const out = new Float64Array(nSamples * f);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < f; j++) for (let a = 0; a < l; a++) out[i * f + j]! += data[i * l + a]! * map[a]![j]!;
  }
  return { data: out, nSamples, nFeatures: f };
}

const distance = (X: Matrix, a: number, b: number): number => {
  let squares = 0;
  for (let j = 0; j < X.nFeatures; j++) squares += (X.data[a * X.nFeatures + j]! - X.data[b * X.nFeatures + j]!) ** 2;
  return Math.sqrt(squares);
};

function deviation({ data, nSamples, nFeatures }: Matrix, column: number): number {
  const values = Array.from({ length: nSamples }, (_, i) => data[i * nFeatures + column]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / nSamples;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (nSamples - 1));
}

describe('latent axes', () => {
  const Z = gaussian(400, 3, 4);
  const decoder = [
    [1, 2, 0, -1, 0.5],
    [0, 1, 1, 1, -2],
    [0.3, 0, -1, 2, 1],
  ];

  it('make latent distances those of a linear decoder’s output', () => {
    const decoded = times(Z, decoder);
    const aligned = alongAxes(Z, latentAxes(Z, decoded, context(1)));
    for (let i = 0; i < 50; i++) expect(distance(aligned, i, i + 100)).toBeCloseTo(distance(decoded, i, i + 100), 3);
  });

  it('undo whatever a network does to its latent space: turning, stretching, mirroring', () => {
    const decoded = times(Z, decoder);
    const straight = alongAxes(Z, latentAxes(Z, decoded, context(1)));
    const bent = times(Z, [
      [5, 1, 0],
      [0, -0.1, 2],
      [1, 0, 1],
    ]);
    const again = alongAxes(bent, latentAxes(bent, decoded, context(1)));
    again.data.forEach((value, i) => expect(value).toBeCloseTo(straight.data[i]!, 2));
  });

  it('give directions that nobody uses no length', () => {
    const flat = { ...Z, data: Z.data.map((value, i) => (i % 3 === 2 ? 0 : value)) };
    const aligned = alongAxes(flat, latentAxes(flat, times(flat, decoder), context(1)));
    const third = aligned.data.filter((_, i) => i % 3 === 2);
    expect(Math.max(...third.map(Math.abs))).toBeLessThan(1e-4);
  });

  it('take the power of the deviation along each axis', () => {
    const flat = { ...Z, data: Z.data.map((value, i) => (i % 3 === 2 ? 0 : value)) };
    for (const [raw, used] of [
      [Z, 3],
      [flat, 2],
    ] as const) {
      const decoded = times(raw, decoder);
      const along = (power: number) => alongAxes(raw, latentAxes(raw, decoded, context(1), power));
      const [full, half, none] = [along(1), along(0.5), along(0)];
      for (let c = 0; c < used; c++) {
        expect(deviation(half, c)).toBeCloseTo(Math.sqrt(deviation(full, c)), 4);
        expect(deviation(none, c)).toBeCloseTo(1, 4);
        // The directions stay, in their order: only lengths change.
        expect(full.data[c]! / half.data[c]!).toBeCloseTo(deviation(full, c) / deviation(half, c), 3);
      }
      for (let c = used; c < 3; c++) expect(Math.max(deviation(half, c), deviation(none, c))).toBe(0);
    }
  });
});
