/**
 * What the explorer's thread holds between its tasks: the customers of one data set, and who belongs where in the run
 * that is looked at. One of each at a time: a laptop has no room for more.
 */
import type { CategoryCoding, FeatureDefinition, FeatureTable } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { CleanedOrders, Orders } from '../../../../shared/orders.ts';
import type { OwnColumns } from '../../features/formula/own-features.ts';
import { keepBuffers } from '../buffers.ts';
import type { PreparedFeatures } from './prepare-features.ts';

export interface HeldDataset extends PreparedFeatures {
  orders: Orders;
  /** How categories are coded, where a person chose. */
  codings: Record<string, CategoryCoding>;
  cleaned: CleanedOrders;
  /** All columns that can be chosen from, whatever is chosen; own features are part of the choice. */
  candidates: FeatureTable;
  /** The features of `table` with Clientele's own suggestion. */
  suggested: FeatureDefinition[];
  /** Own features that cannot be computed, and why. */
  failed: OwnColumns['failed'];
  /** Names of columns with personal data. */
  personal: readonly string[];
}

let dataset: { ordersKey: string; key: string; held: HeldDataset } | null = null;
let labels: { key: string; held: Int32Array } | null = null;

/** Lets go of what was held before making room for more. */
export function releaseDataset(): void {
  dataset = null;
  labels = null;
}

export function keepDataset(ordersKey: string, key: string, held: HeldDataset): void {
  keepBuffers(held);
  dataset = { ordersKey, key, held };
}

/** What is held of these orders, whichever features were chosen; throws `conflict` (`not_held`). */
export function heldOrders(ordersKey: string): HeldDataset {
  if (dataset?.ordersKey !== ordersKey) throw new AppError('conflict', { reason: 'not_held' });
  return dataset.held;
}

export function keepLabels(key: string, held: Int32Array): void {
  keepBuffers(held);
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
