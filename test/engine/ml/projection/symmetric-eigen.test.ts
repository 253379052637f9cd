import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../../electron/engine/ml/projection/symmetric-eigen.ts';
import { tridiagonalEigen } from '../../../../electron/engine/ml/projection/tridiagonal-eigen.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';

/** B B' of a random n x rank matrix. */
function gram(n: number, rank: number, seed: number): Float64Array {
  const random = new Random(seed);
  const b = Float64Array.from({ length: n * rank }, () => random.normal());
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < rank; k++) a[i * n + j]! += b[i * rank + k]! * b[j * rank + k]!;
    }
  }
  return a;
}

describe('symmetricEigen', () => {
  it.each([
    [150, 150],
    [150, 7],
  ])('takes a matrix of %i rows and rank %i apart', (n, rank) => {
    const a = gram(n, rank, 3);
    const { values, vectors } = symmetricEigen(a, n);
    for (let c = 1; c < n; c++) expect(values[c]!).toBeLessThanOrEqual(values[c - 1]!);
    expect(Math.abs(values[rank] ?? 0)).toBeLessThan(1e-9 * values[0]!);
    for (let i = 0; i < n; i += 7) {
      for (let j = 0; j < n; j += 5) {
        let [rebuilt, unit] = [0, 0];
        for (let c = 0; c < n; c++) {
          rebuilt += values[c]! * vectors[i * n + c]! * vectors[j * n + c]!;
          unit += vectors[i * n + c]! * vectors[j * n + c]!;
        }
        expect(rebuilt).toBeCloseTo(a[i * n + j]!, 8);
        expect(unit).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });

  it('finds the same by either way', () => {
    const n = 40;
    const a = gram(n, n, 5);
    const jacobi = symmetricEigen(a, n);
    const { values, vectors } = tridiagonalEigen(a, n);
    const order = [...values.keys()].sort((i, j) => values[j]! - values[i]!);
    order.forEach((from, c) => {
      expect(values[from]!).toBeCloseTo(jacobi.values[c]!, 8);
      let dot = 0;
      for (let i = 0; i < n; i++) dot += vectors[from * n + i]! * jacobi.vectors[i * n + c]!;
      expect(Math.abs(dot)).toBeCloseTo(1, 8);
    });
  });

  it('stands what is diagonal, zero or of one row', () => {
    const n = 130;
    const a = new Float64Array(n * n);
    expect([...symmetricEigen(a, n).values].every((value) => value === 0)).toBe(true);
    for (let i = 0; i < n; i++) a[i * n + i] = i;
    expect(Array.from(symmetricEigen(a, n).values)).toEqual(Array.from({ length: n }, (_, i) => n - 1 - i));
    expect(tridiagonalEigen(Float64Array.of(4), 1)).toEqual({
      values: Float64Array.of(4),
      vectors: Float64Array.of(1),
    });
  });
});
