import { describe, expect, it } from 'vitest';
import type { Interval, MethodScore, RunReport } from '../../../shared/domain.ts';
import { absentText, knownLabelsStory } from '../../../shared/language/known-labels.ts';

const interval = (mean: number): Interval => ({ mean, low: mean - 0.02, high: mean + 0.02 });
const scored = (method: MethodScore['method'], accuracy: number): MethodScore =>
  ({
    method,
    supervised: {
      ...{ nFolds: 5, accuracy: interval(accuracy), balancedAccuracy: interval(0.7), macroF1: interval(0.6) },
      ...{ logLoss: interval(0.5), calibrationError: interval(0.03), majority: 0.4 },
      reliability: [{ rows: 1200, confidence: 0.83, accuracy: 0.8 }],
    },
  }) as MethodScore;
const report = (accuracy: number): RunReport =>
  ({
    dataset: { currency: 'GBP' },
    features: [],
    scoreboard: [scored('tree', 0.5), scored('classifier', accuracy)],
    known: {
      ...{ from: 'column', source: 'Plan', labelled: 2000, completed: 240, rare: { labels: 2, customers: 4 } },
      names: [{ name: 'Gold', kind: 'group', distinction: null }],
      rules: [
        {
          ...{ label: 0, probability: 0.91, customers: 100, coverage: 0.5 },
          conditions: [{ feature: 'attributes:Visits', low: null, high: 3, orMissing: true }],
        },
      ],
    },
  }) as unknown as RunReport;

describe('what is said of known labels', () => {
  it('says whether they can be foretold, of whom, how surely, and by which questions', () => {
    const story = knownLabelsStory(report(0.8), 'en')!;
    expect(story.title).toBe('Known labels can be foretold: 80% right, 40% by the commonest label alone');
    expect(story.read).toContain('“Plan” of 2,000 customers. 240 customers had none');
    expect(story.read).toContain('2 labels of 4 customers');
    expect(story.rows[0]).toMatchObject({ name: 'Accuracy', values: ['0.50 ± 0.02', '0.80 ± 0.02'] });
    expect(story.reliability.methods[1]!.rows).toEqual([['83%', '80%', '1,200']]);
    expect(story.rules!.lines).toEqual(['Gold (91%): Visits below 3 or not known']);
    expect(knownLabelsStory(report(0.8), 'zh-CN')!.rules!.lines[0]).toMatch(/^Gold（91%）：Visits.*或未知$/);
    // Little better than always saying the same is not called learned.
    const weak = report(0.41);
    weak.scoreboard = [scored('classifier', 0.41)];
    expect(knownLabelsStory(weak, 'en')!.title).toMatch(/^Known labels can hardly be foretold/);
    expect(knownLabelsStory({ ...report(0.8), known: null }, 'en')).toBeNull();
  });

  it('says which methods stayed out', () => {
    const out = { ...report(0.8), absent: [{ method: 'classifier', reason: 'needs_labels' }] } as RunReport;
    expect(absentText(out, 'en')).toMatch(/^Not in the race: Classifier, from labels\./);
    expect(absentText(report(0.8), 'en')).toBeNull();
  });
});
