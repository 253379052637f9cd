import { describe, expect, it } from 'vitest';
import type { Interval, Method, MethodScore, SegmentCountScore } from '../../../shared/domain.ts';
import { recommendCount, recommendMethod } from '../../../electron/engine/segmentation/recommend.ts';

const interval = (mean: number, half = 0.02): Interval => ({ mean, low: mean - half, high: mean + half });

function count(nSegments: number, silhouette: number, change: Partial<SegmentCountScore> = {}): SegmentCountScore {
  return {
    nSegments,
    silhouette,
    silhouetteSample: 100,
    daviesBouldin: 1,
    calinskiHarabasz: 100,
    stability: interval(0.9),
    smallestShare: 0.1,
    ...change,
  };
}

function score(method: Method, stability: number, future: number | null, silhouette = 0.2): MethodScore {
  const common = { silhouette, silhouetteSample: 100, daviesBouldin: 1, calinskiHarabasz: 100 };
  return {
    method,
    status: 'ok',
    nSegments: 5,
    common,
    own: common,
    stability: interval(stability),
    futureValue:
      future === null ? null : { cutOff: 0, customers: 100, spend: interval(future), repeat: interval(future) },
    sizes: [50, 50],
    seconds: 1,
  };
}

describe('how many segments', () => {
  it('takes the clearest of 3 to 8, never 2 or 9, and says what speaks against the next', () => {
    const advice = recommendCount([count(2, 0.9), count(3, 0.3), count(5, 0.4), count(9, 0.8)], 'auto');
    expect(advice).toMatchObject({
      recommended: 5,
      reason: 'best_separation',
      runnerUp: { nSegments: 3, against: 'separation' },
    });
  });

  it('lets overlap and Calinski-Harabasz overrule a slightly better silhouette', () => {
    const scores = [
      count(5, 0.405, { daviesBouldin: 1.04, calinskiHarabasz: 407 }),
      count(6, 0.392, { daviesBouldin: 0.99, calinskiHarabasz: 430 }),
    ];
    expect(recommendCount(scores, 'auto').recommended).toBe(6);
  });

  it('passes over what does not come back and over slivers, and says so', () => {
    const unstable = recommendCount([count(4, 0.3), count(6, 0.6, { stability: interval(0.4) })], 'auto');
    expect(unstable).toMatchObject({ recommended: 4, runnerUp: { nSegments: 6, against: 'stability' } });
    expect(recommendCount([count(4, 0.3), count(6, 0.6, { smallestShare: 0.002 })], 'auto').recommended).toBe(4);
  });

  it('falls back to two segments, or to the steadiest', () => {
    const shaky = { stability: interval(0.4) };
    expect(recommendCount([count(2, 0.5), count(4, 0.3, shaky)], 'auto')).toMatchObject({
      recommended: 2,
      reason: 'only_two_hold',
    });
    const none = [count(2, 0.5, shaky), count(4, 0.3, shaky), count(5, 0.2, { stability: interval(0.6) })];
    expect(recommendCount(none, 'auto')).toMatchObject({ recommended: 5, reason: 'most_stable' });
    expect(recommendCount([count(2, 0.5)], 'auto')).toMatchObject({ recommended: 2, reason: 'few_customers' });
  });

  it('takes the number a person chose', () => {
    expect(recommendCount([count(2, 0.9), count(11, 0.1)], 11)).toMatchObject({
      recommended: 11,
      reason: 'chosen_by_user',
    });
  });
});

describe('which method', () => {
  const all: Method[] = ['rfm', 'kmeans', 'autoencoder'];

  it('keeps the simpler one when the deep one is no better than chance, and says that deep did not help', () => {
    const advice = recommendMethod([score('kmeans', 0.9, 0.3), score('autoencoder', 0.905, 0.31)], all);
    expect(advice).toMatchObject({ recommended: 'kmeans', deepHelped: false });
  });

  it('recommends the deep one when it clearly foresees better and is no less stable', () => {
    const advice = recommendMethod(
      [score('rfm', 0.9, 0.2, 0.05), score('kmeans', 0.9, 0.3), score('autoencoder', 0.9, 0.4)],
      all,
    );
    expect(advice).toMatchObject({ recommended: 'autoencoder', reason: 'foresees_better', deepHelped: true });
  });

  it('calls nothing the most stable that is not', () => {
    const retail = [
      score('rfm', 0.955, 0.2, 0.05),
      score('kmeans', 0.93, 0.22, 0.13),
      score('autoencoder', 0.54, 0.21, 0.11),
    ];
    expect(recommendMethod(retail, all)).toMatchObject({
      recommended: 'kmeans',
      reason: 'on_balance',
      deepHelped: false,
    });
  });

  it('does not let separation decide between learned methods', () => {
    const advice = recommendMethod([score('kmeans', 0.9, 0.3, 0.1), score('autoencoder', 0.9, 0.3, 0.5)], all);
    expect(advice.recommended).toBe('kmeans');
  });

  it('leaves rules behind only for a reason', () => {
    const better = [score('rfm', 0.95, 0.3, 0.05), score('kmeans', 0.6, 0.1, 0.2)];
    expect(recommendMethod(better, all).recommended).toBe('rfm');
    expect(recommendMethod([score('rfm', 0.95, 0.3, 0.05), score('kmeans', 0.95, 0.3, 0.2)], all).recommended).toBe(
      'kmeans',
    );
  });

  it('never takes a method that was told its segments for one that finds them', () => {
    const told = (method: Method, accuracy: number): MethodScore => {
      const interval = { mean: accuracy, low: accuracy - 0.02, high: accuracy + 0.02 };
      const measures = { balancedAccuracy: interval, macroF1: interval, logLoss: interval, calibrationError: interval };
      const supervised = { nFolds: 5, accuracy: interval, ...measures, majority: 0.4, reliability: [] };
      return { ...score(method, 0.99, null, 0.9), supervised };
    };
    const board = [score('kmeans', 0.6, 0.1), told('tree', 0.8), told('classifier', 0.95)];
    expect(recommendMethod(board, all).recommended).toBe('kmeans');
    // Among themselves the one that foretells better wins, the readable one where neither does.
    const both: Method[] = ['tree', 'classifier'];
    expect(recommendMethod(board.slice(1), both).recommended).toBe('classifier');
    expect(recommendMethod([told('tree', 0.95), told('classifier', 0.95)], both).recommended).toBe('tree');
    expect(recommendMethod([board[2]!], ['classifier']).reason).toBe('chosen_by_user');
  });

  it('goes on without a method that failed', () => {
    const broken: MethodScore = {
      ...score('autoencoder', 0, null),
      status: 'failed',
      failure: { code: 'not_converged' },
    };
    expect(recommendMethod([score('kmeans', 0.9, null), broken], all)).toMatchObject({
      recommended: 'kmeans',
      deepHelped: false,
    });
    expect(recommendMethod([score('autoencoder', 0.9, null)], ['autoencoder'])).toMatchObject({
      recommended: 'autoencoder',
      reason: 'chosen_by_user',
    });
  });
});
