/** Tuning and training of a run's network, with checkpoints: what was finished before an interruption is not redone. */
import type { BackendName, RunSettings, TrainingCurve, TuningTrial } from '../../../shared/domain.ts';
import type { TrainingNews } from '../../../shared/training.ts';
import type { AutoencoderCheckpoint, AutoencoderModel } from '../ml/networks/autoencoder.ts';
import { chooseTrial, defaultLayers, survivors, tuningPlan } from '../ml/networks/tuning.ts';
import { takeRows, type Matrix } from '../ml/types.ts';
import { toShared } from '../ml/shared-memory.ts';
import { Random } from '../ml/random.ts';
import { presetPlans, trainingBudget } from '../segmentation/presets.ts';
import type { JobContext } from './job-context.ts';
import { networkKey } from '../segmentation/estimate/run-tasks.ts';
import type { TrainedAutoencoder, TrainingEvent } from './tasks/train-autoencoder.ts';
import type { WorkLedger } from './work-ledger.ts';

/** Epochs between two checkpoints. */
const checkpointEvery = 10;

export interface TrainedNetwork {
  layers: number[];
  model: AutoencoderModel;
  curve: TrainingCurve;
  trials: TuningTrial[];
  reconstructionLoss: number;
  /** Latent coordinates of every customer. */
  latent: Matrix;
  seconds: number;
}

interface Assignment {
  space: Matrix;
  backend: BackendName;
  settings: RunSettings;
  work: WorkLedger;
  story: TrainingStory;
}

/** What there is to tell while a network is tuned and trained; filled as it goes. */
export type TrainingStory = Omit<TrainingNews, 'methods'>;

export async function trainNetwork(assignment: Assignment, context: JobContext): Promise<TrainedNetwork> {
  const { space, backend, settings, work, story } = assignment;
  const startedAt = context.now();
  const tunes = presetPlans[settings.preset].tunes && settings.network === null;
  const { layers, trials } = tunes
    ? await tune(assignment, context)
    : { layers: settings.network ?? defaultLayers(space.nFeatures), trials: [] };

  story.trials = trials;
  work.close({ key: networkKey('tryNetwork', settings) });
  work.choose(layers);

  const key = networkKey('trainAutoencoder', settings);
  const finished = context.checkpoint.load<TrainedAutoencoder>('network');
  const trained =
    finished ??
    (await context.trainingPool(backend).run(
      'trainAutoencoder',
      {
        space,
        layers,
        ...trainingBudget(settings.preset, space.nSamples),
        backend,
        seed: settings.seed,
        checkpoint: context.checkpoint.load<AutoencoderCheckpoint>('training'),
        checkpointEvery,
      },
      {
        cancel: context.cancel,
        ...work.follow(key),
        onEvent: (event) => {
          const said = event as TrainingEvent;
          if ('curve' in said) story.curve = said.curve;
          else context.checkpoint.save('training', said.checkpoint);
        },
      },
    ));
  story.curve = trained.curve;
  work.close({ key });
  if (!finished) context.checkpoint.save('network', trained);
  return {
    layers,
    trials,
    model: trained.model,
    curve: trained.curve,
    reconstructionLoss: trained.reconstructionLoss,
    latent: finished ? toShared(trained.latent) : trained.latent,
    seconds: context.now() - startedAt,
  };
}

/** Successive halving over structures: each rung trains what is left for longer, side by side, and keeps the better. */
async function tune(
  { space, backend, settings, work, story }: Assignment,
  context: JobContext,
): Promise<{ layers: number[]; trials: TuningTrial[] }> {
  const finished = context.checkpoint.load<{ layers: number[]; trials: TuningTrial[] }>('tuning');
  if (finished) return finished;
  const plan = tuningPlan(space.nFeatures, space.nSamples, settings.preset);
  const random = new Random(settings.seed).fork('tuning sample');
  const sample =
    plan.sampleSize < space.nSamples
      ? toShared(takeRows(space, random.permutation(space.nSamples).slice(0, plan.sampleSize).sort()))
      : space;
  let candidates = plan.candidates;
  const trials: TuningTrial[] = [];
  let last: TuningTrial[] = [];
  story.plannedTrials = plan.rungs.reduce((sum, _, rung) => sum + (plan.rungs[rung - 1]?.keep ?? candidates.length), 0);
  for (const { epochs, keep } of plan.rungs) {
    last = await Promise.all(
      candidates.map(async (layers) => {
        const tried = await context
          .trainingPool(backend)
          .run(
            'tryNetwork',
            { space: sample, layers, epochs, backend, seed: settings.seed },
            { cancel: context.cancel, ...work.follow(networkKey('tryNetwork', settings)) },
          );
        const trial = { ...tried, chosen: false };
        story.trials = [...story.trials, trial];
        return trial;
      }),
    );
    trials.push(...last);
    candidates = survivors(last, keep);
  }
  const winner = chooseTrial(last);
  winner.chosen = true;
  const result = { layers: winner.layers, trials };
  context.checkpoint.save('tuning', result);
  return result;
}
