import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import type { JobContext } from '../../../electron/engine/jobs/job-context.ts';
import { createPool, type Pool } from '../../../electron/engine/jobs/pool.ts';
import type { TrainingStory } from '../../../electron/engine/jobs/train-network.ts';
import { tuneNetwork, type Tuned } from '../../../electron/engine/jobs/tune-network.ts';
import type { WorkLedger } from '../../../electron/engine/jobs/work-ledger.ts';
import { toShared } from '../../../electron/engine/ml/shared-memory.ts';
import { tuningFor } from '../../../electron/engine/segmentation/presets.ts';
import type { RunSettings } from '../../../shared/domain.ts';
import { manifold } from '../ml/networks/samples.ts';

const space = toShared(manifold(300, 8, 1));
const settings: RunSettings = {
  ...{ methods: ['autoencoder'], segments: 'auto', preset: 'balanced', seed: 3, network: null, trials: 6 },
  ...{ map: 'none', backend: 'kernels', exclude: [] },
};
const tuning = { ...tuningFor(settings, 8, 300) };
tuning.rungs = tuning.rungs.map(({ keep }, i) => ({ keep, epochs: 4 * 2 ** i }));
const pools: Pool[] = [];
let two: Pool;

beforeAll(() => pools.push((two = createPool(2))));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

/** Runs it; `fails` ends it as a crash would, after so many trials are saved. */
async function tune(
  pool: Pool,
  kept = new Map<string, unknown>(),
  fails = Infinity,
): Promise<{ tuned: Tuned | null; story: TrainingStory; asked: string[] }> {
  const asked: string[] = [];
  const story: TrainingStory = { curve: null, trials: [], plannedTrials: [] };
  const watched = {
    run: (name: string, args: { epochs: number }, options: object) => {
      asked.push(`${name} ${args.epochs}`);
      return pool.run(name as 'tryNetwork', args as never, options as never);
    },
  };
  const context = {
    trainingPool: () => watched,
    cancel: createCancelFlag(),
    checkpoint: {
      load: (step: string) => kept.get(step) ?? null,
      save: (step: string, value: unknown) => {
        if (kept.size >= fails) throw new Error('cut off');
        kept.set(step, structuredClone(value));
      },
    },
  } as unknown as JobContext;
  const work = { follow: () => ({}) } as unknown as WorkLedger;
  const tuned = await tuneNetwork(tuning, { space, backend: 'kernels', settings, work, story }, context).catch(
    () => null,
  );
  return { tuned, story, asked };
}

describe('tuning', () => {
  it('drops the worse half after every rung, and tells of it', async () => {
    const { tuned, story } = await tune(two);
    const { trials, plan } = tuned!;
    expect(story.plannedTrials).toEqual([6, 3, 2]);
    expect(trials.map(({ rung }) => rung)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3]);
    expect(trials.map(({ epochs }) => epochs)).toEqual([4, 4, 4, 4, 4, 4, 8, 8, 8, 16, 16]);
    expect(story.trials).toEqual(trials);
    for (const rung of [1, 2, 3]) {
      const own = trials.filter((trial) => trial.rung === rung);
      const worst = Math.min(...own.filter(({ dropped }) => !dropped).map(({ score }) => score!.score));
      for (const { score } of own.filter(({ dropped }) => dropped)) expect(score!.score).toBeLessThanOrEqual(worst);
    }
    const chosen = trials.filter((trial) => trial.chosen);
    expect(chosen).toEqual([expect.objectContaining({ ...plan, rung: 3, dropped: false })]);
  });

  it('comes to the same end on one thread', async () => {
    const one = createPool(1);
    pools.push(one);
    expect((await tune(one)).tuned).toEqual((await tune(two)).tuned);
  });

  it('cut off and taken up again does only what is missing, and comes to the same end', async () => {
    const whole = await tune(two);
    const kept = new Map<string, unknown>();
    expect((await tune(two, kept, 7)).tuned).toBeNull();
    expect(kept.size).toBe(7);
    const again = await tune(two, kept);
    expect(again.tuned).toEqual(whole.tuned);
    expect(again.asked).toHaveLength(whole.asked.length - 7);
    expect((await tune(two, kept)).asked).toEqual([]);
  });
});
