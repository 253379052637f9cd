/**
 * Gamma-Gamma: what a customer spends per purchase, from the few purchases known (Fader & Hardie 2013, "The
 * Gamma-Gamma model of monetary value"). Independent of how often the customer buys.
 */
import { AppError } from '../../../../shared/errors.ts';
import { minimise } from '../numeric/minimise.ts';
import { digamma, logGamma } from '../numeric/special-functions.ts';
import type { Context } from '../types.ts';

export interface GammaGammaModel {
  p: number;
  q: number;
  gamma: number;
}

/** Beyond e^±12 a parameter describes no customers, and rounding decides. */
const furthest = 12;

/**
 * Fits the three parameters by maximum likelihood to customers with at least one repeat purchase.
 *
 * @param purchases Repeat purchases per customer, 1 or more.
 * @param meanValue Mean spend of those purchases, above 0.
 * @throws AppError `insufficient_data` (no_repeat_purchases), `invalid_input` (bad_parameter), `not_converged`
 * (no_minimum), `cancelled`
 */
export function fitGammaGamma(
  purchases: ArrayLike<number>,
  meanValue: ArrayLike<number>,
  ctx: Pick<Context, 'checkCancelled'>,
): { model: GammaGammaModel; logLikelihood: number } {
  const n = purchases.length;
  if (n === 0) throw new AppError('insufficient_data', { reason: 'no_repeat_purchases' });
  let sum = 0;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const x = purchases[i]!;
    if (!(Number.isInteger(x) && x >= 1 && meanValue[i]! > 0)) {
      throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'meanValue' });
    }
    sum += meanValue[i]!;
    most = Math.max(most, x);
  }
  // In units of the typical spend, so that a shop in yen is no harder than one in pounds.
  const typical = sum / n;
  const objective = (logs: Float64Array, gradient: Float64Array): number => {
    if (logs.some((log) => Math.abs(log) > furthest)) return Infinity;
    const [p, q, gamma] = logs.map(Math.exp) as unknown as [number, number, number];
    const table = new Float64Array((most + 1) * 3);
    for (let x = 1; x <= most; x++) {
      table[3 * x] = logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * Math.log(gamma) + p * x * Math.log(x);
      table[3 * x + 1] = x * (digamma(p * x + q) - digamma(p * x) + Math.log(x));
      table[3 * x + 2] = digamma(p * x + q) - digamma(q) + Math.log(gamma);
    }
    let total = 0;
    let [dp, dq, dGamma] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = purchases[i]!;
      const m = meanValue[i]! / typical;
      const both = gamma + m * x;
      const logBoth = Math.log(both);
      const logM = Math.log(m);
      total += table[3 * x]! + (p * x - 1) * logM - (p * x + q) * logBoth;
      dp += table[3 * x + 1]! + x * (logM - logBoth);
      dq += table[3 * x + 2]! - logBoth;
      dGamma += q / gamma - (p * x + q) / both;
    }
    gradient[0] = (-dp * p) / n;
    gradient[1] = (-dq * q) / n;
    gradient[2] = (-dGamma * gamma) / n;
    return -total / n;
  };
  const { at, value } = minimise(objective, [4, 4, 0.5].map(Math.log), ctx);
  // A search that was stopped by the border found no inner minimum.
  if (at.some((log) => Math.abs(log) > 0.95 * furthest)) throw new AppError('not_converged', { reason: 'no_minimum' });
  const [p, q, gamma] = at.map(Math.exp) as unknown as [number, number, number];
  return { model: { p, q, gamma: gamma * typical }, logLikelihood: -n * (value + Math.log(typical)) };
}

/**
 * What to expect a customer to spend per purchase: between the customer's own mean and everybody's, nearer to the own
 * the more purchases are known. Everybody's mean for a customer without any. NaN where the mean is not finite (q <= 1).
 */
export function expectedSpend({ p, q, gamma }: GammaGammaModel, purchases: number, meanValue: number): number {
  if (!(q > 1)) return NaN;
  return (p * (gamma + purchases * meanValue)) / (p * purchases + q - 1);
}
