import type { FeatureDefinition, FeatureTable, Period } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { FutureOutcome, ImportanceReport, Outcome } from '../../../../shared/importance.ts';
import { addOwnFeatures, ownFeaturesOf } from '../../features/formula/own-features.ts';
import { chooseCutOff, futureOutcomes } from '../../features/future.ts';
import { orderFeatureCandidates } from '../../features/order-features.ts';
import { relatedFeatures } from '../../features/related-features.ts';
import { featureImportance } from '../../insight/feature-importance.ts';
import type { HeldKeys } from '../explorer.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import { heldDataset, heldLabels, type HeldDataset } from './held-dataset.ts';

/** What is asked about, and the features that may be asked. */
interface Question {
  table: FeatureTable;
  values: Float64Array;
  leftOut: Set<string>;
  cutOff: number | null;
}

/**
 * Which features tell most about an outcome, of the data set that is held. Scores that repeat a feature, features that
 * say the same as another one asked, and those that never vary are not asked.
 * @throws AppError invalid_input (`unknown_feature`), insufficient_data (`no_future`), and as `featureImportance`.
 */
export function run(
  args: HeldKeys & { outcome: Outcome; period: Period; position: number; seed: number },
  context: TaskContext,
): ImportanceReport {
  const held = heldDataset(args.datasetKey);
  const { outcome } = args;
  const { table, values, leftOut, cutOff } =
    'feature' in outcome
      ? ofFeature(held, outcome.feature)
      : 'future' in outcome
        ? ofFuture(held, args.period, outcome.future)
        : ofSegment(held, heldLabels(args.labelsKey), args.position);
  context.checkCancelled();
  const reasons = new Map(held.table.definitions.map(({ id, off }) => [id, off]));
  const isAsked = ({ id }: FeatureDefinition): boolean => {
    const off = reasons.get(id);
    if (leftOut.has(id) || off?.reason === 'reading_only' || off?.reason === 'constant') return false;
    return off?.reason !== 'correlated' || off.sameAs === undefined || leftOut.has(off.sameAs);
  };
  const asked = table.definitions.flatMap((definition, f) => (isAsked(definition) ? [f] : []));
  const found = featureImportance(table, values, asked, numericContext(context, args.seed, 'importance'));
  const known = new Set(table.definitions.map(({ id }) => id));
  return { outcome, ...found, leftOut: [...leftOut].filter((id) => known.has(id)), cutOff };
}

function ofFeature({ table }: HeldDataset, id: string): Question {
  const at = table.definitions.findIndex((definition) => definition.id === id);
  if (at < 0) throw new AppError('invalid_input', { reason: 'unknown_feature', feature: id });
  return { table, values: table.values[at]!, leftOut: relatedFeatures(id, table.definitions), cutOff: null };
}

/** Features of the orders before the day on which the future begins; of tables it is not known since when they hold. */
function ofFuture({ cleaned, table }: HeldDataset, period: Period, name: FutureOutcome): Question {
  const cutOff = cleaned.orders.lines.count > 0 ? (period.cutOff ?? chooseCutOff(cleaned)) : null;
  if (cutOff === null) throw new AppError('insufficient_data', { reason: 'no_future' });
  const past = orderFeatureCandidates(cleaned, { until: cutOff });
  const known = addOwnFeatures(past, ownFeaturesOf(table.definitions)).table;
  const future = futureOutcomes(cleaned, known.customers, cutOff);
  return { table: known, values: Float64Array.from(future[name]), leftOut: new Set(), cutOff };
}

function ofSegment({ table }: HeldDataset, labels: Int32Array, position: number): Question {
  const values = Float64Array.from(labels, (label) => (label === position ? 1 : 0));
  return { table, values, leftOut: new Set(), cutOff: null };
}
