/**
 * What the explorer's thread holds between its tasks: the customers of one data set, and who belongs where in the run
 * that is looked at. One of each at a time: a laptop has no room for more.
 */
import { AppError } from '../../../../shared/errors.ts';
import type { CleanedOrders, Orders } from '../../../../shared/orders.ts';
import type { PreparedFeatures } from './prepare-features.ts';

export interface HeldDataset extends PreparedFeatures {
  orders: Orders;
  cleaned: CleanedOrders;
}

let dataset: { key: string; held: HeldDataset } | null = null;
let labels: { key: string; held: Int32Array } | null = null;

/** Lets go of what was held before making room for more. */
export function releaseDataset(): void {
  dataset = null;
  labels = null;
}

export function keepDataset(key: string, held: HeldDataset): void {
  dataset = { key, held };
}

export function keepLabels(key: string, held: Int32Array): void {
  labels = { key, held };
}

/** The data set of this key; throws `conflict` (`not_held`) for any other, as after a thread was lost. */
export function heldDataset(key: string): HeldDataset {
  if (dataset?.key !== key) throw new AppError('conflict', { reason: 'not_held' });
  return dataset.held;
}

/** Segment (0-based position) of each row of the feature table; throws `conflict` (`not_held`). */
export function heldLabels(key: string): Int32Array {
  if (labels?.key !== key) throw new AppError('conflict', { reason: 'not_held' });
  return labels.held;
}
