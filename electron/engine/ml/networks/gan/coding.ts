/**
 * Rows as the networks see them. A block per column, or per group of columns that exclude each other: one unit per mode
 * (one of them 1), and, where a mode has a spread, one unit for the distance from its centre in two deviations.
 */
import type { Context, Matrix } from '../../types.ts';
import { columnModes, type Mode } from './column-modes.ts';
import { exclusiveColumns } from './exclusive-columns.ts';

export interface Block {
  columns: number[];
  modes: Mode[];
  /** First unit of the block; the modes come first. */
  start: number;
  /** Unit of the distance from the centre; -1 without one. */
  distanceAt: number;
  /** Unit of the value itself in deviations of the column, where there is a distance: the metric that customers have. */
  placeAt: number;
  /** Standard deviation of the column. */
  deviation: number;
}

export interface Coding {
  nFeatures: number;
  blocks: Block[];
  /** Units of a coded row. */
  width: number;
  /** Those that the generator has to say: the first ones. The places follow from them. */
  saidWidth: number;
}

/** Deviations that one unit of distance stands for. */
export const deviationsPerUnit = 2;

/** Finds the modes of every column of X (finite). Throws `cancelled`. */
export function fitCoding(X: Matrix, ctx: Context): Coding {
  const groups = exclusiveColumns(X);
  const grouped = new Set(groups.flatMap(({ columns }) => columns));
  const blocks: Block[] = [];
  let width = 0;
  const add = (columns: number[], modes: Mode[]): void => {
    const start = width;
    width += modes.length;
    const distanceAt = modes.some(({ spread }) => spread > 0) ? width++ : -1;
    blocks.push({ columns, modes, start, distanceAt, placeAt: -1, deviation: 1 });
  };
  for (let column = 0; column < X.nFeatures; column++) {
    if (grouped.has(column)) continue;
    ctx.checkCancelled();
    const values = Float64Array.from({ length: X.nSamples }, (_, i) => X.data[i * X.nFeatures + column]!);
    add([column], columnModes(values, ctx));
  }
  for (const { columns, off, on, optional } of groups) {
    const sets = columns.map((_, set) => columns.map((_, j) => (j === set ? on[j]! : off[j]!)));
    const modes = (optional ? [off, ...sets] : sets).map((values) => ({
      values,
      spread: 0,
      low: -Infinity,
      high: Infinity,
    }));
    add(columns, modes);
  }
  const saidWidth = width;
  for (const block of blocks) {
    if (block.distanceAt < 0) continue;
    block.placeAt = width++;
    block.deviation = deviationOf(X, block.columns[0]!);
  }
  return { nFeatures: X.nFeatures, blocks, width, saidWidth };
}

/** The mode of a row in each block, and the distance from its centre. */
export function encodeRow({ blocks, nFeatures }: Coding, X: Matrix, row: number, into: Float32Array, at: number): void {
  for (const { columns, modes, start, distanceAt, placeAt, deviation } of blocks) {
    const value = (j: number): number => X.data[row * nFeatures + columns[j]!]!;
    const mode = columns.length > 1 ? exactMode(modes, value) : likeliestMode(modes, value(0));
    for (let k = 0; k < modes.length; k++) into[at + start + k] = k === mode ? 1 : 0;
    if (distanceAt < 0) continue;
    const { spread, values } = modes[mode]!;
    into[at + distanceAt] = spread > 0 ? (value(0) - values[0]!) / (deviationsPerUnit * spread) : 0;
    into[at + placeAt] = value(0) / deviation;
  }
}

/** All rows coded: nSamples x width, in single precision. */
export function encodeRows(coding: Coding, X: Matrix): Float32Array {
  const coded = new Float32Array(X.nSamples * coding.width);
  for (let i = 0; i < X.nSamples; i++) encodeRow(coding, X, i, coded, i * coding.width);
  return coded;
}

/** Writes what a coded row stands for into row `row` of X; nothing lies outside of what was seen. */
export function decodeRow({ blocks }: Coding, coded: Float32Array, at: number, X: Matrix, row: number): void {
  for (const { columns, modes, start, distanceAt } of blocks) {
    let mode = 0;
    for (let k = 1; k < modes.length; k++) if (coded[at + start + k]! > coded[at + start + mode]!) mode = k;
    const { values, spread, low, high } = modes[mode]!;
    columns.forEach((column, j) => {
      const distance = spread > 0 ? deviationsPerUnit * spread * coded[at + distanceAt]! : 0;
      X.data[row * X.nFeatures + column] = Math.min(high, Math.max(low, values[j]! + distance));
    });
  }
}

function exactMode(modes: readonly Mode[], value: (j: number) => number): number {
  const found = modes.findIndex(({ values }) => values.every((own, j) => own === value(j)));
  return Math.max(0, found);
}

/** A shared value itself; else the likeliest mode with a spread; else the nearest. */
function likeliestMode(modes: readonly Mode[], value: number): number {
  let best = -1;
  let most = -Infinity;
  let nearest = 0;
  for (let k = 0; k < modes.length; k++) {
    const { values, spread } = modes[k]!;
    const off = Math.abs(value - values[0]!);
    if (spread === 0 && off === 0) return k;
    if (off < Math.abs(value - modes[nearest]!.values[0]!)) nearest = k;
    if (spread === 0) continue;
    const fit = -Math.log(spread) - 0.5 * (off / spread) ** 2;
    if (fit > most) [best, most] = [k, fit];
  }
  return best >= 0 ? best : nearest;
}

function deviationOf({ data, nSamples, nFeatures }: Matrix, column: number): number {
  let [sum, squares] = [0, 0];
  for (let i = column; i < data.length; i += nFeatures) sum += data[i]!;
  for (let i = column; i < data.length; i += nFeatures) squares += (data[i]! - sum / nSamples) ** 2;
  return Math.sqrt(squares / nSamples);
}
