/** The table of features that orders give: one row per customer, one column per habit. */
import type { FeatureChoice, FeatureDefinition, FeatureTable } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import { dayOf } from './calendar.ts';
import { orderBasketColumns, orderReturnColumns } from './order-basket.ts';
import { catalogueColumns } from './catalogue-features.ts';
import { orderCatalogue } from './order-catalogue.ts';
import { countryColumns, customerCountries, suggestCountries } from './order-countries.ts';
import { lifetimeColumns } from './lifetime-value.ts';
import { groupOrders } from './order-history.ts';
import { orderHabitColumns, orderRhythmColumns } from './order-rhythm.ts';
import { orderValueColumns } from './order-value.ts';
import { rfmScoreColumns } from './rfm-scores.ts';
import { chooseFeatures } from './choose-features.ts';
import { usualPrices } from './usual-prices.ts';

export interface OrderFeatureOptions {
  /** Seconds since 1970; only lines strictly before are seen, usual prices included. Default: all. */
  until?: number;
  /**
   * Seconds since 1970; its day is the one from which days are counted back, and later lines are not seen. Default:
   * the day after the last order seen.
   */
  referenceTime?: number;
  /** Replays a fitted run on new customers: exactly these columns, in this order, nothing suggested anew. */
  definitions?: readonly FeatureDefinition[];
}

/**
 * Computes the order family for every customer with a kept line that is seen, in ascending order of customer index.
 * Each column's formula stands with its function (order-value, order-rhythm, order-basket, rfm-scores,
 * order-countries, catalogue-features, lifetime-value). NaN is missing. Without customers the table has its columns and no rows.
 *
 * Usual prices, RFM scores and the reference day come from the orders at hand also when `definitions` are replayed.
 * A few passes over the lines: O(lines + customers + invoices + products).
 * @throws AppError invalid_input (`unknown_feature`) if `definitions` holds a column that orders do not give.
 */
export function computeOrderFeatures(
  cleaned: CleanedOrders,
  options: OrderFeatureOptions & Partial<FeatureChoice> = {},
): FeatureTable {
  const table = orderFeatureCandidates(cleaned, options);
  return options.definitions ? table : chooseFeatures(table, { exclude: [], ...options });
}

/** As `computeOrderFeatures`, before it is decided which columns to use: `off` only where the column itself says so. */
export function orderFeatureCandidates(cleaned: CleanedOrders, options: OrderFeatureOptions = {}): FeatureTable {
  const { until = Infinity, referenceTime = Infinity, definitions } = options;
  const { products, countries } = cleaned.orders.dictionaries;
  const history = groupOrders(cleaned, Math.min(until, referenceTime));
  const referenceDay = Number.isFinite(referenceTime) ? dayOf(referenceTime) : history.lastDay + 1;

  const value = orderValueColumns(history, referenceDay);
  const countryOfRow = customerCountries(history);
  const ofCatalogue = catalogueColumns(history, cleaned.orders.catalogue, definitions);
  const wanted = definitions ?? [...suggestDefinitions(countryOfRow, countries), ...ofCatalogue.definitions];
  const foresees = wanted.some(({ family }) => family === 'lifetimeValue');
  const fitted = definitions?.find(({ family }) => family === 'lifetimeValue')?.lifetime;
  const lifetime = foresees ? lifetimeColumns(history, definitions ? (fitted ?? null) : undefined) : null;
  const columns: Record<string, Float64Array> = {
    ...lifetime?.columns,
    ...value,
    ...orderRhythmColumns(history, referenceDay),
    ...orderHabitColumns(history),
    ...orderBasketColumns(history, usualPrices(history, products.length)),
    ...orderReturnColumns(history, value.monetary!),
    ...ofCatalogue.columns,
    ...rfmScoreColumns(value.recency!, value.frequency!, value.monetary!),
    ...countryColumns(
      wanted.map((definition) => definition.id),
      countryOfRow,
      countries,
    ),
  };
  const values = wanted.map(({ id }) => {
    const column = Object.hasOwn(columns, id) ? columns[id] : undefined;
    if (!column) throw new AppError('invalid_input', { reason: 'unknown_feature', feature: id });
    return column;
  });
  return {
    definitions: wanted.map((definition) =>
      definition.family === 'lifetimeValue'
        ? { ...structuredClone(definition), lifetime: lifetime!.model }
        : structuredClone(definition),
    ),
    customers: history.customers,
    values,
  };
}

function suggestDefinitions(countryOfRow: Int32Array, countries: readonly string[]): FeatureDefinition[] {
  const fixed = orderCatalogue.map(({ id, family, unit, treatment, readingOnly }): FeatureDefinition => {
    const off = readingOnly ? { off: { reason: 'reading_only' as const } } : {};
    return { id, family, unit, treatment: structuredClone(treatment), inUse: !readingOnly, ...off };
  });
  return [...fixed, ...suggestCountries(countryOfRow, countries)];
}
