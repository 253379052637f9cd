/** Two public data sets with labels, read by simple means, with the features that the peer figures were made on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '../../../electron/engine/ml/types.ts';
import { matrix } from './goldens.ts';

export interface LabelledData {
  X: Matrix;
  labels: Int32Array;
}

const folder = process.env.CLIENTELE_DATA ?? '';
export const shoppersFile = join(folder, 'online_shoppers_intention.csv');
export const wholesaleFile = join(folder, 'Wholesale_customers_data.csv');
export const hasLabelledData = folder !== '' && existsSync(shoppersFile) && existsSync(wholesaleFile);

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

/** Neither file has quotes. */
function columns(file: string): Map<string, string[]> {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  return new Map(head!.split(',').map((name, j) => [name, cells.map((row) => row[j]!)]));
}

/** Logarithms of the numeric columns (nothing counts as 0), then a column of 0 and 1 for each value of the others. */
function features(table: Map<string, string[]>, numeric: string[], categories: string[]): Matrix {
  const parts = numeric.map((name) => table.get(name)!.map((cell) => signedLog(Number(cell) || 0)));
  for (const name of categories) {
    for (const value of [...new Set(table.get(name))].sort()) {
      parts.push(table.get(name)!.map((cell) => (cell === value ? 1 : 0)));
    }
  }
  return matrix(parts[0]!.map((_, i) => parts.map((part) => part[i]!)));
}

/** Sessions of an online shop; 1: something was bought (15.5 %). */
export function onlineShoppers(): LabelledData {
  const table = columns(shoppersFile);
  const X = features(table, [...table.keys()].slice(0, 10), ['Month', 'VisitorType', 'Weekend']);
  return { X, labels: Int32Array.from(table.get('Revenue')!, (cell) => (cell === 'TRUE' ? 1 : 0)) };
}

/** Yearly spending of a wholesaler's customers; 1: retail (32.3 %), 0: hotels, restaurants, cafés. */
export function wholesaleCustomers(): LabelledData {
  const table = columns(wholesaleFile);
  const X = features(table, [...table.keys()].slice(2), ['Region']);
  return { X, labels: Int32Array.from(table.get('Channel')!, (cell) => Number(cell) - 1) };
}

export interface Scaling {
  means: Float64Array;
  deviations: Float64Array;
}

export function fitScaling({ data, nSamples, nFeatures }: Matrix): Scaling {
  const means = new Float64Array(nFeatures);
  const deviations = new Float64Array(nFeatures);
  data.forEach((value, at) => (means[at % nFeatures]! += value / nSamples));
  data.forEach((value, at) => (deviations[at % nFeatures]! += (value - means[at % nFeatures]!) ** 2 / nSamples));
  return { means, deviations: deviations.map((variance) => Math.sqrt(variance) || 1) };
}

export function scaled(X: Matrix, { means, deviations }: Scaling): Matrix {
  const data = new Float64Array(X.data.length);
  for (let at = 0; at < data.length; at++)
    data[at] = (X.data[at]! - means[at % X.nFeatures]!) / deviations[at % X.nFeatures]!;
  return { ...X, data };
}
