import { describe, expect, it } from 'vitest';
import type { CustomerColumn, LabelColumn } from '../../../shared/customer-table.ts';
import {
  completeLabels,
  labelsOfColumn,
  learnableLabels,
  namesOfLevels,
} from '../../../electron/engine/segmentation/known-labels.ts';
import { callAfterLabels } from '../../../electron/engine/insight/label-names.ts';
import type { SegmentProfile } from '../../../shared/domain.ts';

const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
const learn = (label: LabelColumn, customers = all(label.codes.length)) =>
  learnableLabels({ from: 'dataset', label, names: namesOfLevels(label) }, customers);

describe('labels to learn', () => {
  it('are those of five customers or more; all others count as unknown, and it is said how many', () => {
    const levels = ['gold', 'odd', 'silver'];
    const codes = Int32Array.from({ length: 20 }, (_, i) => (i < 8 ? 0 : i < 10 ? 1 : i < 18 ? 2 : -1));
    const learned = learn({ name: 'Plan', levels, codes });
    expect(learned.names.map(({ name }) => name)).toEqual(['gold', 'silver']);
    expect([...learned.codes].slice(6, 12)).toEqual([0, 0, -1, -1, 1, 1]);
    expect(learned).toMatchObject({ labelled: 16, rare: { labels: 1, customers: 2 }, source: 'Plan' });
    // Only the customers who were kept count.
    expect(() => learn({ name: 'Plan', levels, codes }, all(10))).toThrowError(
      expect.objectContaining({ details: { reason: 'labels_too_few', labels: 1, needed: 5 } }),
    );
  });

  it('are not too many to have a segment each', () => {
    const levels = Array.from({ length: 51 }, (_, i) => `level ${i}`);
    const codes = Int32Array.from({ length: 51 * 5 }, (_, i) => i % 51);
    expect(() => learn({ name: 'Town', levels, codes })).toThrowError(
      expect.objectContaining({ code: 'invalid_input', details: { reason: 'too_many_classes', labels: 51, most: 50 } }),
    );
  });

  it('come of columns of kinds and of yes and no, not of numbers', () => {
    const head = { id: 'attributes:Plan', family: 'attributes' as const };
    const category: CustomerColumn = { ...head, type: 'category', levels: ['a', 'b'], codes: Int32Array.of(0, 1, -1) };
    expect(labelsOfColumn(category)).toEqual({ name: 'Plan', levels: ['a', 'b'], codes: category.codes });
    const numbers = { ...head, unit: 'number' as const, values: Float64Array.of(1, 0, NaN) };
    expect([...labelsOfColumn({ ...numbers, type: 'yesNo' })!.codes]).toEqual([1, 0, -1]);
    expect(labelsOfColumn({ ...numbers, type: 'number' })).toBeNull();
  });

  it('give segments names that differ and fit', () => {
    const names = namesOfLevels({ name: 'Channel', levels: ['1', 'Gold', 'gold ', 'x'.repeat(200), 'TRUE'] });
    expect(names.slice(0, 3).map(({ name }) => name)).toEqual(['Channel 1', 'Gold', 'gold (2)']);
    expect(names[4]!.name).toBe('Channel TRUE');
    expect(names[3]!.name!.length).toBeLessThanOrEqual(60);
    const profiles = [{ id: 1 }, { id: 2 }] as SegmentProfile[];
    expect(callAfterLabels(profiles, Int32Array.of(1, 0), names).map(({ id, name }) => [id, name])).toEqual([
      [1, 'Gold'],
      [2, 'Channel 1'],
    ]);
  });

  it('stay with those who have one', () => {
    expect([...completeLabels(Int32Array.of(0, -1, 1), Int32Array.of(1, 1, 0))]).toEqual([0, 1, 1]);
  });
});
