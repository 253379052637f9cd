import type { BackendName, NetworkPlan, TrainingCurve } from '../../../../shared/domain.ts';
import {
  encode,
  fitAutoencoder,
  type AutoencoderCheckpoint,
  type AutoencoderModel,
} from '../../ml/networks/autoencoder.ts';
import { toShared } from '../../ml/shared-memory.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

export type TrainingEvent = { curve: TrainingCurve } | { checkpoint: AutoencoderCheckpoint };

export interface TrainedAutoencoder {
  model: AutoencoderModel;
  curve: TrainingCurve;
  reconstructionLoss: number;
  /** Latent coordinates of every customer, on a shared buffer. */
  latent: Matrix;
}

/** Trains the network of a run; tells its loss curve after every epoch and a checkpoint now and then. */
export async function run(
  args: {
    space: Matrix;
    plan: NetworkPlan;
    epochs: number;
    patience: number;
    backend: BackendName;
    seed: number;
    checkpoint: AutoencoderCheckpoint | null;
    checkpointEvery: number;
  },
  context: TaskContext,
): Promise<TrainedAutoencoder> {
  const fit = await fitAutoencoder(
    args.space,
    { ...args.plan, epochs: args.epochs, patience: args.patience },
    {
      ...numericContext(context, args.seed, 'train'),
      backend: args.backend,
      onEpoch: (curve) => context.tell({ curve } satisfies TrainingEvent),
      onCheckpoint: (checkpoint) => context.tell({ checkpoint } satisfies TrainingEvent),
      checkpointEvery: args.checkpointEvery,
      ...(args.checkpoint ? { checkpoint: args.checkpoint } : {}),
    },
  );
  return {
    model: fit.model,
    curve: fit.curve,
    reconstructionLoss: fit.reconstructionLoss,
    latent: toShared(encode(fit.model, args.space, context.checkCancelled)),
  };
}
