/** What was bought in an order: a pure function of the seed, the customer and the order, made again when needed. */
import { Random } from '../ml/random.ts';
import { days } from './calendar.ts';
import type { Catalogue } from './catalogue.ts';
import { priceLevelCount } from './catalogue.ts';
import { categories } from './catalogue-words.ts';
import { findCumulative, logNormalEffect, seedOf } from './chance.ts';
import { sampleKinds } from './kinds.ts';
import { createPersona, mostLines } from './persona.ts';
import type { Persona } from './persona.ts';
import type { Entry } from './schedule.ts';

export interface Basket {
  persona: Persona;
  count: number;
  /** Indexes of products, all different. */
  product: Int32Array;
  quantity: Int32Array;
  /** Price of one unit in pence; never 0 on the first line. */
  pence: Int32Array;
}

/** Share of lines given away for nothing. */
const freeShare = 0.0012;
/** How often a customer of discounts looks on before taking what costs the full price. */
const discountSearches = 25;
/** Share of lines from a customer's favourite category. */
const favouriteShare = 0.3;

/**
 * Makes baskets into one set of arrays: a basket holds until the next is made. `kinds` has the kind of every customer.
 */
export function createBasketMaker(seed: number, catalogue: Catalogue, kinds: Uint8Array): (sale: Entry) => Basket {
  const { products } = catalogue;
  const demand = sampleKinds.map(({ giftTaste }) =>
    Array.from({ length: 12 }, (_, month) => categoryDemand(month, giftTaste)),
  );
  const product = new Int32Array(mostLines);
  const quantity = new Int32Array(mostLines);
  const pence = new Int32Array(mostLines);
  // Serial number of the last basket that held a product.
  const heldBy = new Uint32Array(products.length);
  let serial = 0;

  const pick = (random: Random, persona: Persona, categoryShares: Float64Array): number => {
    const [low, middle] = persona.kind.priceLevels;
    const levelDraw = random.uniform();
    const level = levelDraw < low ? 0 : levelDraw < low + middle ? 1 : priceLevelCount - 1;
    const category =
      random.uniform() < favouriteShare
        ? persona.favouriteCategory
        : findCumulative(categoryShares, random.uniform() * categoryShares.at(-1)!);
    return catalogue.draw(random, category, level);
  };

  return (sale) => {
    // A guest is a new person each time, somebody like any of the customers.
    const isGuest = sale.customer < 0;
    const who = isGuest ? -2 - sale.reference : sale.customer;
    const random = new Random(seedOf(seed, who, sale.reference));
    const persona = createPersona(seed, who, isGuest ? random.integer(sampleKinds.length) : kinds[who]!);
    const { kind } = persona;
    const day = Math.floor(sale.minute / 1440);
    const { month, discountWeek } = days[day]!;
    const categoryShares = demand[persona.kindIndex]![month]!;
    serial++;
    for (let i = 0; i < sale.lines; i++) {
      const seeksDiscount = discountWeek >= 0 && random.uniform() < kind.seeksDiscount;
      let chosen = -1;
      for (let look = 0; look < discountSearches; look++) {
        const candidate = pick(random, persona, categoryShares);
        if (heldBy[candidate] === serial) continue;
        chosen = candidate;
        if (!seeksDiscount || catalogue.isDiscounted(candidate, day)) break;
      }
      // A very large basket: take the next product on the shelf that is not in it.
      if (chosen < 0) {
        chosen = random.integer(products.length);
        while (heldBy[chosen] === serial) chosen = (chosen + 1) % products.length;
      }
      heldBy[chosen] = serial;
      product[i] = chosen;
      const { pack, betweenLines } = kind.units;
      quantity[i] = pack * Math.max(1, Math.round((persona.units / pack) * logNormalEffect(random, betweenLines)));
      const isFree = i > 0 && random.uniform() < freeShare;
      pence[i] = isFree ? 0 : catalogue.priceOn(chosen, day);
    }
    return { persona, count: sale.lines, product, quantity, pence };
  };
}

/** Cumulative demand of the categories in a month. */
function categoryDemand(month: number, giftTaste: number): Float64Array {
  const isSummer = month >= 4 && month <= 7;
  const isChristmas = month >= 10;
  const cumulative = new Float64Array(categories.length);
  let sum = 0;
  categories.forEach(({ weight, summer, gift }, index) => {
    const season = (isSummer ? summer : 1) * (isChristmas && gift ? 2.5 : 1);
    sum += weight * season * (gift ? giftTaste : 1);
    cumulative[index] = sum;
  });
  return cumulative;
}
