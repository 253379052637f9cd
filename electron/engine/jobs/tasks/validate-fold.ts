import { scoreFold, type FoldOutcome } from '../../ml/metrics/cross-validate.ts';
import {
  fitMethod,
  labelProbabilities,
  predictMethod,
  takeCustomers,
  type MethodInput,
  type MethodPlan,
} from '../../segmentation/fit-method.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/**
 * One fold of the cross-validation of a supervised method: learns all others, predicts this one. Features were treated
 * with all customers in view, but without any label.
 * @param args.folds of `stratifiedFolds`, the same for every method
 */
export async function run(
  args: {
    input: MethodInput & { labels: Int32Array };
    plan: MethodPlan;
    folds: Int32Array;
    fold: number;
    seed: number;
  },
  context: TaskContext,
): Promise<FoldOutcome> {
  const { input, plan, folds, fold } = args;
  const ctx = numericContext(context, args.seed, `validate:${plan.method}:${fold}`);
  const rowsWhere = (wanted: (own: number) => boolean): Int32Array =>
    Int32Array.from(folds.keys()).filter((row) => wanted(folds[row]!));
  const learned = rowsWhere((own) => own >= 0 && own !== fold);
  const rows = rowsWhere((own) => own === fold);
  const fitted = await fitMethod(takeCustomers(input, learned), plan, ctx);
  const judged = takeCustomers(input, rows);
  const prediction = { labels: predictMethod(fitted, judged), probabilities: labelProbabilities(fitted, judged) };
  return scoreFold(rows, prediction, input.labels);
}
