import type { FeatureTable, PcaSummary } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { CleanedOrders, CleaningCount, Orders, Recipe } from '../../../../shared/orders.ts';
import { computeOrderFeatures } from '../../features/order-features.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { applyPreprocessing, fitPreprocessing, type PreprocessingModel } from '../../ml/preprocessing/preprocessing.ts';
import { fitPca } from '../../ml/projection/pca.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

export interface PreparedFeatures {
  counts: CleaningCount[];
  table: FeatureTable;
  preprocessing: PreprocessingModel;
  /** Treated features in use, on a shared buffer: the common space of all methods. */
  treated: Matrix;
  pca: PcaSummary;
  seconds: { clean: number; features: number };
}

export interface FeatureArguments {
  orders: Orders;
  recipe: Recipe;
  exclude: string[];
  fewestCustomers: number;
}

/** From order lines to the common space: cleaning, features, their treatment, and what PCA says of them. */
export function run(args: FeatureArguments, context: TaskContext): PreparedFeatures {
  // The cleaned lines are as large as all lines together: they stay on this thread.
  const { counts, table, preprocessing, treated, pca, seconds } = prepareFeatures(args, context);
  return { counts, table, preprocessing, treated, pca, seconds };
}

/** As `run`, with the cleaned lines, for a task that works on with them. */
export function prepareFeatures(
  args: FeatureArguments,
  context: TaskContext,
): PreparedFeatures & { cleaned: CleanedOrders } {
  const started = context.now();
  const cleaned = cleanOrders(args.orders, args.recipe);
  const cleanedAt = context.now();
  context.checkCancelled();
  const table = computeOrderFeatures(cleaned, { exclude: args.exclude });
  context.report(0.6);
  context.checkCancelled();
  const customers = table.customers.length;
  if (customers < args.fewestCustomers) {
    throw new AppError('insufficient_data', { reason: 'too_few_customers', customers, needed: args.fewestCustomers });
  }
  const preprocessing = fitPreprocessing(table);
  const treated = applyPreprocessing(preprocessing, table);
  context.report(0.8);
  const pca = fitPca(treated, {}, numericContext(context, 0, 'pca'));
  const components = Array.from({ length: pca.nComponents }, (_, c) =>
    Array.from(pca.components.subarray(c * pca.nFeatures, (c + 1) * pca.nFeatures)),
  );
  return {
    cleaned,
    counts: cleaned.counts,
    table,
    preprocessing,
    treated,
    pca: {
      features: table.definitions.filter((definition) => definition.inUse).map((definition) => definition.id),
      explainedVarianceRatio: Array.from(pca.explainedVarianceRatio),
      components,
    },
    seconds: { clean: cleanedAt - started, features: context.now() - cleanedAt },
  };
}
