import { describe, expect, it } from 'vitest';
import type { JobContext } from '../../../electron/engine/jobs/job-context.ts';
import type { Pool } from '../../../electron/engine/jobs/pool.ts';
import { raceMethod, type Racer } from '../../../electron/engine/jobs/race.ts';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import type { RunSettings } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';

const column = Float64Array.from({ length: 60 }, (_, i) => i);

/** A race whose every task fails with `error`. */
function racer(error: AppError): Racer {
  const pool: Pool = { size: 1, run: () => Promise.reject(error), close: () => Promise.resolve() };
  return {
    context: { pool, trainingPool: () => pool, cancel: createCancelFlag() } as unknown as JobContext,
    settings: { segments: 'auto', preset: 'fast', seed: 1 } as RunSettings,
    input: {
      treated: { data: column, nSamples: 60, nFeatures: 1 },
      rfm: { recency: column, frequency: column, monetary: column },
    },
    preparingPast: Promise.resolve(null),
    choosingBackend: Promise.resolve('kernels'),
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

  it('that was cancelled ends the race', async () => {
    const cancelled = new AppError('cancelled', { reason: 'cancelled' });
    await expect(raceMethod('rfm', racer(cancelled), null)).rejects.toBe(cancelled);
  });
});
