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
 * Figures of numbers, or of dates in seconds since 1970. O(values): up to 10,000 different ones are counted in one
 * pass, and all else comes of these counts; of more, the middle one is found by counting into steps.
 * @param values those that are given, all finite.
 * @param lines how many there could be.
 */
export function profileNumbers(values: Float64Array, type: 'number' | 'date', lines = values.length): ColumnProfile {
  if (values.length === 0) return emptyProfile(lines);
  const counted = countDistinct(values);
  const show = type === 'date' ? showTime : String;
  return {
    type,
    lines,
    missing: lines - values.length,
    distinct: counted?.values.length ?? null,
    ...(counted ? figuresOfCounts(counted, type) : figuresOfMany(values, type)),
    examples: [...new Set(values.subarray(0, 1000))].slice(0, exampleCount).map(show),
  };
}

type Figures = Pick<ColumnProfile, 'low' | 'median' | 'high' | 'bars'> & { barRange?: [number, number] };

function figuresOfCounts({ values, counts }: CountedValues, type: 'number' | 'date'): Figures {
  const all = counts.reduce((sum, count) => sum + count, 0);
  /** The value that so many others stand before. */
  const at = (wanted: number): number => {
    let position = 0;
    for (let before = counts[0]!; before <= wanted; before += counts[++position]!);
    return values[position]!;
  };
  const [low, high] = [values[0]!, values.at(-1)!];
  const range: [number, number] =
    type === 'number' ? [at(Math.floor(all / 100)), at(all - 1 - Math.floor(all / 100))] : [low, high];
  const [from, to] = range[0] < range[1] ? range : [low, high];
  return {
    low,
    median: at((all - 1) >> 1),
    high,
    bars: barsOf(values, [from, to], counts),
    ...(type === 'number' && { barRange: [from, to] }),
  };
}

function figuresOfMany(values: Float64Array, type: 'number' | 'date'): Figures {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = type === 'number' ? trimmed(values, low, high) : ([low, high] as const);
  return {
    low,
    median: medianOf(values, low, high),
    high,
    bars: barsOf(values, range),
    ...(type === 'number' && { barRange: [range[0], range[1]] }),
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
  const missing = countInto(counts, at, rows);
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

/** Counts each text's rows; returns how many rows have none. By itself, this loop stays compiled from column to column. */
function countInto(counts: Int32Array, at: Int32Array, { from, to }: Rows): number {
  let missing = 0;
  for (let row = from; row < to; row++) {
    const index = at[row]!;
    if (index < 0) missing++;
    else counts[index]!++;
  }
  return missing;
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

/**
 * Values in 12 equally wide steps, those beyond the ends in the first and last; one step where all are the same.
 * @param counts how often each value is there; once, without.
 */
function barsOf(values: Float64Array, [low, high]: readonly [number, number], counts?: Int32Array): number[] {
  const bars = new Int32Array(high === low ? 1 : barCount);
  const last = bars.length - 1;
  const scale = high === low ? 0 : barCount / (high - low);
  for (let i = 0; i < values.length; i++) {
    const step = (values[i]! - low) * scale;
    bars[step > 0 ? (step < last ? step | 0 : last) : 0]! += counts ? counts[i]! : 1;
  }
  return Array.from(bars);
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

interface CountedValues {
  /** Different values, ascending, and how often each is there. */
  values: Float64Array;
  counts: Int32Array;
}

/** All different values with their counts; null for more than 10,000. One pass over a table at most two thirds full. */
function countDistinct(values: Float64Array): CountedValues | null {
  let size = 16;
  while (2 * size < 3 * Math.min(values.length, mostDistinct)) size *= 2;
  const slots = new Float64Array(size).fill(NaN);
  const counts = new Int32Array(size);
  let different = 0;
  let last = NaN;
  let slot = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // The lines of an order follow each other.
    if (value !== last) {
      last = value;
      bits[0] = value === 0 ? 0 : value;
      const mixed = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
      slot = (mixed ^ (mixed >>> 15)) & (size - 1);
      // A free slot is NaN, which equals nothing, itself included.
      while (slots[slot] !== value && slots[slot] === slots[slot]) slot = (slot + 1) & (size - 1);
      if (slots[slot] !== value) {
        if (different++ === mostDistinct) return null;
        slots[slot] = value;
      }
    }
    counts[slot]!++;
  }
  const used = new Int32Array(different);
  for (let i = 0, n = 0; i < size; i++) if (counts[i]! > 0) used[n++] = i;
  used.sort((a, b) => slots[a]! - slots[b]!);
  return { values: Float64Array.from(used, (i) => slots[i]!), counts: Int32Array.from(used, (i) => counts[i]!) };
}
const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);
