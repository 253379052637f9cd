/**
 * The generative method of the race: a GAN learns what customers are like, and the synthetic customers that it draws are
 * clustered in their place. Real customers go to the nearest centre. A GAN that copies people is refused.
 */
import type { SyntheticReport } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { drawSynthetic, fitGan, type GanContext, type GanModel } from '../ml/networks/gan/gan.ts';
import { measureFidelity } from '../ml/networks/gan/fidelity.ts';
import { checkCopies, copies, type CopyCheck } from '../ml/networks/gan/nearest-rows.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';

/** Customers that a GAN learns from at most, and share of them that is kept out to compare with. */
export const ganSample = 12_500;
const heldOutShare = 0.2;
/** Synthetic customers that are measured. */
const measured = 2000;
/** Representative synthetic customers that are clustered: drawn so that rare kinds come up more often than they are. */
export const representatives = 3000;
const representativePower = 0.5;

export interface SyntheticCustomers {
  /** In the treated space. */
  representative: Matrix;
  report: SyntheticReport;
}

/**
 * Learns from four fifths of the customers, measures the synthetic ones against all, and draws representative ones.
 * @throws AppError `conflict` (`copies_people`) where the check says so; else as `fitGan`.
 */
export function learnSynthetic(treated: Matrix, steps: number, ctx: GanContext): SyntheticCustomers {
  const order = ctx.random.fork('held out').permutation(treated.nSamples).slice(0, ganSample);
  const nHeldOut = Math.max(1, Math.floor(heldOutShare * order.length));
  const [heldOut, learned] = [order.slice(0, nHeldOut), order.slice(nHeldOut)].map((rows) =>
    takeRows(treated, rows.sort()),
  ) as [Matrix, Matrix];
  const { model } = fitGan(learned, { steps }, partOf(ctx, 0, 0.8));
  const drawn = drawSynthetic(model, measured, 1, { ...ctx, random: ctx.random.fork('measured') });
  const check = checkCopies(learned, heldOut, drawn, ctx);
  refuseCopies(check);
  ctx.report(0.85);
  const fidelity = measureFidelity(takeRows(treated, order), drawn, model.coding, {
    ...ctx,
    random: ctx.random.fork('fidelity'),
  });
  ctx.report(0.95);
  const representative = drawRepresentative(model, ctx);
  ctx.report(1);
  return {
    representative,
    report: {
      learned: learned.nSamples,
      heldOut: heldOut.nSamples,
      measured,
      representative: representatives,
      ...fidelity,
      nearness: check.all.share,
      nearnessOfNearest: check.nearest.share,
      exactCopies: Math.max(0, check.exact),
    },
  };
}

/** @throws AppError `conflict` (`copies_people`) with the shares that say so. */
export function refuseCopies(check: CopyCheck): void {
  if (!copies(check)) return;
  throw new AppError('conflict', {
    reason: 'copies_people',
    nearness: check.all.share,
    nearnessOfNearest: check.nearest.share,
    exact: check.exact,
  });
}

/** Representative synthetic customers without any measurement: for the repetitions of a method. */
export function representativeCustomers(treated: Matrix, steps: number, ctx: Context): Matrix {
  const n = treated.nSamples;
  const rows = n > ganSample ? ctx.random.fork('sample').permutation(n).slice(0, ganSample).sort() : null;
  const { model } = fitGan(rows ? takeRows(treated, rows) : treated, { steps }, ctx);
  return drawRepresentative(model, ctx);
}

function drawRepresentative(model: GanModel, ctx: Context): Matrix {
  return drawSynthetic(model, representatives, representativePower, {
    ...ctx,
    random: ctx.random.fork('representative'),
  });
}

function partOf<Any extends Context>(ctx: Any, from: number, to: number): Any {
  return { ...ctx, report: (share) => ctx.report(from + share * (to - from)) };
}
