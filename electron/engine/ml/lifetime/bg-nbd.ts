/**
 * BG/NBD: how often customers buy while they are active, and when they silently stop (Fader, Hardie & Lee 2005,
 * "Counting your customers the easy way"). Frequency counts *repeat* purchases: the first one only starts the clock.
 */
import { AppError } from '../../../../shared/errors.ts';
import { minimise } from '../numeric/minimise.ts';
import { digamma, hypergeometric, logGamma } from '../numeric/special-functions.ts';
import type { Context } from '../types.ts';

/** One entry per customer, in any one unit of time. */
export interface PurchaseHistory {
  /** Repeat purchases; whole numbers from 0. */
  frequency: ArrayLike<number>;
  /** Time from the first to the last purchase; 0 for who bought once. */
  recency: ArrayLike<number>;
  /** Time from the first purchase to the end of the observation; at least `recency`. */
  age: ArrayLike<number>;
}

/**
 * While active a customer buys at a rate that is gamma distributed over customers (shape r, rate alpha); after each
 * purchase the customer stops with a probability that is beta distributed (a, b).
 */
export interface BgNbdModel {
  r: number;
  alpha: number;
  a: number;
  b: number;
}

/** Where the search begins, in units of the mean age: an ordinary shop. */
const start = { r: 0.5, alphaOfAge: 0.3, a: 0.8, b: 2.5 };

/**
 * Fits the four parameters by maximum likelihood. O(iterations * customers).
 * @returns the model and its log-likelihood (sum over customers)
 * @throws AppError `insufficient_data` (no_repeat_purchases), `invalid_input` (bad_parameter), `not_converged`
 * (no_minimum), `cancelled`
 */
export function fitBgNbd(
  history: PurchaseHistory,
  ctx: Pick<Context, 'checkCancelled'>,
): { model: BgNbdModel; logLikelihood: number } {
  const { frequency, recency, age } = history;
  const n = frequency.length;
  let repeats = 0;
  let totalAge = 0;
  for (let i = 0; i < n; i++) {
    const x = frequency[i]!;
    if (!(Number.isInteger(x) && x >= 0 && recency[i]! >= 0 && age[i]! >= recency[i]!)) {
      throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'history' });
    }
    repeats += x;
    totalAge += age[i]!;
  }
  if (repeats === 0 || totalAge === 0) throw new AppError('insufficient_data', { reason: 'no_repeat_purchases' });
  const unit = totalAge / n;
  const objective = negativeLogLikelihood(history, n);
  const { at, value } = minimise(objective, [start.r, start.alphaOfAge * unit, start.a, start.b].map(Math.log), ctx);
  const [r, alpha, a, b] = at.map(Math.exp) as unknown as [number, number, number, number];
  return { model: { r, alpha, a, b }, logLikelihood: -value * n };
}

/** Mean negative log-likelihood with its gradient, in the logarithms of r, alpha, a and b. */
function negativeLogLikelihood({ frequency, recency, age }: PurchaseHistory, n: number) {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, frequency[i]!);
  return (logs: Float64Array, gradient: Float64Array): number => {
    const [r, alpha, a, b] = logs.map(Math.exp) as unknown as [number, number, number, number];
    // All gamma functions depend on the frequency alone: a table of it spares nearly all of them.
    const table = new Float64Array((most + 1) * 4);
    for (let x = 0; x <= most; x++) {
      table[4 * x] =
        logGamma(r + x) - logGamma(r) + logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
      table[4 * x + 1] = digamma(r + x) - digamma(r);
      table[4 * x + 2] = digamma(a + b) - digamma(a + b + x);
      table[4 * x + 3] = digamma(b + x) - digamma(b);
    }
    const logAlpha = Math.log(alpha);
    let total = 0;
    let [dr, dAlpha, da, db] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = frequency[i]!;
      const logAge = Math.log(alpha + age[i]!);
      const stays = -(r + x) * logAge;
      let stayShare = 1;
      let logBoth = stays;
      let logRecency = 0;
      if (x > 0) {
        logRecency = Math.log(alpha + recency[i]!);
        const stopped = Math.log(a / (b + x - 1)) - (r + x) * logRecency;
        const high = Math.max(stays, stopped);
        const sum = Math.exp(stays - high) + Math.exp(stopped - high);
        stayShare = Math.exp(stays - high) / sum;
        logBoth = high + Math.log(sum);
      }
      const stopShare = 1 - stayShare;
      total += table[4 * x]! + r * logAlpha + logBoth;
      dr += table[4 * x + 1]! + logAlpha - stayShare * logAge - stopShare * logRecency;
      dAlpha += r / alpha - (r + x) * (stayShare / (alpha + age[i]!) + stopShare / (alpha + recency[i]!));
      da += table[4 * x + 2]! + stopShare / a;
      db += table[4 * x + 2]! + table[4 * x + 3]! - (x > 0 ? stopShare / (b + x - 1) : 0);
    }
    gradient[0] = (-dr * r) / n;
    gradient[1] = (-dAlpha * alpha) / n;
    gradient[2] = (-da * a) / n;
    gradient[3] = (-db * b) / n;
    return -total / n;
  };
}

/** Probability that a customer with this history is still active at its end; 1 for who bought once. */
export function aliveProbability({ r, alpha, a, b }: BgNbdModel, x: number, recency: number, age: number): number {
  if (x === 0) return 1;
  const odds = Math.exp(Math.log(a / (b + x - 1)) + (r + x) * (Math.log(alpha + age) - Math.log(alpha + recency)));
  return 1 / (1 + odds);
}

/**
 * Probability of at least one purchase in the time `ahead` after the end of the history. The purchase rate of an
 * active customer is gamma distributed with shape r + x and rate alpha + age, so none falls into `ahead` with
 * ((alpha + age) / (alpha + age + ahead))^(r + x).
 */
export function returnProbability(model: BgNbdModel, x: number, recency: number, age: number, ahead: number): number {
  const { r, alpha } = model;
  const none = Math.exp((r + x) * (Math.log(alpha + age) - Math.log(alpha + age + ahead)));
  return aliveProbability(model, x, recency, age) * (1 - none);
}

/**
 * Purchases to expect of a customer in the time `ahead` after the end of the history (equation 10 of the paper), with
 * Euler's transformation of ₂F₁, which keeps it precise for frequent buyers.
 */
export function expectedPurchases(model: BgNbdModel, x: number, recency: number, age: number, ahead: number): number {
  const { r, alpha, b } = model;
  // The formula divides by a - 1: beside 1 it is smooth, at 1 it is not defined.
  const a = Math.abs(model.a - 1) < 1e-6 ? 1 + 1e-6 : model.a;
  const z = ahead / (alpha + age + ahead);
  const series = hypergeometric(a + b - 1 - r, a - 1, a + b + x - 1, z);
  const active = ((a + b + x - 1) / (a - 1)) * (1 - Math.pow(1 - z, a - 1) * series);
  return Math.max(0, active * aliveProbability(model, x, recency, age));
}

/** Purchases to expect of a customer, chosen at random, in the time `ahead` after the first one (equation 9). */
export function expectedPurchasesOfNew({ r, alpha, a: given, b }: BgNbdModel, ahead: number): number {
  const a = Math.abs(given - 1) < 1e-6 ? 1 + 1e-6 : given;
  const z = ahead / (alpha + ahead);
  const series = hypergeometric(a + b - 1 - r, a - 1, a + b - 1, z);
  return ((a + b - 1) / (a - 1)) * (1 - Math.pow(1 - z, a - 1) * series);
}
