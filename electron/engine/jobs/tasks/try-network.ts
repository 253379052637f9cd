import type { BackendName, NetworkPlan, TuningTrial } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { encode, fitAutoencoder, type AutoencoderCheckpoint } from '../../ml/networks/autoencoder.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { judgedOn, judgeLatent } from '../../segmentation/judge-latent.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

/** Of one candidate in one rung. */
export interface TriedNetwork {
  trial: Required<Pick<TuningTrial, 'epochs' | 'validationLoss' | 'score'>>;
  /** Where the next rung goes on; null for a network that learned nothing. */
  checkpoint: AutoencoderCheckpoint | null;
}

/**
 * Lets one candidate learn on from its last rung to `epochs`, and judges its latent space on customers that it does not
 * learn from. All candidates of a run start from the same chance and the same split. One whose learning diverges is out
 * of the race, and stops nobody else.
 */
export async function run(
  args: {
    learned: Matrix;
    judged: Matrix;
    plan: NetworkPlan;
    epochs: number;
    /** Of the last rung. */
    scheduleEpochs: number;
    backend: BackendName;
    seed: number;
    checkpoint: AutoencoderCheckpoint | null;
  },
  context: TaskContext,
): Promise<TriedNetwork> {
  const { learned, judged, plan, epochs, scheduleEpochs, checkpoint: from } = args;
  let reached: AutoencoderCheckpoint | null = null;
  try {
    const { model } = await fitAutoencoder(
      learned,
      { ...plan, epochs, patience: epochs, scheduleEpochs },
      {
        ...numericContext(partOf(context, 0, 0.8), args.seed, 'tuning'),
        backend: args.backend,
        checkpointEvery: epochs,
        onCheckpoint: (checkpoint) => (reached = checkpoint),
        ...(from ? { checkpoint: from } : {}),
      },
    );
    const some = evenly(learned, judgedOn);
    const score = judgeLatent(
      { features: some, latent: encode(model, some, context.checkCancelled) },
      { features: judged, latent: encode(model, judged, context.checkCancelled) },
      numericContext(partOf(context, 0.8, 1), args.seed, 'judge'),
    );
    return { trial: { epochs, validationLoss: model.training.validationLoss, score }, checkpoint: reached };
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'not_converged') throw thrown;
    return { trial: { epochs, validationLoss: Infinity, score: null }, checkpoint: null };
  }
}

/** At most `most` rows, spread evenly. */
function evenly(X: Matrix, most: number): Matrix {
  if (X.nSamples <= most) return X;
  return takeRows(
    X,
    Int32Array.from({ length: most }, (_, i) => Math.floor((i * X.nSamples) / most)),
  );
}
