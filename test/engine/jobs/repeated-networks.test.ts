import { describe, expect, it } from 'vitest';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import type { JobContext } from '../../../electron/engine/jobs/job-context.ts';
import type { RunOptions } from '../../../electron/engine/jobs/pool.ts';
import type { RepeatedPlan } from '../../../electron/engine/jobs/repeat.ts';
import { createRepeatedNetworks, type RepeatedNetworks } from '../../../electron/engine/jobs/repeated-networks.ts';
import { createWorkLedger } from '../../../electron/engine/jobs/work-ledger.ts';
import { unknownPace } from '../../../electron/engine/segmentation/estimate/machine-pace.ts';
import type { RunSettings } from '../../../shared/domain.ts';

const settings: RunSettings = {
  ...{ methods: ['autoencoder', 'idec'], segments: 'auto', preset: 'fast', seed: 1, network: null },
  ...{ map: 'none', backend: 'kernels', exclude: [] },
};
const space = { data: new Float64Array(600), nSamples: 60, nFeatures: 10 };
const plan = (layers: number[]): RepeatedPlan => ({
  ...{
    method: 'idec',
    nSegments: 3,
    nInit: 3,
    layers,
    clusteringSteps: 10,
    classifierEpochs: 0,
    generativeSteps: 1,
    backend: 'kernels',
  },
});

/** Networks whose training only notes what it was asked for; each held its thread for two seconds. */
function networks(): { made: RepeatedNetworks; asked: { label: string; resampled: boolean; epochs: number }[] } {
  const asked: { label: string; resampled: boolean; epochs: number }[] = [];
  const run = (
    _: string,
    args: { label: string; resampled: boolean; plan: { epochs: number } },
    options: RunOptions,
  ) => {
    asked.push({ label: args.label, resampled: args.resampled, epochs: args.plan.epochs });
    options.onBusy?.(2, 2);
    return Promise.resolve(args.label);
  };
  const pool = { run } as unknown as ReturnType<JobContext['trainingPool']>;
  const shape = { lines: 0, customers: 60, features: 10 };
  const work = createWorkLedger(
    { shape, settings, threads: 1, pace: unknownPace() },
    () => 0,
    () => {},
  );
  const context = { trainingPool: () => pool, cancel: createCancelFlag() } as unknown as JobContext;
  return { made: createRepeatedNetworks({ context, settings, work, space }), asked };
}

describe('the networks of repetitions', () => {
  it('are trained once for all methods, and each counts the time as its own', async () => {
    const { made, asked } = networks();
    const [first, second, other] = await Promise.all([
      made.ofRound(plan([16, 4]), 'repeat:network:0'),
      made.ofRound(plan([16, 4]), 'repeat:network:0'),
      made.ofRound(plan([16, 4]), 'repeat:network:1'),
    ]);
    const past = await made.ofPast(plan([16, 4]), space, 'future:network');
    expect(asked.map(({ label, resampled }) => [label, resampled])).toEqual([
      ['repeat:network:0', true],
      ['repeat:network:1', true],
      ['future:network', false],
    ]);
    expect(second).toBe(first);
    expect(other).not.toEqual(first);
    expect([first.seconds, second.seconds, past.seconds]).toEqual([2, 2, 2]);
  });

  it('train for less where they are large', async () => {
    const { made, asked } = networks();
    await made.ofRound(plan([64, 32, 8]), 'usual');
    await made.ofRound(plan([500, 500, 2000, 10]), 'large');
    expect(asked[1]!.epochs).toBeLessThan(asked[0]!.epochs / 5);
    expect(asked[1]!.epochs).toBeGreaterThanOrEqual(10);
  });
});
