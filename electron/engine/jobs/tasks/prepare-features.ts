import type { FeatureChoice, FeatureTable, PcaSummary } from '../../../../shared/domain.ts';
import { categoryCodings, unusualWay } from '../../../../shared/settings.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { CleanedOrders, CleaningCount, Orders, Recipe } from '../../../../shared/orders.ts';
import { chooseFeatures } from '../../features/choose-features.ts';
import { featureCandidates } from '../../features/customer-features.ts';
import { addOwnFeatures, type OwnColumns } from '../../features/formula/own-features.ts';
import { checkPeriod, referenceOf } from '../../features/period.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { otherRows, treatFeatures, type TreatedFeatures } from '../../features/treat-features.ts';
import { fitPca } from '../../ml/projection/pca.ts';
import { takeRows } from '../../ml/types.ts';
import { clusteringEffort, type ClusteringEffort } from '../../segmentation/estimate/clustering-effort.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Directions that are kept to be shown; of pixels there are hundreds, which nobody reads. */
const mostDirections = 40;

/** `treated` is the common space of all methods. */
export interface PreparedFeatures extends TreatedFeatures {
  counts: CleaningCount[];
  table: FeatureTable;
  pca: PcaSummary;
  seconds: { clean: number; features: number };
}

export interface FeatureArguments {
  orders: Orders;
  recipe: Recipe;
  choice: FeatureChoice;
  /** Names of columns with personal data, which no formula can read. Default: none. */
  personal?: readonly string[];
  fewestCustomers: number;
}

/**
 * From a data set to the common space: cleaning, features, their treatment, and what PCA says of them. An own feature
 * that cannot be computed fails all.
 */
export function run(args: FeatureArguments, context: TaskContext): PreparedFeatures & { effort: ClusteringEffort } {
  // The cleaned lines are as large as all lines together: they stay on this thread.
  const { counts, table, preprocessing, treated, unusual, pca, seconds, failed } = prepareFeatures(args, context);
  if (failed.length > 0) throw failed[0]!.error;
  const effort = clusteringEffort(treated, numericContext(context, 0, 'effort'));
  return { counts, table, preprocessing, treated, unusual, pca, seconds, effort };
}

/** As `run`, with the cleaned lines and what there was to choose from, for tasks that work on with them; own features
 * that cannot be computed are left out and named in `failed`. */
export function prepareFeatures(
  args: FeatureArguments,
  context: TaskContext,
): PreparedFeatures & Pick<OwnColumns, 'failed'> & { cleaned: CleanedOrders; candidates: FeatureTable } {
  const started = context.now();
  const { period = {} } = args.choice;
  const cleaned = cleanOrders(args.orders, args.recipe, period);
  checkPeriod(cleaned, period);
  const cleanedAt = context.now();
  context.report(0.3);
  context.checkCancelled();
  const candidates = featureCandidates(cleaned, {
    ...referenceOf(period),
    categories: categoryCodings(args.choice),
  });
  context.report(0.6);
  context.checkCancelled();
  const customers = candidates.customers.length;
  if (customers < args.fewestCustomers) {
    throw new AppError('insufficient_data', { reason: 'too_few_customers', customers, needed: args.fewestCustomers });
  }
  const own = addOwnFeatures(candidates, args.choice.computed ?? [], args.personal);
  const chosen = prepareChoice(own.table, args.choice, context);
  return {
    cleaned,
    candidates,
    failed: own.failed,
    counts: cleaned.counts,
    ...chosen,
    seconds: { clean: cleanedAt - started, features: context.now() - cleanedAt },
  };
}

/** What a choice of features makes of all that there are, own ones included: which are used, how they are treated, and what PCA says of them. */
export function prepareChoice(
  candidates: FeatureTable,
  choice: FeatureChoice,
  context: TaskContext,
): Pick<PreparedFeatures, 'table' | 'pca'> & TreatedFeatures {
  const table = chooseFeatures(candidates, choice);
  context.report(0.8);
  context.checkCancelled();
  const prepared = treatFeatures(table, unusualWay(choice), context);
  const { treated, unusual } = prepared;
  context.report(0.9);
  const learned = unusual?.way === 'leaveOut' ? takeRows(treated, otherRows(treated.nSamples, unusual.rows)) : treated;
  const pca = fitPca(learned, {}, numericContext(context, 0, 'pca'));
  const components = Array.from({ length: Math.min(mostDirections, pca.nComponents) }, (_, c) =>
    Array.from(pca.components.subarray(c * pca.nFeatures, (c + 1) * pca.nFeatures)),
  );
  return {
    table,
    ...prepared,
    pca: {
      features: table.definitions.filter((definition) => definition.inUse).map((definition) => definition.id),
      explainedVarianceRatio: Array.from(pca.explainedVarianceRatio.subarray(0, mostDirections)),
      components,
    },
  };
}
