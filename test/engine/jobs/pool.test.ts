import { afterAll, describe, expect, it } from 'vitest';
import { createCancelFlag, raiseCancel } from '../../../electron/engine/jobs/cancel.ts';
import { createPool } from '../../../electron/engine/jobs/pool.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { toShared } from '../../../electron/engine/ml/shared-memory.ts';

const pool = createPool(2);
afterAll(() => pool.close());

const random = new Random(3);
const space = toShared({
  data: Float64Array.from({ length: 6000 * 6 }, () => random.normal()),
  nSamples: 6000,
  nFeatures: 6,
});

describe('worker pool', () => {
  it('gives the same result whichever thread runs a task, and however many run at once', async () => {
    const args = { space, counts: [3, 4], nInit: 2, silhouetteSample: 1000, seed: 5, label: 'test' };
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => pool.run('clusterRange', args, { cancel: createCancelFlag() })),
    );
    for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
  });

  it('answers a cancel within 300 ms and can work on', async () => {
    const cancel = createCancelFlag();
    const mapping = pool.run('mapCustomers', { space, kind: 'tsne', embed: 6000, draw: 6000, seed: 1 }, { cancel });
    await new Promise((resolve) => setTimeout(resolve, 700));
    const raised = performance.now();
    raiseCancel(cancel);
    await expect(mapping).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - raised).toBeLessThan(300);
    const after = await pool.run(
      'mapCustomers',
      { space, kind: 'pca', embed: 100, draw: 100, seed: 1 },
      { cancel: createCancelFlag() },
    );
    expect(after.rows).toHaveLength(100);
  });

  it('reports progress and busy time', async () => {
    const shares: number[] = [];
    let busy = 0;
    await pool.run(
      'mapCustomers',
      { space, kind: 'tsne', embed: 1500, draw: 1500, seed: 1 },
      { cancel: createCancelFlag(), onProgress: (share) => shares.push(share), onBusy: (seconds) => (busy = seconds) },
    );
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(busy).toBeGreaterThan(0);
  });

  it('carries a failure with its code, and the thread survives it', async () => {
    const failing = pool.run(
      'importFiles',
      { paths: ['no/such/file.csv'], readings: [{ columns: {}, exclude: [] }], key: new Uint8Array(32), now: 0 },
      { cancel: createCancelFlag() },
    );
    await expect(failing).rejects.toMatchObject({ code: 'not_found' });
  });

  it('calls what it cuts off by closing cancelled, not failed', async () => {
    const closing = createPool(1);
    const running = closing.run(
      'mapCustomers',
      { space, kind: 'tsne', embed: 6000, draw: 6000, seed: 1 },
      { cancel: createCancelFlag(), onProgress: () => void closing.close() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  });
});
