/** Features that a catalogue gives, worked out by hand on a shop of four products. */
import { describe, expect, it } from 'vitest';
import { catalogueFeatures, isOfCatalogue } from '../../../electron/engine/features/catalogue-features.ts';
import { computeOrderFeatures } from '../../../electron/engine/features/order-features.ts';
import type { Catalogue } from '../../../shared/catalogue.ts';
import { languages } from '../../../shared/domain.ts';
import { featureGroup } from '../../../shared/language/feature-themes.ts';
import { featureText, formatOwnValue, traitPhrase } from '../../../shared/language/features.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import { column, janShop, shop } from './tiny-shop.ts';

/** Items: 0 tea, 1 pot, 2 cup; postage is in no list. */
const catalogue: Omit<Catalogue, 'itemOf'> = {
  category: { texts: ['Drinks > Tea', 'Kitchen > Pots', 'Kitchen > Cups'], codes: Int32Array.of(0, 1, 2) },
  brand: { texts: ['Leaf', 'Clay'], codes: Int32Array.of(0, 1, 1) },
  listPrice: Float64Array.of(2.5, 12.5, 5),
};

function withCatalogue(change: Partial<Omit<Catalogue, 'itemOf'>> = {}): CleanedOrders {
  const cleaned = shop(janShop, ['Ann', 'Bob', 'Cai', 'Dan']);
  const itemOf = Int32Array.from(cleaned.orders.dictionaries.products, ({ code }) =>
    ['tea', 'pot', 'cup'].indexOf(code),
  );
  return { ...cleaned, orders: { ...cleaned.orders, catalogue: { itemOf, ...catalogue, ...change } } };
}

describe('features of a catalogue', () => {
  const table = computeOrderFeatures(withCatalogue());

  it('shares of money by main category, postage and returns left out', () => {
    // Ann: 20 + 9 + 10 on pots, 5 on cups, 10 on tea. Bob: 40 on cups. Cai: 10 on tea, 5 on cups.
    expect(column(table, 'category=Kitchen')).toEqual([44 / 54, 1, 5 / 15]);
    expect(column(table, 'category=Drinks')).toEqual([10 / 54, 0, 10 / 15]);
    expect(column(table, 'categoriesBought')).toEqual([2, 1, 2]);
    expect(column(table, 'favouriteCategoryShare')).toEqual([44 / 54, 1, 10 / 15]);
    const entropy = (share: number): number => -(share * Math.log(share) + (1 - share) * Math.log(1 - share));
    const spread = column(table, 'categorySpread');
    expect(spread[0]).toBeCloseTo(entropy(44 / 54) / Math.log(2), 12);
    expect(spread[1]).toBe(0);
  });

  it('loyalty to a brand, and what is saved against the list price', () => {
    expect(column(table, 'favouriteBrandShare')).toEqual([44 / 54, 1, 10 / 15]);
    // Ann pays 54 for what costs 4 pots, a cup and 4 teas by the list; Bob 40 for ten cups; Cai the list price.
    const [ann, bob, cai] = column(table, 'listDiscount');
    expect(ann).toBeCloseTo(1 - 54 / (4 * 12.5 + 5 + 10), 12);
    expect([bob, cai]).toEqual([1 - 40 / 50, 0]);
  });

  it('leaves out what the list cannot tell', () => {
    const nothing = { texts: [], codes: Int32Array.of(-1, -1, -1) };
    const only = computeOrderFeatures(
      withCatalogue({ category: nothing, brand: nothing, listPrice: Float64Array.of(NaN, 10, NaN) }),
    );
    expect(only.definitions.filter(({ id }) => isOfCatalogue(id)).map(({ id }) => id)).toEqual(['listDiscount']);
    expect(column(only, 'listDiscount')).toEqual([1 - 39 / 40, NaN, NaN]);
    const none = computeOrderFeatures(shop(janShop));
    expect(none.definitions.some(({ id }) => isOfCatalogue(id))).toBe(false);
  });

  it('has a share of other categories where there are many', () => {
    const texts = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const many = shop(
      texts.map((code, i) => ({
        ...{ invoice: String(i), customer: i < 20 ? 'Ann' : 'Bob', product: code, quantity: 1, price: i < 3 ? 100 : 1 },
        at: '2011-01-03 10:00',
      })),
    );
    const codes = Int32Array.from(texts, (_, i) => i);
    const facts = { itemOf: codes, category: { texts, codes }, brand: { texts: [], codes: codes.map(() => -1) } };
    const orders = { ...many.orders, catalogue: { ...facts, listPrice: new Float64Array(40).fill(NaN) } };
    const found = computeOrderFeatures({ ...many, orders });
    const ids = found.definitions.flatMap(({ id }) => (id.startsWith('category=') ? [id] : []));
    expect(ids).toEqual(['category=c0', 'category=c1', 'category=c2', 'category=*']);
    expect(column(found, 'category=*')).toEqual([17 / 317, 1]);
  });

  it('is replayed on orders without a list as not known', () => {
    const replayed = computeOrderFeatures(shop(janShop, ['Ann', 'Bob', 'Cai', 'Dan']), {
      definitions: table.definitions,
    });
    expect(replayed.definitions.map(({ id }) => id)).toEqual(table.definitions.map(({ id }) => id));
    expect(column(replayed, 'category=Kitchen')).toEqual([NaN, NaN, NaN]);
    const same = computeOrderFeatures(withCatalogue(), { definitions: table.definitions });
    expect(same.values).toEqual(table.values);
  });

  it.each(languages)('has words for each (%s)', (language) => {
    for (const id of [...catalogueFeatures.map((entry) => entry.id), 'category=Tea', 'category=*']) {
      const { label, meaning } = featureText(id, language);
      const phrases = [traitPhrase(id, true, language), traitPhrase(id, false, language)];
      for (const text of [label, meaning, ...phrases]) expect(text).not.toContain(id);
      expect(new Set([label, meaning, ...phrases]).size).toBe(4);
      expect(featureGroup({ id, family: 'orders' })).toBe('products');
    }
    // A share, not yes or no.
    expect(formatOwnValue('category=Tea', 0.25, 'share', language)).toBe('25%');
  });
});
