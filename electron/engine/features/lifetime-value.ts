/** What customers are likely to do next: the features of lifetime value, from the days and money of their orders. */
import type { LifetimeModel } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { aliveProbability, expectedPurchases, fitBgNbd, returnProbability } from '../ml/lifetime/bg-nbd.ts';
import { expectedSpend, fitGammaGamma, type GammaGammaModel } from '../ml/lifetime/gamma-gamma.ts';
import type { OrderHistory } from './order-history.ts';

/** Days that "next" looks ahead: a year, which is what budgets are made for. */
export const lifetimeHorizon = 365;

/** Less than a quarter says nothing about a year, and fewer returning customers fit no distribution. */
const fewestDays = 90;
const fewestReturning = 50;
/** Customers the models are fitted to, at most: every n-th beyond. */
const fittedCustomers = 20_000;

/**
 * Per row of the history, seen from its last day; at most one purchase a day is counted, the first is no repeat:
 * - aliveProbability: chance that the customer has not stopped for good (BG/NBD; 1 for who bought once, as the model
 *   lets nobody stop but after a repeat purchase)
 * - returnProbability: chance of at least one purchase in the days ahead; 1 - it is the churn risk (BG/NBD)
 * - expectedOrders: days with a purchase to expect in the days ahead (BG/NBD)
 * - expectedOrderValue: money to expect of one of them (Gamma-Gamma; where it has no mean, as in shops whose customers
 *   spend too differently, the customer's own mean of all purchase days)
 * - lifetimeValue: money to expect in the days ahead, the product of both; not discounted
 *
 * All missing (NaN) where the data are too short or too few customers came back.
 * @param model a model fitted before, to be applied as it is; default: fitted here
 * @param daysAhead default a year
 * @throws AppError `cancelled`
 */
export function lifetimeColumns(
  history: OrderHistory,
  model?: LifetimeModel | null,
  ctx: { checkCancelled: () => void } = { checkCancelled: () => undefined },
  daysAhead = lifetimeHorizon,
): { columns: Record<string, Float64Array>; model: LifetimeModel | null } {
  const n = history.customers.length;
  const purchases = purchaseDays(history);
  const used = model === undefined ? fitLifetime(history, purchases, ctx) : model;
  const missing = (): Float64Array => new Float64Array(n).fill(NaN);
  const columns = {
    aliveProbability: missing(),
    returnProbability: missing(),
    expectedOrders: missing(),
    expectedOrderValue: missing(),
    lifetimeValue: missing(),
  };
  if (!used) return { columns, model: null };
  const { frequency, recency, age, repeatValue, ownValue } = purchases;
  for (let row = 0; row < n; row++) {
    if (row % 4096 === 0) ctx.checkCancelled();
    const x = frequency[row]!;
    columns.aliveProbability[row] = aliveProbability(used.bgNbd, x, recency[row]!, age[row]!);
    columns.returnProbability[row] = returnProbability(used.bgNbd, x, recency[row]!, age[row]!, daysAhead);
    columns.expectedOrders[row] = expectedPurchases(used.bgNbd, x, recency[row]!, age[row]!, daysAhead);
    const known = repeatValue[row]! > 0 ? x : 0;
    columns.expectedOrderValue[row] = used.gammaGamma
      ? expectedSpend(used.gammaGamma, known, known > 0 ? repeatValue[row]! : 0)
      : ownValue[row]!;
    columns.lifetimeValue[row] = columns.expectedOrders[row]! * columns.expectedOrderValue[row]!;
  }
  return { columns, model: used };
}

interface PurchaseDays {
  /** Days with a purchase after the first. */
  frequency: Int32Array;
  /** Days from the first purchase to the last one, and to the end of the data. */
  recency: Int32Array;
  age: Int32Array;
  /** Mean money of the days after the first; NaN for who bought on one day only. */
  repeatValue: Float64Array;
  /** Mean money of all days with a purchase. */
  ownValue: Float64Array;
}

function purchaseDays({ customers, orderStart, day, amount, lastDay }: OrderHistory): PurchaseDays {
  const n = customers.length;
  const result = {
    frequency: new Int32Array(n),
    recency: new Int32Array(n),
    age: new Int32Array(n),
    repeatValue: new Float64Array(n),
    ownValue: new Float64Array(n),
  };
  for (let row = 0; row < n; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    const first = day[from]!;
    let repeats = 0;
    let money = 0;
    let all = 0;
    for (let order = from; order < to; order++) {
      all += amount[order]!;
      if (day[order]! === first) continue;
      money += amount[order]!;
      if (day[order]! !== day[order - 1]!) repeats++;
    }
    result.frequency[row] = repeats;
    result.recency[row] = day[to - 1]! - first;
    result.age[row] = lastDay - first;
    result.repeatValue[row] = money / repeats;
    result.ownValue[row] = all / (repeats + 1);
  }
  return result;
}

function fitLifetime(
  { firstDay, lastDay }: OrderHistory,
  purchases: PurchaseDays,
  ctx: { checkCancelled: () => void },
): LifetimeModel | null {
  const n = purchases.frequency.length;
  const returning = purchases.frequency.reduce((count, x) => count + (x > 0 ? 1 : 0), 0);
  if (lastDay - firstDay < fewestDays || returning < fewestReturning) return null;
  const step = Math.max(1, Math.ceil(n / fittedCustomers));
  const rows = Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);
  const pick = (column: Int32Array | Float64Array, of: readonly number[]): Float64Array =>
    Float64Array.from(of, (row) => column[row]!);
  try {
    const { model: bgNbd } = fitBgNbd(
      {
        frequency: pick(purchases.frequency, rows),
        recency: pick(purchases.recency, rows),
        age: pick(purchases.age, rows),
      },
      ctx,
    );
    const spenders = rows.filter((row) => purchases.repeatValue[row]! > 0);
    return { bgNbd, gammaGamma: fitSpend(purchases, spenders, pick, ctx) };
  } catch (thrown) {
    if (noFit(thrown)) return null;
    throw thrown;
  }
}

function fitSpend(
  purchases: PurchaseDays,
  spenders: readonly number[],
  pick: (column: Int32Array | Float64Array, of: readonly number[]) => Float64Array,
  ctx: { checkCancelled: () => void },
): GammaGammaModel | null {
  try {
    const { model } = fitGammaGamma(pick(purchases.frequency, spenders), pick(purchases.repeatValue, spenders), ctx);
    // With q at or below 1 the mean of the distribution does not exist.
    return model.q > 1 ? model : null;
  } catch (thrown) {
    if (noFit(thrown)) return null;
    throw thrown;
  }
}

/** Data that no model fits leave these features empty; all else is a fault. */
function noFit(thrown: unknown): boolean {
  return thrown instanceof AppError && (thrown.code === 'insufficient_data' || thrown.code === 'not_converged');
}
