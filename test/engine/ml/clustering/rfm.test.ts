import { describe, expect, it } from 'vitest';
import { fitRfm, predictRfm, rfmSegmentKinds } from '../../../../electron/engine/ml/clustering/rfm.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';

function customers(n: number) {
  const random = new Random(1);
  const values = { recency: new Float64Array(n), frequency: new Float64Array(n), monetary: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    values.recency[i] = 1 + random.integer(365);
    // About half of all ordered once.
    values.frequency[i] = 1 + Math.floor(random.uniform() ** 4 * 16);
    values.monetary[i] = values.frequency[i]! * (10 + 90 * random.uniform());
  }
  return values;
}

describe('RFM', () => {
  it('gives every fifth its score, best last', () => {
    const recency = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    const monetary = recency.map((value) => 10 * value);
    const values = { recency, frequency: recency, monetary };
    const { scores } = predictRfm(fitRfm(values), values);
    for (const score of [1, 2, 3, 4, 5]) {
      expect(Math.abs(scores.recency.filter((own) => own === score).length - 20)).toBeLessThanOrEqual(1);
      expect(Math.abs(scores.monetary.filter((own) => own === score).length - 20)).toBeLessThanOrEqual(1);
    }
    expect(scores.recency[0]).toBe(5);
    expect(scores.monetary[99]).toBe(5);
  });

  it('scores equal customers equally, so that all who ordered once share the lowest', () => {
    const values = customers(1000);
    const { scores } = predictRfm(fitRfm(values), values);
    for (const [i, orders] of values.frequency.entries()) if (orders === 1) expect(scores.frequency[i]).toBe(1);
    const scoreOf = new Map<number, number>();
    for (const [i, days] of values.recency.entries()) {
      expect(scoreOf.get(days) ?? scores.recency[i]).toBe(scores.recency[i]);
      scoreOf.set(days, scores.recency[i]!);
    }
  });

  it('names the corners of the grid', () => {
    const model = fitRfm(customers(1000));
    const kindOf = (recency: number, frequency: number, monetary: number) => {
      const one = { recency: [recency], frequency: [frequency], monetary: [monetary] };
      const values = {
        recency: Float64Array.from(one.recency),
        frequency: Float64Array.from(one.frequency),
        monetary: Float64Array.from(one.monetary),
      };
      return rfmSegmentKinds[predictRfm(model, values).labels[0]!];
    };
    expect(rfmSegmentKinds).toEqual(['champions', 'loyal', 'recent', 'needsAttention', 'atRisk', 'lapsed']);
    expect(kindOf(2, 15, 1500)).toBe('champions');
    expect(kindOf(170, 15, 1500)).toBe('loyal');
    expect(kindOf(2, 1, 12)).toBe('recent');
    expect(kindOf(180, 1, 12)).toBe('needsAttention');
    expect(kindOf(360, 15, 1500)).toBe('atRisk');
    expect(kindOf(360, 1, 12)).toBe('lapsed');
  });

  it('has all six segments in an ordinary shop, and survives equal customers', () => {
    const values = customers(1000);
    expect(new Set(predictRfm(fitRfm(values), values).labels).size).toBe(6);
    const equal = { recency: new Float64Array(5), frequency: new Float64Array(5), monetary: new Float64Array(5) };
    expect(new Set(predictRfm(fitRfm(equal), equal).labels).size).toBe(1);
  });

  it('refuses nobody, and what is no number', () => {
    const none = new Float64Array(0);
    expect(() => fitRfm({ recency: none, frequency: none, monetary: none })).toThrowError(
      expect.objectContaining({ code: 'insufficient_data' }),
    );
    const values = customers(10);
    values.monetary[3] = NaN;
    expect(() => fitRfm(values)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', details: expect.objectContaining({ reason: 'not_finite' }) }),
    );
  });
});
