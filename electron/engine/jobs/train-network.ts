/** Tuning and training of a run's network, with checkpoints: what was finished before an interruption is not redone. */
import type { BackendName, NetworkPlan, RunSettings, TrainingCurve, TuningTrial } from '../../../shared/domain.ts';
import type { TrainingNews } from '../../../shared/training.ts';
import type { AutoencoderCheckpoint, AutoencoderModel } from '../ml/networks/autoencoder.ts';
import type { Matrix } from '../ml/types.ts';
import { toShared } from '../ml/shared-memory.ts';
import { trainingBudget, tuningFor } from '../segmentation/presets.ts';
import type { JobContext } from './job-context.ts';
import { networkKey } from '../segmentation/estimate/run-tasks.ts';
import type { TrainedAutoencoder, TrainingEvent } from './tasks/train-autoencoder.ts';
import { tuneNetwork } from './tune-network.ts';
import type { WorkLedger } from './work-ledger.ts';

/** Epochs between two checkpoints. */
const checkpointEvery = 10;

export interface TrainedNetwork {
  plan: NetworkPlan;
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
  const tuning = tuningFor(settings, space.nFeatures, space.nSamples);
  const { plan, trials } =
    tuning.rungs.length > 0
      ? await tuneNetwork(tuning, assignment, context)
      : { plan: tuning.candidates[0]!, trials: [] };

  story.trials = trials;
  work.close({ key: networkKey('tryNetwork', settings) });
  work.choose(plan.layers);

  const key = networkKey('trainAutoencoder', settings);
  const finished = context.checkpoint.load<TrainedAutoencoder>('network');
  const trained =
    finished ??
    (await context.trainingPool(backend).run(
      'trainAutoencoder',
      {
        space,
        plan,
        ...trainingBudget(settings, space.nSamples),
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
    plan,
    trials,
    model: trained.model,
    curve: trained.curve,
    reconstructionLoss: trained.reconstructionLoss,
    latent: finished ? toShared(trained.latent) : trained.latent,
    seconds: context.now() - startedAt,
  };
}
