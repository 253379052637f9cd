/** What pages work out of a report before they show it. */
import { describe, expect, it } from 'vitest';
import { bestFigures } from '../../renderer/features/evaluate/best-scores.ts';
import { light, requirements } from '../../renderer/features/data/enough.ts';
import { leadingDirections, strongestFeatures } from '../../renderer/features/features/directions.ts';
import { heatColumns } from '../../renderer/features/results/heat-rows.ts';
import { mostUrgent } from '../../shared/language/finding.ts';
import type { DatasetSummary, FeatureDefinition, MethodScore, SegmentProfile } from '../../shared/domain.ts';

describe('enough data', () => {
  const dataset = (orders: number, days: number) =>
    ({ orders, firstTime: 0, lastTime: days * 86_400 }) as unknown as DatasetSummary;
  it('is green only when everything wanted is there, red as soon as a least is missed', () => {
    expect(light(requirements(dataset(3000, 400), 1000))).toBe('green');
    expect(light(requirements(dataset(3000, 100), 1000))).toBe('amber');
    expect(light(requirements(dataset(1050, 400), 1000))).toBe('red');
    expect(light(requirements(dataset(0, 0), 0))).toBe('red');
  });
});

describe('the segment to begin with', () => {
  const segments = (...all: [SegmentProfile['kind'], number][]) =>
    all.map(([kind, revenueShare]) => ({ kind, revenueShare }));
  it('is the most urgent one that is worth a campaign', () => {
    expect(mostUrgent(segments(['champions', 0.6], ['needsAttention', 0.2], ['atRisk', 0.1]))).toBe(2);
    expect(mostUrgent(segments(['champions', 0.6], ['needsAttention', 0.2], ['atRisk', 0.01]))).toBe(1);
    expect(mostUrgent(segments(['champions', 0.9], ['atRisk', 0.01]))).toBe(1);
    expect(mostUrgent(segments(['loyal', 0.5], ['lapsed', 0.5]))).toBe(0);
    expect(mostUrgent([])).toBe(0);
  });
});

describe('the heat-map', () => {
  it('shows features in use that differ most between segments, and none of a cycle', () => {
    const features = [
      { id: 'a', inUse: true, unit: 'count' },
      { id: 'b', inUse: true, unit: 'count' },
      { id: 'hourSin', inUse: true, unit: 'cycle' },
      { id: 'off', inUse: false, unit: 'count' },
    ] as FeatureDefinition[];
    const segments = [
      [0.1, -2, 9, 9],
      [0.2, 2, -9, -9],
    ].map((standardisedMeans) => ({ standardisedMeans }));
    expect(heatColumns({ features, segments: segments as SegmentProfile[] }, 5)).toEqual([
      { feature: 'b', means: [-2, 2] },
      { feature: 'a', means: [0.1, 0.2] },
    ]);
    expect(heatColumns({ features, segments: segments as SegmentProfile[] }, 1)).toHaveLength(1);
  });
});

describe('principal components', () => {
  it('lead until half of the variance is held, two at least', () => {
    expect(leadingDirections([0.7, 0.2, 0.1])).toEqual({ count: 2, share: 0.7 + 0.2 });
    expect(leadingDirections([0.2, 0.2, 0.2, 0.2]).count).toBe(3);
    expect(leadingDirections([])).toEqual({ count: 0, share: 0 });
  });
  it('are named by their strongest features with their sign', () => {
    const pca = { features: ['a', 'b', 'c'], explainedVarianceRatio: [1], components: [[0.1, -0.9, 0.4]] };
    expect(strongestFeatures(pca, 0, 2)).toEqual([
      { feature: 'b', rises: false },
      { feature: 'c', rises: true },
    ]);
  });
});

describe('the race', () => {
  it('is won by the highest figure, of overlap by the lowest; what failed or is no number wins nothing', () => {
    const score = (silhouette: number, daviesBouldin: number, stability: number | null) =>
      ({
        common: { silhouette, daviesBouldin },
        stability: stability === null ? null : { mean: stability },
        futureValue: null,
      }) as unknown as MethodScore;
    const failed = { common: null, stability: null, futureValue: null } as unknown as MethodScore;
    expect(bestFigures([score(0.2, 1.4, 0.9), score(0.4, 1.1, null), score(NaN, NaN, NaN), failed])).toEqual({
      separation: 0.4,
      overlap: 1.1,
      stability: 0.9,
      foresight: undefined,
    });
  });
});
