/**
 * The autoencoders of repetitions and of the look back. All methods that begin from one share it, as they share the
 * network of the run itself: they are compared on the same customers and the same network, and it is trained once.
 */
import { bootstrapSample, repetitionBudget } from '../segmentation/presets.ts';
import { networkKey } from '../segmentation/estimate/run-tasks.ts';
import type { AutoencoderModel } from '../ml/networks/autoencoder.ts';
import type { Matrix } from '../ml/types.ts';
import type { JobContext } from './job-context.ts';
import type { RepeatedPlan } from './repeat.ts';
import type { WorkLedger } from './work-ledger.ts';
import type { RunSettings } from '../../../shared/domain.ts';

export interface RepeatedNetwork {
  model: AutoencoderModel;
  /** Time its training held a thread. Every method that uses it counts it as its own. */
  seconds: number;
}

export interface RepeatedNetworks {
  /** That of a repetition, by its label, which says which customers are drawn. */
  ofRound: (plan: RepeatedPlan, label: string) => Promise<RepeatedNetwork>;
  /** That of the customers there were at the cut-off. */
  ofPast: (plan: RepeatedPlan, past: Matrix, label: string) => Promise<RepeatedNetwork>;
}

export function createRepeatedNetworks({
  context,
  settings,
  work,
  space,
}: {
  context: JobContext;
  settings: RunSettings;
  work: WorkLedger;
  space: Matrix;
}): RepeatedNetworks {
  const begun = new Map<string, Promise<RepeatedNetwork>>();
  const once = (label: string, train: () => Promise<RepeatedNetwork>): Promise<RepeatedNetwork> => {
    const known = begun.get(label) ?? train();
    begun.set(label, known);
    return known;
  };

  async function train(
    { layers, training, backend }: RepeatedPlan,
    budget: { epochs: number; patience: number },
    args: { space: Matrix; resampled: boolean; label: string },
    key: 'repeatNetwork' | 'pastNetwork',
  ): Promise<RepeatedNetwork> {
    let spent = 0;
    const model = await context.trainingPool(backend).run(
      'repeatNetwork',
      { ...args, plan: { layers, training, backend, ...budget }, seed: settings.seed },
      {
        cancel: context.cancel,
        ...work.follow(networkKey(key, settings), { onBusy: (seconds) => void (spent += seconds) }),
      },
    );
    return { model, seconds: spent };
  }

  return {
    ofRound: (plan, label) =>
      once(label, () => {
        const budget = repetitionBudget(
          settings,
          Math.min(space.nSamples, bootstrapSample),
          space.nFeatures,
          plan.layers,
        );
        return train(plan, budget, { space, resampled: true, label }, 'repeatNetwork');
      }),
    ofPast: (plan, past, label) =>
      once(label, () => {
        const budget = repetitionBudget(settings, past.nSamples, past.nFeatures, plan.layers);
        return train(plan, budget, { space: past, resampled: false, label }, 'pastNetwork');
      }),
  };
}
