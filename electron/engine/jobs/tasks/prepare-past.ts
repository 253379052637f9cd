import type { FeatureDefinition, ForecastCheck, LifetimeModel, Period } from '../../../../shared/domain.ts';
import type { Orders, Recipe } from '../../../../shared/orders.ts';
import { isOfOrders } from '../../features/customer-features.ts';
import { checkForecast } from '../../features/forecast-check.ts';
import { knowableDefinitions, replayOwnFeatures } from '../../features/formula/own-features.ts';
import { chooseCutOff, futureOutcomes } from '../../features/future.ts';
import { lifetimeColumns } from '../../features/lifetime-value.ts';
import { groupOrders } from '../../features/order-history.ts';
import { computeOrderFeatures } from '../../features/order-features.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { treatTable } from '../../ml/preprocessing/preprocessing.ts';
import { takeCustomers, type MethodInput } from '../../segmentation/fit-method.ts';
import { rfmValues } from '../../segmentation/model.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

export interface PreparedPast {
  cutOff: number;
  input: MethodInput;
  /** Later log-spend and whether they came back at all, per customer. */
  spend: Float64Array;
  repeat: Float64Array;
  /** Lifetime value as it was foretold at the cut-off, beside what came. */
  forecast: ForecastCheck | null;
}

/**
 * Features that methods see: rules read three of them, whether or not these are in use. What a table says of a customer
 * is as of today, and may hold what came after the cut-off: it stays out, and so does what is made of it.
 */
const isSeen = ({ id, family, inUse }: FeatureDefinition): boolean =>
  isOfOrders({ family }) && (inUse || ['recency', 'frequency', 'monetary'].includes(id));

/**
 * The same features as of an earlier day, and what those customers did after it; null where the data are too short
 * for such a look back. The earlier day is that of the period, where a person chose one. Beyond `mostCustomers` a seeded sample is looked at.
 */
export function run(
  args: {
    orders: Orders;
    recipe: Recipe;
    period: Period;
    definitions: FeatureDefinition[];
    mostCustomers: number;
    seed: number;
  },
  context: TaskContext,
): PreparedPast | null {
  const cleaned = cleanOrders(args.orders, args.recipe, args.period);
  const cutOff = args.period.cutOff ?? chooseCutOff(cleaned);
  if (cutOff === null) return null;
  context.checkCancelled();
  const foresees = args.definitions.some(({ lifetime }) => lifetime);
  const history = foresees ? groupOrders(cleaned, cutOff) : null;
  const lifetime = history && lifetimeColumns(history, undefined, context);
  context.checkCancelled();
  const known = knowableDefinitions(args.definitions, isOfOrders, isSeen);
  const ofOrders = computeOrderFeatures(cleaned, {
    until: cutOff,
    definitions: asKnownThen(known.filter(isOfOrders), lifetime?.model ?? null),
  });
  const table = replayOwnFeatures(ofOrders, known);
  const { treated } = treatTable(table);
  context.checkCancelled();
  const all = { treated, rfm: rfmValues(table) };
  const n = table.customers.length;
  const random = numericContext(context, args.seed, 'past').random;
  const drawn = n > args.mostCustomers ? random.permutation(n).slice(0, args.mostCustomers).sort() : null;
  const { revenue, spend, repeat, days } = futureOutcomes(cleaned, table.customers, cutOff);
  const foretold = lifetime?.model && lifetimeColumns(history!, lifetime.model, context, days).columns.lifetimeValue!;
  const rows = drawn ?? Int32Array.from({ length: n }, (_, row) => row);
  return {
    cutOff,
    input: drawn ? takeCustomers(all, drawn) : all,
    spend: Float64Array.from(rows, (row) => spend[row]!),
    repeat: Float64Array.from(rows, (row) => repeat[row]!),
    forecast: foretold ? checkForecast(foretold, revenue, days) : null,
  };
}

/** Definitions whose lifetime value is replayed with a model that knew no more than the past. */
function asKnownThen(definitions: FeatureDefinition[], lifetime: LifetimeModel | null): FeatureDefinition[] {
  return definitions.map((definition) => (definition.lifetime ? { ...definition, lifetime } : definition));
}
