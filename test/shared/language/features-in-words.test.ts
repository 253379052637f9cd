/** Directions, spreads and treatments in words, from figures that are made up. */
import { describe, expect, it } from 'vitest';
import type { FeatureDefinition, PcaSummary, RunSettings } from '../../../shared/domain.ts';
import type { FeatureSummary } from '../../../shared/feature-overview.ts';
import { spreadOf, spreadText, transformText } from '../../../shared/language/distribution.ts';
import {
  directionText,
  featureGroup,
  featureGroupName,
  featureGroups,
} from '../../../shared/language/feature-themes.ts';
import { behaviourCatalogue } from '../../../electron/engine/features/behaviour-catalogue.ts';
import { orderCatalogue } from '../../../electron/engine/features/order-catalogue.ts';
import { featureKey, sameSettings } from '../../../shared/settings.ts';

const pca = (loadings: Record<string, number>): PcaSummary => {
  const length = Math.hypot(...Object.values(loadings));
  return {
    features: Object.keys(loadings),
    explainedVarianceRatio: [1],
    components: [Object.values(loadings).map((loading) => loading / length)],
  };
};

describe('a direction', () => {
  it('is named by the themes that carry most of it, whatever the signs', () => {
    const bought = pca({ frequency: 0.6, recentOrders90: -0.2, monetary: 0.5, itemsTotal: 0.4, tenure: 0.1 });
    expect(directionText(bought, 0, 'en')).toBe('how much they buy');
    const mixed = pca({ frequency: 0.6, monetary: 0.6, tenure: 0.5, averagePrice: 0.1 });
    expect(directionText(mixed, 0, 'en')).toBe('how often they order and how much they buy');
    expect(directionText(mixed, 0, 'zh-CN')).toBe('下单频次和消费多少');
  });

  it('adds up features of one theme, countries among them', () => {
    const land = pca({ 'country=UK': 0.5, 'country=*': -0.5, frequency: 0.6 });
    expect(directionText(land, 0, 'en')).toBe('which country they order from');
  });

  it('speaks of browsing and of ties between customers', () => {
    const visits = pca({ 'browsing:sessions': 0.6, 'browsing:views': 0.5, 'browsing:viewToCart': 0.2 });
    expect(directionText(visits, 0, 'en')).toBe('how often they visit');
    const pages = pca({ 'browsing:page=Help': 0.5, 'browsing:page=Games': -0.5, 'social:inDegree': 0.6 });
    expect(directionText(pages, 0, 'en')).toBe('what they look at');
    const tied = pca({ 'social:inDegree': 0.5, 'social:pageRank': 0.5, 'social:reviews': 0.6 });
    expect(directionText(tied, 0, 'en')).toBe('how connected they are');
    expect(directionText(tied, 0, 'zh-CN')).toBe('人脉多少');
    for (const { id } of behaviourCatalogue) {
      expect(directionText(pca({ [id]: 1 }), 0, 'en'), id).toMatch(/^(how|at what|which) /);
    }
  });

  it('names a feature of another data set itself, and says when nothing leads', () => {
    expect(directionText(pca({ clicks: 1, frequency: 0.2 }), 0, 'en')).toBe('clicks');
    const ids = [
      'recency',
      'frequency',
      'monetary',
      'tenure',
      'averageOrderValue',
      'distinctProducts',
      'averagePrice',
      'x',
      'y',
    ];
    expect(directionText(pca(Object.fromEntries(ids.map((id) => [id, 1]))), 0, 'en')).toBe('a mix of many habits');
  });

  it('has a group for every feature of orders', () => {
    for (const { id, family } of orderCatalogue) expect(featureGroup({ id, family }), id).not.toBe('orders');
    expect(featureGroup({ id: 'visits', family: 'browsing' })).toBe('browsing');
    for (const group of featureGroups) expect(featureGroupName(group, 'zh-CN')).toMatch(/\p{Script=Han}/u);
  });
});

describe('a spread', () => {
  const summary = (skewness: number, after: number, change: Partial<FeatureSummary> = {}): FeatureSummary =>
    ({
      definition: { id: 'monetary', unit: 'money', treatment: { transform: 'log1p' } } as FeatureDefinition,
      count: 100,
      minimum: 0,
      mean: 3,
      maximum: 900,
      before: { skewness, usual: 0, usualShare: 0.1 },
      after: { skewness: after },
      ...change,
    }) as unknown as FeatureSummary;

  it('is told by its tail', () => {
    expect(spreadText(summary(9, 0.1), 'en')).toBe('long tail: a few customers are far above the rest');
    expect(spreadOf(summary(-2, 0), false)).toBe('longLow');
    expect(spreadOf(summary(0.7, 0), false)).toBe('leansHigh');
    expect(spreadOf(summary(-0.7, 0), false)).toBe('leansLow');
    expect(spreadOf(summary(0.1, 0), false)).toBe('even');
  });

  it('is told by what most have, where most have the same', () => {
    const most = summary(4, 4, { before: { skewness: 4, usual: 0, usualShare: 0.72 } as FeatureSummary['before'] });
    expect(spreadText(most, 'en')).toBe('72% have the same: 0');
    expect(spreadOf(summary(0, 0, { minimum: 5, maximum: 5 }), false)).toBe('same');
    expect(spreadOf(summary(0, 0, { count: 0 }), false)).toBe('none');
    const country = summary(3, 3, { definition: { id: 'country=UK', unit: 'share' } as FeatureDefinition, mean: 0.2 });
    expect(spreadText(country, 'en')).toBe('yes or no: 80% are not part of it');
  });

  it('says honestly what a transform did', () => {
    expect(transformText(summary(9, 0.1), 'en')).toBe('the logarithm evens it out');
    expect(transformText(summary(9, 3), 'en')).toBe('the logarithm softens it, a tail stays');
    expect(transformText(summary(2, 1.9), 'en')).toBe('the logarithm hardly changes the shape');
  });
});

const settings: RunSettings = {
  methods: ['kmeans'],
  segments: 'auto',
  preset: 'fast',
  seed: 1,
  network: null,
  map: 'none',
  backend: 'auto',
  exclude: [],
};

describe('settings', () => {
  it('are the same whatever the order of their features, and differ by any choice', () => {
    const one = {
      ...settings,
      exclude: ['a', 'b'],
      treatments: { x: { transform: 'sqrt', winsorise: null } },
    } as const;
    const other = {
      ...settings,
      exclude: ['b', 'a'],
      include: [],
      treatments: { x: { winsorise: null, transform: 'sqrt' }, y: {} },
    } as const;
    const copy = (given: unknown) => structuredClone(given) as RunSettings;
    expect(sameSettings(copy(one), copy(other))).toBe(true);
    expect(sameSettings(copy(one), copy({ ...one, include: ['c'] }))).toBe(false);
    expect(sameSettings(copy(one), copy({ ...one, treatments: { x: { transform: 'sqrt' } } }))).toBe(false);
    expect(sameSettings(copy(one), copy({ ...one, seed: 2 }))).toBe(false);
    expect(featureKey({ exclude: [] })).toBe(featureKey({ exclude: [], include: [], treatments: {} }));
  });
});
