import { describe, expect, it } from 'vitest';
import type { FeatureTable, Treatment } from '../../../../shared/domain.ts';
import { groupsAlike } from '../../../../electron/engine/ml/preprocessing/groups-alike.ts';
import { fillGaps, type NeighbourFill } from '../../../../electron/engine/ml/preprocessing/neighbour-fill.ts';
import { applyPreprocessing, fitPreprocessing } from '../../../../electron/engine/ml/preprocessing/preprocessing.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { decodeFrame, encodeFrame } from '../../../../shared/frame.ts';
import golden from '../../../fixtures/treatments.json' with { type: 'json' };
import { clouds } from '../goldens.ts';

const plain: Treatment = { missing: 'neighbours', winsorise: null, transform: 'none', scale: 'standard' };

function tableOf(columns: readonly Float64Array[], treatment = plain): FeatureTable {
  return {
    definitions: columns.map((_, f) => {
      return { id: `c${f}`, family: 'attributes', unit: 'number', treatment, inUse: true };
    }),
    customers: Int32Array.from(columns[0]!.keys()),
    values: [...columns],
  };
}

/** Rows of two clouds in five columns; every tenth cell is missing. */
function gappy(n: number, seed: number): FeatureTable {
  const { data } = clouds(n, 5, 2, 0.3, seed);
  const random = new Random(seed);
  const columns = Array.from({ length: 5 }, (_, f) =>
    Float64Array.from({ length: n }, (_, i) => (random.uniform() < 0.1 ? NaN : data[i * 5 + f]!)),
  );
  return tableOf(columns);
}

describe('gaps filled by neighbours', () => {
  it('are filled as by the KNNImputer of scikit-learn, where each donor is a row', () => {
    const { rows, filled } = golden.neighbours;
    const columns = rows[0]!.map((_, f) => Float64Array.from(rows, (row) => row[f] ?? NaN));
    const table = tableOf(columns);
    const measured = columns.map((values, f): NeighbourFill['measured'][number] => {
      const known = values.filter((value) => !Number.isNaN(value));
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
      const column = { fill: 0, bounds: null, transform: 'none', mean: 0, scale: 1 } as const;
      return { id: `c${f}`, column, mean, deviation };
    });
    const model: NeighbourFill = {
      measured,
      filled: measured.map(({ id }) => id),
      places: Float32Array.from(
        rows.flatMap((row) => row.map((x, f) => ((x ?? NaN) - measured[f]!.mean) / measured[f]!.deviation)),
      ),
      gifts: Float64Array.from(rows.flatMap((row) => row.map((x) => x ?? NaN))),
    };
    const result = fillGaps(model, table);
    filled.forEach((row, i) =>
      row.forEach((value, f) => expect(result.get(`c${f}`)![i], `row ${i}, column ${f}`).toBeCloseTo(value, 6)),
    );
    // The table itself is as it was.
    expect(table.values[0]!.some(Number.isNaN)).toBe(true);
  });

  it('are filled far better than by the median where columns say something of each other', () => {
    const n = 600;
    const { data } = clouds(n, 5, 2, 0.3, 8);
    const table = gappy(n, 8);
    const error = (missing: Treatment['missing']): number => {
      const treatment = { ...plain, missing, scale: 'none' } as const;
      const given = { ...table, definitions: table.definitions.map((one) => ({ ...one, treatment })) };
      const X = applyPreprocessing(fitPreprocessing(given), given).data;
      let sum = 0;
      let gaps = 0;
      X.forEach((value, at) => {
        if (!Number.isNaN(table.values[at % 5]![Math.floor(at / 5)]!)) return;
        sum += (value - data[at]!) ** 2;
        gaps++;
      });
      return Math.sqrt(sum / gaps);
    };
    expect(error('neighbours')).toBeLessThan(0.5);
    expect(error('median')).toBeGreaterThan(2 * error('neighbours'));
  });

  it('are replayed by the model alone, also on single customers and after a round trip', () => {
    const table = gappy(300, 3);
    const model = fitPreprocessing(table);
    const all = applyPreprocessing(model, table);
    expect(all.data.every(Number.isFinite)).toBe(true);
    expect(fitPreprocessing(table)).toEqual(model);
    const again = decodeFrame(encodeFrame(model)) as typeof model;
    const some = table.customers.filter((i) => table.values.some((values) => Number.isNaN(values[i]!))).slice(0, 40);
    for (const i of some) {
      const one = {
        ...table,
        customers: Int32Array.of(i),
        values: table.values.map((values) => values.slice(i, i + 1)),
      };
      expect([...applyPreprocessing(again, one).data]).toEqual([...all.data.subarray(5 * i, 5 * i + 5)]);
    }
  });

  it('leave no customer in the model: donors are means of five and more, and of three known values at least', () => {
    const table = gappy(120, 5);
    const { neighbours } = fitPreprocessing(table);
    expect(neighbours!.gifts.length / 5).toBe(24);
    const own = new Set(table.values.flatMap((values) => [...values].filter(Number.isFinite)));
    for (const gift of neighbours!.gifts) expect(own.has(gift)).toBe(false);
    const lonely = tableOf([Float64Array.of(1, NaN, NaN, NaN, NaN, NaN), Float64Array.of(1, 2, 3, 4, 5, 6)]);
    expect(fitPreprocessing(lonely).neighbours!.gifts[0]).toBeNaN();
  });

  it('take the median where no donor knows better, and cost nothing where there are none', () => {
    const bare = tableOf([Float64Array.of(1, 2, 9, NaN), Float64Array.of(NaN, NaN, NaN, 5)], {
      ...plain,
      scale: 'none',
    });
    expect([...applyPreprocessing(fitPreprocessing(bare), bare).data]).toEqual([1, 5, 2, 5, 9, 5, 2, 5]);
    const full = tableOf([Float64Array.of(1, 2, 3)]);
    expect(fitPreprocessing(full)).not.toHaveProperty('neighbours');
  });

  it('of 100,000 customers are filled within seconds', () => {
    const n = 100_000;
    const random = new Random(1);
    const columns = Array.from({ length: 20 }, () => Float64Array.from({ length: n }, () => random.normal()));
    for (let i = 0; i < n; i += 5) columns[0]![i] = NaN;
    const table = tableOf(columns);
    const started = performance.now();
    applyPreprocessing(fitPreprocessing(table), table);
    const seconds = (performance.now() - started) / 1000;
    // Alone about two seconds on one core of 2020; a busy machine takes its time.
    expect(seconds).toBeLessThan(20);
  });
});

describe('groups of rows alike', () => {
  it('hold every row once, five to nine each, those that belong together', () => {
    const X = clouds(50, 3, 2, 0.1, 2);
    const groups = groupsAlike(X, 5);
    expect(groups.flatMap((group) => [...group]).sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    for (const group of groups) {
      expect(group).toHaveLength(5);
      expect(new Set(group.map((row) => row % 2)).size).toBe(1);
    }
    expect(groupsAlike(clouds(52, 3, 2, 0.1, 2), 5).at(-1)).toHaveLength(7);
    expect(groupsAlike(clouds(3, 2, 1, 1, 1), 5)).toEqual([Int32Array.of(0, 1, 2)]);
  });

  it('have their size also where rows share no column', () => {
    const data = Float64Array.from({ length: 24 }, (_, i) => (((i % 2) + Math.floor(i / 2)) % 2 === 0 ? i : NaN));
    for (const group of groupsAlike({ data, nSamples: 12, nFeatures: 2 }, 5)) {
      expect(group.length).toBeGreaterThanOrEqual(5);
    }
  });
});
