/** Successive halving over the networks of a run, side by side, with a checkpoint after every trial. */
import type { BackendName, NetworkPlan, RunSettings, TuningTrial } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AutoencoderCheckpoint } from '../ml/networks/autoencoder.ts';
import { survivors } from '../ml/networks/tuning.ts';
import { Random } from '../ml/random.ts';
import { toShared } from '../ml/shared-memory.ts';
import { takeRows, type Matrix } from '../ml/types.ts';
import { networkKey } from '../segmentation/estimate/run-tasks.ts';
import type { RunTuning } from '../segmentation/presets.ts';
import type { JobContext } from './job-context.ts';
import type { TriedNetwork } from './tasks/try-network.ts';
import type { TrainingStory } from './train-network.ts';
import type { WorkLedger } from './work-ledger.ts';

export interface Tuned {
  plan: NetworkPlan;
  /** Rung by rung, candidates in order of their number. */
  trials: TuningTrial[];
}

interface Assignment {
  space: Matrix;
  backend: BackendName;
  settings: RunSettings;
  work: WorkLedger;
  story: TrainingStory;
}

interface Runner {
  /** 1-based. */
  candidate: number;
  plan: NetworkPlan;
  checkpoint: AutoencoderCheckpoint | null;
}

/**
 * The best of a run's candidates. Every candidate goes on from where its last rung left it, so that nothing is computed
 * twice, also across an interruption.
 * @throws AppError `not_converged` (`diverged`) where no candidate learns anything; `cancelled`.
 */
export async function tuneNetwork(tuning: RunTuning, assignment: Assignment, context: JobContext): Promise<Tuned> {
  const { settings, story } = assignment;
  const finished = context.checkpoint.load<Tuned>('tuned');
  if (finished) return finished;
  const sample = drawSample(tuning, assignment.space, settings.seed);
  let left: Runner[] = tuning.candidates.map((plan, i) => ({ candidate: i + 1, plan, checkpoint: null }));
  const trials: TuningTrial[] = [];
  story.plannedTrials = tuning.rungs.map((_, rung) => tuning.rungs[rung - 1]?.keep ?? left.length);
  const scheduleEpochs = tuning.rungs.at(-1)!.epochs;
  for (const [index, { epochs, keep }] of tuning.rungs.entries()) {
    const rung = await Promise.all(
      left.map(async (runner) => {
        const step = `rung ${index + 1} candidate ${runner.candidate}`;
        const task = { ...sample, plan: runner.plan, epochs, scheduleEpochs, checkpoint: runner.checkpoint };
        const tried =
          context.checkpoint.load<TriedNetwork>(step) ?? (await tryNetwork(task, step, assignment, context));
        const { candidate, plan } = runner;
        const trial: TuningTrial = { ...plan, ...tried.trial, candidate, rung: index + 1, chosen: false };
        story.trials = [...story.trials, trial];
        return { trial, score: trial.score?.score ?? null, runner: { ...runner, checkpoint: tried.checkpoint } };
      }),
    );
    const best = survivors(rung, keep);
    if (best.length === 0) throw new AppError('not_converged', { reason: 'diverged' });
    for (const { trial, runner } of rung) trial.dropped = !best.some((one) => one.runner === runner);
    trials.push(...rung.map(({ trial }) => trial));
    story.trials = [...trials];
    left = best.map(({ runner }) => runner);
  }
  const winner = trials.findLast(({ candidate }) => candidate === left[0]!.candidate)!;
  winner.chosen = true;
  const tuned = { plan: left[0]!.plan, trials };
  context.checkpoint.save('tuned', tuned);
  return tuned;
}

async function tryNetwork(
  task: {
    learned: Matrix;
    judged: Matrix;
    plan: NetworkPlan;
    epochs: number;
    scheduleEpochs: number;
    checkpoint: AutoencoderCheckpoint | null;
  },
  step: string,
  { backend, settings, work }: Assignment,
  context: JobContext,
): Promise<TriedNetwork> {
  const tried = await context
    .trainingPool(backend)
    .run(
      'tryNetwork',
      { ...task, backend, seed: settings.seed },
      { cancel: context.cancel, ...work.follow(networkKey('tryNetwork', settings)) },
    );
  context.checkpoint.save(step, tried);
  return tried;
}

/** Customers to learn from, and others to be judged on, on memory that all threads see. */
function drawSample({ learned, judged }: RunTuning, space: Matrix, seed: number): Record<'learned' | 'judged', Matrix> {
  const order = new Random(seed).fork('tuning sample').permutation(space.nSamples);
  const take = (from: number, count: number): Matrix =>
    toShared(takeRows(space, order.slice(from, from + count).sort()));
  return { learned: take(0, learned), judged: take(learned, judged) };
}
