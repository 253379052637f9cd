/** Supervised methods in the race: what they learn from labels, and how well that holds for customers they did not see. */
import type { LeafRule, Method, SupervisedScores } from '../../../shared/domain.ts';
import { treeRules } from '../ml/explain/tree-classifier.ts';
import { joinFolds, stratifiedFolds, type CrossValidation } from '../ml/metrics/cross-validate.ts';
import { Random } from '../ml/random.ts';
import type { Matrix } from '../ml/types.ts';
import { fittedOf, labelsNeed, type FittedMethod, type MethodPlan } from '../segmentation/fit-method.ts';
import { completeLabels, labelFolds } from '../segmentation/known-labels.ts';
import { classifierEpochs } from '../segmentation/presets.ts';
import type { Fit, Racer } from './race.ts';

/** The plan of a supervised method: what others need is empty. */
export function supervisedPlan(method: Method, nSegments: number, { settings, input }: Racer): MethodPlan {
  return {
    ...{ method, nSegments, nInit: 1, layers: [], epochs: 0, patience: 0, clusteringSteps: 0, generativeSteps: 0 },
    classifierEpochs: classifierEpochs(settings.preset, input.treated.nSamples),
    backend: 'kernels',
  };
}

/**
 * Learns the labels from all customers who have one, while the folds of a cross-validation say what to expect of it.
 * Customers with a label keep it; all others get what is predicted.
 */
export async function learnLabels(method: Method, racer: Racer, onBusy: (seconds: number) => void): Promise<Fit> {
  const { context, settings, input, work } = racer;
  const { pool, cancel } = context;
  const { seed } = settings;
  const labels = labelsNeed(input);
  const nSegments = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const plan = supervisedPlan(method, nSegments, racer);
  const folds = stratifiedFolds(labels, labelFolds, new Random(seed).fork('label folds'));
  // Only what the method reads is sent to the threads.
  const own = { ...input, labels, raw: method === 'tree' ? (input.raw ?? null) : null };
  const [{ fitted, predicted }, outcomes] = await Promise.all([
    pool.run(
      'learnLabels',
      { input: own, plan, seed },
      { cancel, ...work.follow(`learnLabels:${method}`, { onBusy }) },
    ),
    Promise.all(
      Array.from({ length: labelFolds }, (_, fold) =>
        pool.run(
          'validateFold',
          { input: own, plan, folds, fold, seed },
          { cancel, ...work.follow(`validateFold:${method}`, { onBusy }) },
        ),
      ),
    ),
  ]);
  const validated = joinFolds(outcomes, labels);
  return {
    labels: completeLabels(labels, predicted),
    nSegments,
    fitted: fittedOf(method, fitted),
    own: null,
    countAdvice: { recommended: nSegments, reason: 'known_labels', silhouette: NaN, stability: NaN },
    countScores: [],
    layers: [],
    supervised: {
      predicted,
      // Nobody is judged by what was learned from their own label.
      unseen: validated.predicted.map((label, row) => (label >= 0 ? label : predicted[row]!)),
      scores: scoresOf(validated),
    },
  };
}

function scoresOf(validated: CrossValidation): SupervisedScores {
  const { confusion } = validated;
  const rows = confusion.truths.reduce((sum, count) => sum + count, 0);
  return {
    nFolds: validated.nFolds,
    accuracy: validated.accuracy,
    balancedAccuracy: validated.balancedAccuracy,
    macroF1: validated.macroF1,
    // Both methods give probabilities.
    logLoss: validated.logLoss!,
    calibrationError: validated.calibrationError!,
    majority: Math.max(...confusion.truths) / rows,
    reliability: validated.reliability!,
  };
}

/**
 * The leaves of a fitted tree as questions about features; null for other methods. `features` are the columns of `raw`;
 * nothing is said of missing figures where none is missing.
 */
export function leafRules(
  { tree }: Pick<FittedMethod, 'tree'>,
  features: readonly string[],
  raw: Matrix | null | undefined,
): LeafRule[] | null {
  if (!tree || !raw) return null;
  const isMissing = new Array<boolean>(raw.nFeatures).fill(false);
  for (let at = 0; at < raw.data.length; at++) if (Number.isNaN(raw.data[at]!)) isMissing[at % raw.nFeatures] = true;
  return treeRules(tree).map(({ conditions, label, probability, nRows, coverage }) => ({
    conditions: conditions.map(({ column, low, high, orMissing }) => ({
      ...{ feature: features[column]!, low, high, orMissing: orMissing && isMissing[column]! },
    })),
    ...{ label, probability, customers: nRows, coverage },
  }));
}
