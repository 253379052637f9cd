/** Who follows and who referred whom. */
import { Random } from '../ml/random.ts';
import { poisson, seedOf } from './chance.ts';
import { sampleKinds } from './kinds.ts';
import { customerIdOf } from './people.ts';
import type { Shop } from './plan-shop.ts';

export const relationshipsHeader = 'from,to,type\n';

/** Share of customers whom another brought along. */
const referredShare = 0.12;
/** Tries to find somebody well connected to be followed. */
const popularityTries = 3;

/** Lines of relationships.csv that concern one customer: whom they follow, and who referred them. */
export function relationshipLines(shop: Shop, customer: number): string[] {
  const { seed, kinds } = shop;
  if (kinds.length < 2) return [];
  const random = new Random(seedOf(seed, customer, -6));
  const followed = new Set<number>();
  const wanted = Math.min(poisson(random, sampleKinds[kinds[customer]!]!.follows), kinds.length - 1);
  while (followed.size < wanted) {
    const other = somebodyPopular(random, kinds);
    if (other !== customer) followed.add(other);
  }
  const id = customerIdOf(customer);
  const lines = Array.from(followed, (other) => `${id},${customerIdOf(other)},follows\n`);
  if (random.uniform() < referredShare) {
    const other = somebodyPopular(random, kinds);
    // One refers only who came after: no circles.
    if (shop.firstDays[other]! < shop.firstDays[customer]!) lines.push(`${customerIdOf(other)},${id},referred\n`);
  }
  return lines;
}

/** The best connected of a few customers drawn at random. */
function somebodyPopular(random: Random, kinds: Uint8Array): number {
  let best = random.integer(kinds.length);
  for (let i = 1; i < popularityTries; i++) {
    const other = random.integer(kinds.length);
    if (sampleKinds[kinds[other]!]!.follows > sampleKinds[kinds[best]!]!.follows) best = other;
  }
  return best;
}
