/** The catalogue of the sample shop: 1,000 products with a price that changes once or never, and discount weeks. */
import { Random } from '../ml/random.ts';
import { days } from './calendar.ts';
import { categories, makes } from './catalogue-words.ts';
import { AliasTable, logNormalEffect, seedOf } from './chance.ts';

export interface CatalogueProduct {
  /** Five digits, and a letter for the make. */
  code: string;
  name: string;
  /** Index into `categories`. */
  category: number;
  /** Its range, as the first word of its name says. */
  make: string;
  /** Usual price in pence until `changeDay`, and from then on. */
  firstPence: number;
  laterPence: number;
  changeDay: number;
  costPence: number;
  stock: number;
}

export const priceLevelCount = 3;

export interface Catalogue {
  products: readonly CatalogueProduct[];
  /** Draws a product of a category and of a third (0 lowest) of that category's price range. */
  draw: (random: Random, category: number, priceLevel: number) => number;
  /** Whether a product takes part in the discount week of a day. */
  isDiscounted: (product: number, day: number) => boolean;
  /** Price in pence on a day. */
  priceOn: (product: number, day: number) => number;
}

/** Share of the products that take part in a discount week. */
const discountedShare = 0.35;
/** Share of the products whose price was raised once. */
const raisedShare = 0.3;

/** Makes the catalogue of a seed. */
export function createCatalogue(seed: number): Catalogue {
  const random = new Random(seed).fork('catalogue');
  const products = categories.flatMap((category, index) =>
    category.things.flatMap(([thing, pence], position) =>
      makes.map(([make, relative], letter): CatalogueProduct => {
        const firstPence = retailPence(pence * relative * logNormalEffect(random, 0.05));
        const raised = random.uniform() < raisedShare;
        const laterPence = raised ? retailPence(firstPence * (1.03 + 0.06 * random.uniform())) : firstPence;
        return {
          code: `${20101 + index * 1000 + position * 37}${String.fromCharCode(65 + letter)}`,
          name: `${make} ${thing}`,
          category: index,
          make,
          firstPence,
          laterPence,
          changeDay: 120 + random.integer(480),
          costPence: Math.round(firstPence * (0.42 + 0.2 * random.uniform())),
          stock: random.uniform() < 0.04 ? 0 : Math.round(20 + 180 * random.uniform() ** 2),
        };
      }),
    ),
  );
  const shelves = categories.map((_, category) => createShelves(products, category, random));
  const isDiscounted = (product: number, day: number): boolean => {
    const week = days[day]!.discountWeek;
    return week >= 0 && seedOf(seed, product, week) < discountedShare * 2 ** 32;
  };
  return {
    products,
    draw: (chance, category, priceLevel) => {
      const shelf = shelves[category]![priceLevel]!;
      return shelf.members[shelf.popularity.draw(chance)]!;
    },
    isDiscounted,
    priceOn: (product, day) => {
      const { firstPence, laterPence, changeDay } = products[product]!;
      const usual = day < changeDay ? firstPence : laterPence;
      if (!isDiscounted(product, day)) return usual;
      const reduction = 0.2 + 0.05 * (seedOf(seed, product, 1000 + days[day]!.discountWeek) % 5);
      return retailPence(usual * (1 - reduction));
    },
  };
}

interface Shelf {
  members: Int32Array;
  popularity: AliasTable;
}

/** One shelf for each third of a category's price range; a few products sell far more than the rest (Zipf). */
function createShelves(products: readonly CatalogueProduct[], category: number, random: Random): Shelf[] {
  const byPrice = products
    .map((_, index) => index)
    .filter((index) => products[index]!.category === category)
    .sort((a, b) => products[a]!.firstPence - products[b]!.firstPence || a - b);
  return Array.from({ length: priceLevelCount }, (_, level) => {
    const from = Math.round((level * byPrice.length) / priceLevelCount);
    const to = Math.round(((level + 1) * byPrice.length) / priceLevelCount);
    const members = Int32Array.from(byPrice.slice(from, to));
    const rank = random.permutation(members.length);
    return { members, popularity: new AliasTable(Array.from(rank, (position) => 1 / (position + 3) ** 0.8)) };
  });
}

/** The nearest price that ends in 5, at least 15 pence. */
function retailPence(pence: number): number {
  return Math.max(15, Math.round((pence - 5) / 10) * 10 + 5);
}
