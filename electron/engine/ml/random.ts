/**
 * Seeded chance: xoshiro128** (Blackman & Vigna 2018), 2^128 - 1 period. The same seed gives the same numbers on every
 * machine. `fork(label)` gives an independent stream that depends on the seed and the label alone, so a task's numbers
 * do not depend on what ran before it or on which worker it runs.
 */
export class Random {
  readonly #key: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spareNormal: number | null = null;

  constructor(seed: number) {
    this.#key = seed >>> 0;
    // splitmix32 spreads even small seeds over the whole state.
    let state = this.#key;
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state ^ (state >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next();
  }

  /** An independent stream named by a label (text or number). */
  fork(label: string | number): Random {
    let hash = 0x811c9dc5 ^ this.#key;
    for (const char of String(label)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return new Random((hash ^ (hash >>> 12)) >>> 0);
  }

  /** A 32-bit unsigned integer. */
  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotateLeft(this.#d, 11);
    return result;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in [0, bound). */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Standard normal (polar method of Marsaglia & Bray 1964). */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spareNormal = v * factor;
        return u * factor;
      }
    }
  }

  /** 0 .. n-1 in random order (Fisher-Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swap = order[i]!;
      order[i] = order[j]!;
      order[j] = swap;
    }
    return order;
  }

  /** The exact state, to be put into a checkpoint. */
  save(): number[] {
    return [this.#key, this.#a, this.#b, this.#c, this.#d, this.#spareNormal ?? NaN];
  }

  static restore(state: readonly number[]): Random {
    const random = new Random(state[0]!);
    [random.#a, random.#b, random.#c, random.#d] = [state[1]! | 0, state[2]! | 0, state[3]! | 0, state[4]! | 0];
    random.#spareNormal = Number.isNaN(state[5]!) ? null : state[5]!;
    return random;
  }
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
