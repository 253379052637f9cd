import { describe, expect, it } from 'vitest';
import type { JobContext } from '../../../electron/engine/jobs/job-context.ts';
import type { Pool } from '../../../electron/engine/jobs/pool.ts';
import { raceMethod, type Racer } from '../../../electron/engine/jobs/race.ts';
import { createWorkLedger } from '../../../electron/engine/jobs/work-ledger.ts';
import { unknownPace } from '../../../electron/engine/segmentation/estimate/machine-pace.ts';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import type { RunSettings } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';

const defaultSettings: RunSettings = {
  methods: ['rfm', 'kmeans', 'autoencoder'],
  segments: 'auto',
  preset: 'balanced',
  seed: 1,
  network: null,
  map: 'tsne',
  backend: 'kernels',
  exclude: [],
};
const column = Float64Array.from({ length: 60 }, (_, i) => i);

/** A race whose every task fails with `error`. */
function racer(error: AppError): Racer {
  const pool: Pool = {
    size: 1,
    run: () => Promise.reject(error),
    reconsider: () => {},
    threads: () => ({ all: 0, parked: 0 }),
    close: () => Promise.resolve(),
  };
  const settings: RunSettings = { ...defaultSettings, preset: 'fast' };
  const work = createWorkLedger(
    { shape: { lines: 600, customers: 60, features: 1 }, settings, threads: 1, pace: unknownPace() },
    () => 0,
    () => {},
  );
  return {
    context: {
      ...{ pool, trainingPool: () => pool, cancel: createCancelFlag() },
      checkpoint: { load: () => null, save: () => {} },
    } as unknown as JobContext,
    settings,
    work,
    input: {
      treated: { data: column, nSamples: 60, nFeatures: 1 },
      rfm: { recency: column, frequency: column, monetary: column },
    },
    preparingPast: Promise.resolve(null),
    choosingBackend: Promise.resolve('kernels'),
    networks: { ofRound: () => Promise.reject(error), ofPast: () => Promise.reject(error) },
  };
}

describe('a method in the race', () => {
  it('that fails says why on its row, instead of ending the race', async () => {
    const error = new AppError('not_converged', { reason: 'diverged' });
    const entry = await raceMethod('kmeans', racer(error), null);
    expect(entry).toMatchObject({ outcome: null, failure: error });
    expect(entry.score).toMatchObject({
      method: 'kmeans',
      status: 'failed',
      failure: { code: 'not_converged', reason: 'diverged' },
      stability: null,
      common: null,
    });
  });

  it('whose network failed says so too', async () => {
    const failed = Promise.reject(new AppError('not_converged', { reason: 'diverged' }));
    const entry = await raceMethod('autoencoder', racer(new AppError('internal')), failed);
    expect(entry.score.failure).toEqual({ code: 'not_converged', reason: 'diverged' });
  });

  it('that copies people is refused, and its row says so', async () => {
    const refused = new AppError('conflict', { reason: 'copies_people', nearness: 0.9 });
    const entry = await raceMethod('gan', racer(refused), null);
    expect(entry).toMatchObject({ outcome: null, failure: refused });
    expect(entry.score).toMatchObject({ status: 'failed', failure: { code: 'conflict', reason: 'copies_people' } });
  });

  it('that was cancelled ends the race', async () => {
    const cancelled = new AppError('cancelled', { reason: 'cancelled' });
    await expect(raceMethod('rfm', racer(cancelled), null)).rejects.toBe(cancelled);
  });
});
