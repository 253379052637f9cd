/** The values of a formula for all customers: column by column in blocks that stay in the processor's cache. */
import type { Formula, FunctionName, Operator } from '../../../../shared/formula/parse.ts';

/** Customers at a time. */
const blockSize = 2048;

/**
 * Evaluates a formula. NaN is missing, here and in the columns, and so is what is not finite: division by zero, the
 * logarithm of nothing or less, the root of less than nothing, and what is too large for a number. A missing value makes
 * all missing that is computed of it, but for `coalesce` (the first value that is there), `ismissing` (1 or 0), the
 * branch of `if` that is not taken, and `and` and `or` where the other side decides alone. Comparisons and words give 1
 * or 0; any number but 0 counts as true. `log` is natural; `round` rounds halves away from zero, to so many decimals.
 * O(n) for each part of the formula; no memory but the result and a few blocks.
 *
 * @param column the values of a feature by the name that the formula uses; n of them
 */
export function evaluateFormula(
  tree: Formula,
  column: (name: string) => Float64Array,
  n: number,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(n);
  const blocks: Float64Array[] = [];
  let from = 0;
  let size = 0;
  const blockAt = (depth: number): Float64Array => (blocks[depth] ??= new Float64Array(blockSize));

  /** The values of a part for the customers at hand, in the block of its depth; deeper blocks are free to use. */
  function evaluate(part: Formula, depth: number): Float64Array {
    switch (part.kind) {
      case 'number':
        return blockAt(depth).fill(finite(part.value));
      case 'feature': {
        const out = blockAt(depth);
        const values = column(part.name);
        for (let i = 0; i < size; i++) out[i] = finite(values[from + i]!);
        return out;
      }
      case 'negate':
      case 'not': {
        const out = evaluate(part.of, depth);
        if (part.kind === 'negate') for (let i = 0; i < size; i++) out[i] = 0 - out[i]!;
        else for (let i = 0; i < size; i++) out[i] = out[i]! !== out[i]! ? NaN : out[i] === 0 ? 1 : 0;
        return out;
      }
      case 'binary': {
        const left = evaluate(part.left, depth);
        binary[part.operator](left, evaluate(part.right, depth + 1), size);
        return left;
      }
      case 'call': {
        const values = part.values.map((value, k) => evaluate(value, depth + k));
        calls[part.function](values, size);
        return values[0]!;
      }
    }
  }

  for (; from < n; from += blockSize) {
    size = Math.min(blockSize, n - from);
    result.set(evaluate(tree, 0).subarray(0, size), from);
  }
  return result;
}

/** The number itself; NaN for an infinite one, as infinity minus infinity is. */
function finite(value: number): number {
  return value + (value - value);
}

type Block = Float64Array;

/** Each writes over its first block. */
const binary: Record<Operator, (a: Block, b: Block, size: number) => void> = {
  '+': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = finite(a[i]! + b[i]!);
  },
  '-': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = finite(a[i]! - b[i]!);
  },
  '*': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = finite(a[i]! * b[i]!);
  },
  '/': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = finite(a[i]! / b[i]!);
  },
  '^': (a, b, size) => {
    // 1 to the power of something missing would be 1.
    for (let i = 0; i < size; i++) a[i] = b[i]! !== b[i]! || a[i]! !== a[i]! ? NaN : finite(a[i]! ** b[i]!);
  },
  '<': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i]! < b[i]!, a[i]!, b[i]!);
  },
  '<=': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i]! <= b[i]!, a[i]!, b[i]!);
  },
  '>': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i]! > b[i]!, a[i]!, b[i]!);
  },
  '>=': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i]! >= b[i]!, a[i]!, b[i]!);
  },
  '=': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i] === b[i], a[i]!, b[i]!);
  },
  '!=': (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = truth(a[i] !== b[i], a[i]!, b[i]!);
  },
  and: (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = a[i] === 0 || b[i] === 0 ? 0 : truth(true, a[i]!, b[i]!);
  },
  or: (a, b, size) => {
    for (let i = 0; i < size; i++) a[i] = isTrue(a[i]!) || isTrue(b[i]!) ? 1 : truth(false, a[i]!, b[i]!);
  },
};

function truth(holds: boolean, a: number, b: number): number {
  if (a !== a || b !== b) return NaN;
  return holds ? 1 : 0;
}

function isTrue(value: number): boolean {
  return value === value && value !== 0;
}

/** Each writes over the block of its first value. */
const calls: Record<FunctionName, (values: Block[], size: number) => void> = {
  abs: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = Math.abs(a![i]!);
  },
  sqrt: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = Math.sqrt(a![i]!);
  },
  log: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = finite(Math.log(a![i]!));
  },
  log10: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = finite(Math.log10(a![i]!));
  },
  exp: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = finite(Math.exp(a![i]!));
  },
  round: ([a, decimals], size) => {
    for (let i = 0; i < size; i++) a![i] = rounded(a![i]!, decimals ? decimals[i]! : 0);
  },
  floor: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = Math.floor(a![i]!);
  },
  ceil: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = Math.ceil(a![i]!);
  },
  min: ([a, ...others], size) => {
    for (const b of others) for (let i = 0; i < size; i++) a![i] = Math.min(a![i]!, b[i]!);
  },
  max: ([a, ...others], size) => {
    for (const b of others) for (let i = 0; i < size; i++) a![i] = Math.max(a![i]!, b[i]!);
  },
  if: ([a, yes, no], size) => {
    for (let i = 0; i < size; i++) if (a![i] === a![i]) a![i] = a![i] !== 0 ? yes![i]! : no![i]!;
  },
  coalesce: ([a, ...others], size) => {
    for (const b of others) for (let i = 0; i < size; i++) if (a![i] !== a![i]) a![i] = b[i]!;
  },
  ismissing: ([a], size) => {
    for (let i = 0; i < size; i++) a![i] = a![i] !== a![i] ? 1 : 0;
  },
};

/** Halves away from zero; a number with more decimals than it can have stays as it is. */
function rounded(value: number, decimals: number): number {
  const factor = 10 ** Math.trunc(decimals);
  const scaled = Math.abs(value) * factor;
  if (scaled > Number.MAX_SAFE_INTEGER) return value;
  // The nearest number to 1.005 lies a little below it: what a person reads as a half is one.
  const whole = Math.floor(scaled + 0.5 + scaled * Number.EPSILON);
  return finite((Math.sign(value) * whole) / factor);
}
