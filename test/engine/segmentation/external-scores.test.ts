import { expect, it } from 'vitest';
import { externalScores } from '../../../electron/engine/segmentation/external-scores.ts';

const label = { name: 'kind', levels: ['a', 'b'], codes: Int32Array.of(0, 0, 1, 1, -1, 0) };

it('compares segments with labels, for customers that have one', () => {
  // Rows are customers 5, 4, 3, 2 and 0; customer 4 has no label, 1 has no row.
  const customers = Int32Array.of(5, 4, 3, 2, 0);
  expect(externalScores(label, customers, Int32Array.of(2, 0, 1, 1, 2))).toEqual({ accuracy: 1, nmi: 1, ari: 1 });
  const mixed = externalScores(label, customers, Int32Array.of(0, 0, 0, 1, 1))!;
  expect(mixed.accuracy).toBe(0.5);
  expect(mixed.nmi).toBeCloseTo(0, 12);
  expect(mixed.ari).toBeCloseTo(-0.5, 12);
});

it('has nothing to say where nobody has a label', () => {
  expect(externalScores(label, Int32Array.of(4), Int32Array.of(0))).toBeNull();
});
