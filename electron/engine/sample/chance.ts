/** The few distributions the sample shop draws from, on top of a seeded `Random`. */
import type { Random } from '../ml/random.ts';

/** A seed for one thing of the shop (a customer, an order), from the shop's seed and two numbers; murmur3's finaliser. */
export function seedOf(seed: number, first: number, second: number): number {
  let hash = scramble(seed ^ 0x9e3779b9);
  hash = scramble(hash ^ Math.imul(first + 1, 0xcc9e2d51));
  return scramble(hash ^ Math.imul(second + 1, 0x1b873593));
}

function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.uniform());
}

/** Gamma with mean 1 and the given shape (>= 1); Marsaglia & Tsang 2000. */
export function gammaEffect(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** Log-normal with mean 1; `spread` is the standard deviation of its logarithm. */
export function logNormalEffect(random: Random, spread: number): number {
  return Math.exp(spread * random.normal() - (spread * spread) / 2);
}

/** Poisson by multiplication (Knuth); meant for means below about 30. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; count++) product *= random.uniform();
  return Math.max(0, count);
}

/** A whole number with the given mean: the one below or above, by chance. */
export function roundByChance(random: Random, value: number): number {
  return Math.floor(value + random.uniform());
}

/** Index into ascending cumulative weights (the last is their sum), by binary search over [low, high]. */
export function findCumulative(cumulative: ArrayLike<number>, target: number, low = 0, high = cumulative.length - 1) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Walker's alias table (Vose 1991): draws index i with probability weights[i] / sum, in constant time. */
export class AliasTable {
  readonly #threshold: Float64Array;
  readonly #alias: Int32Array;

  constructor(weights: readonly number[]) {
    const n = weights.length;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.#threshold = new Float64Array(n).fill(1);
    this.#alias = Int32Array.from({ length: n }, (_, i) => i);
    const scaled = weights.map((weight) => (weight * n) / sum);
    const small = scaled.flatMap((share, i) => (share < 1 ? [i] : []));
    const large = scaled.flatMap((share, i) => (share < 1 ? [] : [i]));
    while (small.length > 0 && large.length > 0) {
      const lower = small.pop()!;
      const upper = large.pop()!;
      this.#threshold[lower] = scaled[lower]!;
      this.#alias[lower] = upper;
      scaled[upper] = scaled[upper]! + scaled[lower]! - 1;
      (scaled[upper] < 1 ? small : large).push(upper);
    }
  }

  draw(random: Random): number {
    const at = random.uniform() * this.#threshold.length;
    const index = Math.floor(at);
    return at - index < this.#threshold[index]! ? index : this.#alias[index]!;
  }
}
