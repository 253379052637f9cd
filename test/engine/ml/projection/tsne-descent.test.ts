import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../../../electron/engine/ml/projection/neighbours.ts';
import {
  conditionalProbabilities,
  jointProbabilities,
  type Affinities,
} from '../../../../electron/engine/ml/projection/tsne-affinities.ts';
import { TsneDescent } from '../../../../electron/engine/ml/projection/tsne-descent.ts';
import { blobs, context, normals, relativeError } from './tsne-samples.ts';

const never = () => undefined;

function affinitiesOf(nSamples: number, perplexity: number): Affinities {
  const neighbours = nearestNeighbours(blobs(nSamples, 4, 3, 3), Math.floor(3 * perplexity), context());
  return jointProbabilities(neighbours, conditionalProbabilities(neighbours, perplexity, context()), context());
}

/** p as a full matrix. */
function dense({ rowStarts, columns, probabilities }: Affinities): Float64Array {
  const n = rowStarts.length - 1;
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let at = rowStarts[i]!; at < rowStarts[i + 1]!; at++) p[i * n + columns[at]!]! += probabilities[at]!;
  }
  return p;
}

/** The formulas of van der Maaten & Hinton 2008, pair by pair. */
function bruteForce(p: Float64Array, y: ArrayLike<number>, exaggeration: number): { gradient: number[]; kl: number } {
  const n = y.length / 2;
  const q = (i: number, j: number) => 1 / (1 + (y[2 * i]! - y[2 * j]!) ** 2 + (y[2 * i + 1]! - y[2 * j + 1]!) ** 2);
  let Z = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) Z += q(i, j);
  const gradient = Array.from(y, () => 0);
  let kl = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const weight = (exaggeration * p[i * n + j]! - q(i, j) / Z) * q(i, j);
      for (const c of [0, 1]) gradient[2 * i + c]! += weight * (y[2 * i + c]! - y[2 * j + c]!);
      if (p[i * n + j]! > 0) kl += p[i * n + j]! * Math.log((p[i * n + j]! * Z) / q(i, j));
    }
  }
  return { gradient, kl };
}

describe('affinities', () => {
  it('have the wanted perplexity in each row', () => {
    const neighbours = nearestNeighbours(blobs(400, 4, 3, 3), 60, context());
    const conditional = conditionalProbabilities(neighbours, 20, context());
    for (let i = 0; i < 400; i++) {
      let entropy = 0;
      let sum = 0;
      for (const share of conditional.subarray(i * 60, (i + 1) * 60)) {
        sum += share;
        if (share > 0) entropy -= share * Math.log(share);
      }
      expect(sum).toBeCloseTo(1, 5);
      expect(Math.exp(entropy)).toBeCloseTo(20, 2);
    }
  });

  it('are symmetric, sum to 1 and are filled up to rows of four', () => {
    const affinities = affinitiesOf(301, 10);
    const p = dense(affinities);
    expect(p.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    for (let i = 0; i < 301; i++) {
      expect(affinities.rowStarts[i]! % 4).toBe(0);
      expect(p[i * 301 + i]).toBe(0);
      for (let j = 0; j < i; j++) expect(p[i * 301 + j]).toBeCloseTo(p[j * 301 + i]!, 9);
    }
  });
});

describe('gradient', () => {
  const n = 301;
  const affinities = affinitiesOf(n, 10);
  const p = dense(affinities);

  for (const [scale, exaggeration] of [
    [1e-4, 12],
    [1, 12],
    [30, 1],
  ] as const) {
    const y = Float32Array.from(normals(n, 2, 3).data, (value) => scale * value);
    const expected = bruteForce(p, y, exaggeration);

    it(`over all pairs is that of the formula at scale ${scale}`, () => {
      const descent = new TsneDescent(affinities, y, 0);
      expect(relativeError(descent.gradient(exaggeration, never), expected.gradient)).toBeLessThan(1e-4);
    });

    for (const length of [64, 128, 256]) {
      it(`over a grid of ${length} is within 1 % at scale ${scale}, and so is the divergence`, () => {
        const descent = new TsneDescent(affinities, y, length);
        expect(relativeError(descent.gradient(exaggeration, never), expected.gradient)).toBeLessThan(0.01);
        expect(descent.plan.length).toBe(length);
        expect(descent.klDivergence(never)).toBeCloseTo(bruteForce(p, y, 1).kl, 2);
      });
    }
  }

  it('of the repulsion alone agrees with all pairs within 1 %, with and without a near field', () => {
    const none: Affinities = {
      rowStarts: new Int32Array(1501),
      columns: new Int32Array(0),
      probabilities: new Float32Array(0),
    };
    for (const [distance, length] of [
      [0.3, 256],
      [3, 64],
      [30, 128],
    ] as const) {
      const y = Float32Array.from(blobs(1500, 2, 9, distance).data);
      const exact = new TsneDescent(none, y, 0).gradient(1, never);
      const descent = new TsneDescent(none, y, length);
      expect(relativeError(descent.gradient(1, never), exact)).toBeLessThan(0.01);
      expect(descent.plan.cutoff > 0).toBe(distance > 1);
    }
  });
});

describe('step', () => {
  it('lowers the divergence, with all pairs or over the grid', () => {
    for (const length of [0, 64]) {
      const start = Float32Array.from(normals(301, 2, 3).data);
      const descent = new TsneDescent(affinitiesOf(301, 10), start, length);
      let last = descent.klDivergence(never);
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 20; i++) descent.step({ exaggeration: 1, momentum: 0.5, learningRate: 50 }, never);
        const divergence = descent.klDivergence(never);
        expect(divergence).toBeLessThan(last);
        last = divergence;
      }
    }
  });
});
