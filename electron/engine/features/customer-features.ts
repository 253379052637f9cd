/** The table of all features that a data set gives, whatever its files were. */
import type { FeatureDefinition, FeatureTable } from '../../../shared/domain.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import { replayOwnFeatures } from './formula/own-features.ts';
import { orderFeatureCandidates, type OrderFeatureOptions } from './order-features.ts';
import { tableFeatures, type TableFeatureOptions } from './table-features.ts';

export const isOfOrders = ({ family }: Pick<FeatureDefinition, 'family'>): boolean =>
  family === 'orders' || family === 'lifetimeValue';

type CandidateOptions = OrderFeatureOptions & Pick<TableFeatureOptions, 'categories'>;

/**
 * Features of the orders, then of the customer table, before it is decided which to use. Customers are those with a
 * kept order line; where there are no orders at all, everybody in the table. Own features come with the definitions of
 * a fitted run only; before, they are part of the choice.
 * @throws AppError as `orderFeatureCandidates`, `categoryFeatures` and `replayOwnFeatures`.
 */
export function featureCandidates(cleaned: CleanedOrders, options: CandidateOptions = {}): FeatureTable {
  const found = foundFeatures(cleaned, options);
  return options.definitions ? replayOwnFeatures(found, options.definitions) : found;
}

function foundFeatures(cleaned: CleanedOrders, options: CandidateOptions): FeatureTable {
  const { lines, dictionaries, table } = cleaned.orders;
  const { definitions } = options;
  const ofOrders = definitions?.filter(isOfOrders);
  const orders =
    lines.count > 0
      ? orderFeatureCandidates(cleaned, { ...options, ...(ofOrders ? { definitions: ofOrders } : {}) })
      : { definitions: [], values: [], customers: Int32Array.from(dictionaries.customers, (_, i) => i) };
  if (!table) return orders;
  const others = tableFeatures(table, orders.customers, {
    definitions: definitions?.filter((definition) => !isOfOrders(definition)),
    categories: options.categories,
  });
  return {
    customers: orders.customers,
    definitions: [...orders.definitions, ...others.definitions],
    values: [...orders.values, ...others.values],
  };
}
