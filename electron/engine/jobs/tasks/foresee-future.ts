import type { FutureValue, Interval } from '../../../../shared/domain.ts';
import type { AutoencoderModel } from '../../ml/networks/autoencoder.ts';
import { etaSquared } from '../../ml/metrics/eta-squared.ts';
import type { Random } from '../../ml/random.ts';
import { fitMethod, predictMethod, type MethodPlan } from '../../segmentation/fit-method.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import type { PreparedPast } from './prepare-past.ts';

const resamples = 200;

/** How much of what customers did after the cut-off the segments known at the cut-off explain. */
export async function run(
  args: { past: PreparedPast; plan: MethodPlan; network: AutoencoderModel | null; seed: number; label: string },
  context: TaskContext,
): Promise<FutureValue> {
  const { past, plan } = args;
  const ctx = numericContext(context, args.seed, args.label);
  const labels = predictMethod(await fitMethod(past.input, plan, ctx, args.network), past.input);
  const random = ctx.random.fork('resample');
  return {
    cutOff: past.cutOff,
    customers: labels.length,
    spend: resampled(past.spend, labels, random.fork('spend')),
    repeat: resampled(past.repeat, labels, random.fork('repeat')),
  };
}

/** Eta squared with the 95 % percentile interval over customers drawn again. */
function resampled(outcome: Float64Array, labels: Int32Array, random: Random): Interval {
  const n = labels.length;
  const weights = new Int32Array(n);
  const values = Float64Array.from({ length: resamples }, () => {
    weights.fill(0);
    for (let i = 0; i < n; i++) weights[random.integer(n)]!++;
    return etaSquared(outcome, labels, weights);
  }).sort();
  return {
    mean: etaSquared(outcome, labels),
    low: values[Math.floor(0.025 * resamples)]!,
    high: values[Math.ceil(0.975 * resamples) - 1]!,
  };
}
