/** How far the segments of a method come back when it is repeated, and how well they foresee what customers do later. */
import {
  latentMethods,
  supervisedMethods,
  type Interval,
  type Method,
  type MethodScore,
} from '../../../shared/domain.ts';
import { meanInterval } from '../ml/metrics/interval.ts';
import { methodKey } from '../segmentation/estimate/run-tasks.ts';
import type { MethodInput, MethodPlan } from '../segmentation/fit-method.ts';
import { presetPlans } from '../segmentation/presets.ts';
import type { Fit, Racer } from './race.ts';

/** A method as it is repeated; how long its network trains depends on the customers. */
export type RepeatedPlan = Omit<MethodPlan, 'epochs' | 'patience'>;

type OnBusy = (seconds: number) => void;

/** Methods that begin from the same network are repeated on the same customers. */
function labelOf(kind: 'repeat' | 'future', { method }: RepeatedPlan): string {
  return `${kind}:${latentMethods.includes(method) ? 'network' : method}`;
}

export async function repeat(
  plan: RepeatedPlan,
  fit: Fit,
  racer: Racer,
  onBusy: OnBusy,
): Promise<{ stability: Interval; overlap: Float64Array }> {
  const { context, settings, input, work, networks } = racer;
  const { method } = plan;
  const repetitions = await Promise.all(
    Array.from({ length: presetPlans[settings.preset].methodRounds }, async (_, round) => {
      const label = `${labelOf('repeat', plan)}:${round}`;
      const network = latentMethods.includes(method) ? await networks.ofRound(plan, label) : null;
      if (network) onBusy(network.seconds);
      return context.pool.run(
        'repeatMethod',
        {
          ...{ input: readBy(method, input), plan: { ...plan, ...noTraining }, network: network?.model ?? null },
          ...{ reference: fit.supervised?.predicted ?? fit.labels, seed: settings.seed, label },
        },
        { cancel: context.cancel, ...work.follow(methodKey('repeatMethod', method), { onBusy }) },
      );
    }),
  );
  const overlap = new Float64Array(fit.nSegments);
  for (const repetition of repetitions) {
    for (let s = 0; s < fit.nSegments; s++) overlap[s]! += repetition.overlap[s]! / repetitions.length;
  }
  return { stability: meanInterval(repetitions.map(({ agreement }) => agreement)), overlap };
}

export async function foresee(plan: RepeatedPlan, racer: Racer, onBusy: OnBusy): Promise<MethodScore['futureValue']> {
  // Labels are as of today, and may hold what came after the cut-off: nothing could be foreseen with them.
  if (supervisedMethods.includes(plan.method)) return null;
  const { context, settings, preparingPast, work, networks } = racer;
  const past = await preparingPast;
  const key = methodKey('foreseeFuture', plan.method);
  if (!past || past.input.treated.nSamples < plan.nSegments * 5) {
    work.close({ key });
    return null;
  }
  const label = labelOf('future', plan);
  const network = latentMethods.includes(plan.method) ? await networks.ofPast(plan, past.input.treated, label) : null;
  if (network) onBusy(network.seconds);
  const args = { past, plan: { ...plan, ...noTraining }, network: network?.model ?? null, seed: settings.seed, label };
  return context.pool.run('foreseeFuture', args, { cancel: context.cancel, ...work.follow(key, { onBusy }) });
}

/** The part of an input that a method reads: the rest is not sent to another thread. */
function readBy(method: Method, { treated, rfm, raw = null, labels = null }: MethodInput): MethodInput {
  const isSupervised = supervisedMethods.includes(method);
  return { treated, rfm, raw: method === 'tree' ? raw : null, labels: isSupervised ? labels : null };
}

/** The network of a repetition is trained already. */
const noTraining = { epochs: 0, patience: 0 };
