import {
  fitMethod,
  predictMethod,
  type FittedMethod,
  type MethodInput,
  type MethodPlan,
} from '../../segmentation/fit-method.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Fits a supervised method to all customers with a label; `predicted` is what it says of every customer. */
export async function run(
  args: { input: MethodInput; plan: MethodPlan; seed: number },
  context: TaskContext,
): Promise<{ fitted: FittedMethod; predicted: Int32Array }> {
  const { input, plan } = args;
  const fitted = await fitMethod(input, plan, numericContext(context, args.seed, `learn:${plan.method}`));
  return { fitted, predicted: predictMethod(fitted, input) };
}
