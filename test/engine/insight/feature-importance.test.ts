import { describe, expect, it } from 'vitest';
import { relatedFeatures } from '../../../electron/engine/features/related-features.ts';
import { featureImportance } from '../../../electron/engine/insight/feature-importance.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { FeatureDefinition, FeatureTable } from '../../../shared/domain.ts';
import type { FeatureImportance, ImportanceReport } from '../../../shared/importance.ts';
import { importanceRead, importanceSentence } from '../../../shared/language/importance.ts';

const define = (id: string, formula?: string): FeatureDefinition => ({
  ...{ id, family: 'attributes', unit: 'number', inUse: true, ...(formula === undefined ? {} : { formula }) },
  treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' },
});
const ctx = { random: new Random(1), checkCancelled: () => {}, report: () => {} };
const all = (table: FeatureTable): number[] => table.definitions.map((_, f) => f);

describe('the importance of features', () => {
  const random = new Random(6);
  const n = 1500;
  const draw = (): Float64Array => Float64Array.from({ length: n }, () => random.normal());
  const [strong, weak, noise] = [draw(), draw(), draw()];
  const outcome = Float64Array.from(strong, (value, i) => (2 * value + weak[i]! + random.normal() > 1 ? 1 : 0));
  const gaps = Float64Array.from(outcome, (yes, i) => (yes === 1 && i % 2 === 0 ? NaN : random.normal()));
  const table: FeatureTable = {
    definitions: ['noise', 'weak', 'strong', 'gaps'].map((id) => define(id)),
    values: [noise, weak, strong, gaps],
    customers: Int32Array.from({ length: n }, (_, i) => i),
  };

  it('puts them in their order, and tells from chance', () => {
    const { features, kind, yes, customers, of, chance } = featureImportance(table, outcome, all(table), ctx);
    expect([kind, yes, customers, of]).toEqual(['yesNo', outcome.reduce((sum, value) => sum + value, 0), n, n]);
    const byId = new Map(features.map((one) => [one.id, one]));
    expect(features.map(({ share }) => share)).toEqual(features.map(({ share }) => share).sort((a, b) => b - a));
    expect(byId.get('strong')!.share).toBeGreaterThan(3 * byId.get('weak')!.share);
    expect(byId.get('weak')).toMatchObject({ aboveChance: true });
    expect(byId.get('noise')).toMatchObject({ aboveChance: false });
    expect(chance).toBeGreaterThan(0);
    expect(byId.get('strong')!.trend).toBeGreaterThan(0.4);
    // What these values tell is only whether they are known.
    expect(byId.get('gaps')!.gap).toBeGreaterThan(0.9);
    expect(byId.get('strong')!.gap).toBe(0);
  });

  it('leaves customers out whose outcome is not known, and looks at a part of very many', () => {
    const some = outcome.map((value, i) => (i % 5 === 0 ? NaN : value));
    expect(featureImportance(table, some, all(table), ctx).customers).toBe(1200);
    const many = 200_000;
    const wide: FeatureTable = {
      ...{ definitions: Array.from({ length: 100 }, (_, f) => define(`f${f}`)), customers: new Int32Array(many) },
      values: new Array<Float64Array>(100).fill(Float64Array.from({ length: many }, (_, i) => (i * 7919) % 1000)),
    };
    const { customers, of } = featureImportance(
      wide,
      Float64Array.from({ length: many }, (_, i) => i % 2),
      [0, 1],
      ctx,
    );
    expect([customers, of]).toEqual([many, many]);
    const sampled = featureImportance(
      wide,
      Float64Array.from({ length: many }, (_, i) => i % 3),
      all(wide).slice(0, 41),
      {
        ...ctx,
        random: new Random(2),
      },
    );
    expect(sampled.customers).toBe(many / 2);
  });

  it('refuses outcomes that are not known or the same', () => {
    const few = outcome.map((value, i) => (i < 30 ? value : NaN));
    expect(() => featureImportance(table, few, all(table), ctx)).toThrow('outcome_unknown');
    expect(() => featureImportance(table, new Float64Array(n).fill(3), all(table), ctx)).toThrow('outcome_same');
  });
});

describe('what an outcome is made of, or others of it', () => {
  const ids = ['recency', 'frequency', 'monetary', 'averageOrderValue', 'lifetimeValue', 'monetaryScore', 'itemsTotal'];
  const columns = ['attributes:Plan=Gold', 'attributes:Plan=*', 'attributes:Plan@missing', 'attributes:Planned'];
  const definitions = [...ids, ...columns].map((id) => define(id));
  definitions.push(define('formula:rich', 'monetary > 100'), define('formula:richer', 'rich + Planned'));
  const of = (id: string): string[] => [...relatedFeatures(id, definitions)].sort();

  it('is not asked', () => {
    expect(of('attributes:Plan=Gold')).toEqual([
      'attributes:Plan=*',
      'attributes:Plan=Gold',
      'attributes:Plan@missing',
    ]);
    expect(of('itemsTotal')).toEqual(['itemsTotal']);
    expect(of('monetary')).toEqual(
      ['averageOrderValue', 'formula:rich', 'formula:richer', 'lifetimeValue', 'monetary', 'monetaryScore'].sort(),
    );
    expect(of('attributes:Planned')).toEqual(['attributes:Planned', 'formula:richer']);
    expect(of('formula:richer')).toEqual(['attributes:Planned', 'formula:rich', 'formula:richer', 'monetary'].sort());
  });
});

describe('the finding', () => {
  const one = (id: string, share: number, rest: Partial<FeatureImportance> = {}): FeatureImportance => ({
    ...{ id, share, information: share, aboveChance: share > 0.01, gap: 0, trend: 0.5 },
    ...rest,
  });
  const report = (features: FeatureImportance[], rest: Partial<ImportanceReport> = {}): ImportanceReport => ({
    ...{ outcome: { feature: 'attributes:Response=yes' }, kind: 'yesNo', yes: 30, customers: 200, of: 200 },
    ...{ uncertainty: 0.6, chance: 0.01, features, leftOut: ['attributes:Response=yes'], cutOff: null },
    ...rest,
  });
  const say = (...features: FeatureImportance[]): string => importanceSentence(report(features), 'Response', 'en');

  it('is one sentence or two', () => {
    expect(say(one('monetary', 0.12), one('recency', 0.04), one('frequency', 0.011))).toBe(
      'Money spent tells most about Response: 12% of what is uncertain about it. Days since last order tells a third of that; the rest next to nothing.',
    );
    expect(say(one('monetary', 0.2), one('recency', 0.18), one('frequency', 0.1), one('tenure', 0))).toBe(
      'Money spent tells most about Response: 20% of what is uncertain about it. Days since last order tells nearly as much; one more tells something.',
    );
    expect(say(one('monetary', 0.2), one('tenure', 0.005))).toBe(
      'Money spent tells most about Response: 20% of what is uncertain about it. All others tell no more than chance.',
    );
    expect(say(one('monetary', 0.005))).toBe('No feature tells more about Response than chance would.');
    expect(say(one('gapSpread', 0.4, { gap: 0.9 }), one('tenure', 0))).toMatch(
      /^Whether Irregular rhythm is known tells most/,
    );
    const chinese = importanceSentence(report([one('monetary', 0.12), one('recency', 0.06)]), '响应', 'zh-CN');
    expect(chinese).toBe(
      '最能说明响应的是消费总额：可消除其不确定性的 12%。其次是最近一次购买，约一半；其余微乎其微。',
    );
  });

  it('comes with how to read it', () => {
    const features = [one('monetary', 0.1), one('tenure', 0)];
    expect(importanceRead(report(features), 'en')).toBe(
      'Of 200 customers, 30 of them yes. Up to 1.0% comes about by chance: as much is found when the outcome is shuffled. One feature tells no more than that.',
    );
    expect(importanceRead(report(features, { yes: null, customers: 100, leftOut: ['a', 'b', 'c'] }), 'zh-CN')).toBe(
      '共 200 位客户。查看了其中 100 位。不超过 1.0% 的属于偶然：打乱结果后也会出现这么多。1 项特征不超过这个水平。与结果互相推算的 2 项特征不参与比较。',
    );
  });
});
