/** What the columns of known roles hold, from the lines of a file once they are settled: nothing is read for it again. */
import type { ColumnProfile } from '../../../shared/domain.ts';
import { maskId } from './mask.ts';

const barCount = 12;
const exampleCount = 5;
/** Different numbers that are told apart at most. */
export const mostDistinct = 10_000;

/** The rows of a file in the columns of an import. */
export interface Rows {
  from: number;
  to: number;
}

/**
 * Figures of numbers, or of dates in seconds since 1970. O(values): the middle one is found by counting into steps.
 * @param values those that are given, all finite.
 * @param lines how many there could be.
 */
export function profileNumbers(values: Float64Array, type: 'number' | 'date', lines = values.length): ColumnProfile {
  if (values.length === 0) return emptyProfile(lines);
  const distinct = new DistinctNumbers();
  let [low, high] = [Infinity, -Infinity];
  let last = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // The lines of an order follow each other.
    if (value === last) continue;
    last = value;
    if (value < low) low = value;
    if (value > high) high = value;
    distinct.add(value);
  }
  const range = type === 'number' ? trimmed(values, low, high) : ([low, high] as const);
  const show = type === 'date' ? showTime : String;
  return {
    type,
    lines,
    missing: lines - values.length,
    distinct: distinct.count,
    low,
    median: medianOf(values, low, high),
    high,
    bars: barsOf(values, range),
    ...(type === 'number' && { barRange: [range[0], range[1]] as [number, number] }),
    examples: [...new Set(values.subarray(0, 1000))].slice(0, exampleCount).map(show),
  };
}

/** 2011-12-09 12:50; without the time at midnight. */
function showTime(seconds: number): string {
  const text = new Date(seconds * 1000).toISOString();
  return seconds % 86_400 === 0 ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/**
 * Figures of texts that have been numbered.
 * @param at position in `texts` of each row's text; -1 where it has none.
 * @param options.masked ids are shown masked; otherwise the commonest texts are the examples.
 */
export function profileTexts(
  rows: Rows,
  at: Int32Array,
  texts: readonly string[],
  options: { id: boolean; masked: boolean },
): ColumnProfile {
  const lines = rows.to - rows.from;
  const counts = new Int32Array(texts.length);
  let missing = 0;
  for (let row = rows.from; row < rows.to; row++) {
    const index = at[row]!;
    if (index < 0) missing++;
    else counts[index]!++;
  }
  if (missing === lines) return emptyProfile(lines);
  let distinct = 0;
  let digits = options.id;
  for (let index = 0; index < texts.length; index++) {
    if (counts[index] === 0) continue;
    distinct++;
    if (digits && !/^\d+$/.test(texts[index]!)) digits = false;
  }
  const common = commonest(counts, exampleCount);
  const examples = common.map((index) => (options.masked ? maskId(texts[index]!) : texts[index]!));
  return {
    type: options.id ? 'id' : 'text',
    lines,
    missing,
    distinct,
    low: null,
    median: null,
    high: null,
    bars: common.map((index) => counts[index]!),
    examples,
    ...(digits && { digits }),
  };
}

export function emptyProfile(lines: number): ColumnProfile {
  const nothing = { distinct: 0, low: null, median: null, high: null, bars: [], examples: [] };
  return { type: 'empty', lines, missing: lines, ...nothing };
}

/** Positions of the largest counts above zero, the largest first; ties in the order of their positions. */
export function commonest(counts: Int32Array, most: number): number[] {
  const found: number[] = [];
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index]!;
    if (count === 0 || (found.length === most && count <= counts[found[most - 1]!]!)) continue;
    let place = found.length;
    while (place > 0 && counts[found[place - 1]!]! < count) place--;
    found.splice(place, 0, index);
    if (found.length > most) found.pop();
  }
  return found;
}

/** Steps in which values are counted to find the middle one. */
const stepCount = 4096;

/** Values in 12 equally wide steps, those beyond the ends in the first and last; one step where all are the same. */
function barsOf(values: Float64Array, [low, high]: readonly [number, number]): number[] {
  if (high === low) return [values.length];
  const counts = new Int32Array(barCount);
  const scale = barCount / (high - low);
  for (let i = 0; i < values.length; i++) {
    const step = (values[i]! - low) * scale;
    counts[step > 0 ? (step < barCount ? step | 0 : barCount - 1) : 0]!++;
  }
  return Array.from(counts);
}

/**
 * Ends that leave about the lowest and the highest hundredth of the values outside. Numbers are told apart by their
 * sign, exponent and first four binary digits, that is to 6 %, in one pass whatever their range.
 */
function trimmed(values: Float64Array, low: number, high: number): [number, number] {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const counts = new Int32Array(1 << 16);
  // Upper halves of the numbers (little-endian, as every computer that runs this is), in the order of the numbers.
  for (let i = 1; i < words.length; i += 2) {
    const step = words[i]! >> 16;
    counts[step < 0 ? ~step & 0x7fff : step + 0x8000]!++;
  }
  const least = Math.max(1, values.length / 100);
  let first = 0;
  for (let seen = 0; (seen += counts[first]!) < least;) first++;
  let last = counts.length - 1;
  for (let seen = 0; (seen += counts[last]!) < least;) last--;
  const from = Math.max(low, edge(first));
  const to = Math.min(high, edge(last + 1));
  return from < to ? [from, to] : [low, high];
}

/** The lowest number of a step of `trimmed`. */
function edge(step: number): number {
  const upper = step < 0x8000 ? ~step & 0xffff : step - 0x8000;
  words[0] = step < 0x8000 ? -1 : 0;
  words[1] = (upper << 16) | (step < 0x8000 ? 0xffff : 0);
  return Number.isNaN(bits[0]) ? Math.sign(step - 0x8000) * Infinity : bits[0]!;
}

/** The lower of the middle values, exactly: looked for in the one fine step that holds it, again where it holds many. */
function medianOf(values: Float64Array, low: number, high: number): number {
  if (high === low) return low;
  return middle(values, countSteps(values, low, high), low, high, (values.length - 1) >> 1);
}

function countSteps(values: Float64Array, low: number, high: number): Int32Array {
  const counts = new Int32Array(stepCount);
  const scale = stepCount / (high - low);
  for (let i = 0; i < values.length; i++) counts[Math.min(stepCount - 1, ((values[i]! - low) * scale) | 0)]!++;
  return counts;
}

/** The value that `wanted` others stand before. */
function middle(values: Float64Array, counts: Int32Array, low: number, high: number, wanted: number): number {
  let chosen = 0;
  while (wanted >= counts[chosen]!) wanted -= counts[chosen++]!;
  const scale = stepCount / (high - low);
  const part = new Float64Array(counts[chosen]!);
  let kept = 0;
  let [lowest, highest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Math.min(stepCount - 1, ((value - low) * scale) | 0) !== chosen) continue;
    part[kept++] = value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest === highest) return lowest;
  if (part.length < 4096 || lowest === low) return part.sort()[wanted]!;
  return middle(part, countSteps(part, lowest, highest), lowest, highest, wanted);
}

/** Counts different numbers up to 10,000 in a table of fixed size. */
class DistinctNumbers {
  readonly #slots = new Float64Array(1 << 15).fill(NaN);
  #count = 0;

  add(value: number): void {
    if (this.#count > mostDistinct) return;
    const slots = this.#slots;
    bits[0] = value === 0 ? 0 : value;
    const mixed = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & 0x7fff;
    for (let kept = slots[slot]!; kept === kept; kept = slots[slot]!) {
      if (kept === value) return;
      slot = (slot + 1) & 0x7fff;
    }
    slots[slot] = value;
    this.#count++;
  }

  /** Null for more than 10,000. */
  get count(): number | null {
    return this.#count > mostDistinct ? null : this.#count;
  }
}
const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);
