import { describe, expect, it } from 'vitest';
import type { SegmentCountScore } from '../../../shared/domain.ts';
import { whyNotTwo } from '../../../shared/language/why-not-two.ts';

const score = (nSegments: number, silhouette: number, mean: number): SegmentCountScore => ({
  ...{ nSegments, silhouette, silhouetteSample: 100, daviesBouldin: 1, calinskiHarabasz: 10, smallestShare: 0.1 },
  stability: { mean, low: mean, high: mean },
});
const advice = { recommended: 5, reason: 'best_separation' } as const;

describe('why not two segments', () => {
  it('is answered with the lines on which two is higher, in both languages', () => {
    const scores = [score(2, 0.6, 0.99), score(5, 0.4, 0.95)];
    const said = whyNotTwo(advice, scores, 'en')!;
    expect(said).toContain('on separation (0.60 against 0.40) and on stability (0.99 against 0.95)');
    expect(whyNotTwo(advice, scores, 'zh-CN')).toContain('区分度（0.60 对 0.40）和稳定性（0.99 对 0.95）');
    expect(whyNotTwo(advice, [score(2, 0.6, 0.9), score(5, 0.4, 0.95)], 'en')).not.toContain('stability (');
  });

  it('is not asked where two is lower, reads the same, is taken, or a person chose', () => {
    expect(whyNotTwo(advice, [score(2, 0.3, 0.9), score(5, 0.4, 0.95)], 'en')).toBeNull();
    expect(whyNotTwo(advice, [score(2, 0.4001, 0.95), score(5, 0.4, 0.95)], 'en')).toBeNull();
    const scores = [score(2, 0.6, 0.99), score(5, 0.4, 0.95)];
    expect(whyNotTwo({ ...advice, recommended: 2 }, scores, 'en')).toBeNull();
    expect(whyNotTwo({ ...advice, reason: 'chosen_by_user' }, scores, 'en')).toBeNull();
  });
});
