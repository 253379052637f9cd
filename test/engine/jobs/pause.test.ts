/** Pause, resume, and what else may happen to a paused job. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCancelFlag, liftPause, raiseCancel, raisePause } from '../../../electron/engine/jobs/cancel.ts';
import { createJobClock } from '../../../electron/engine/jobs/job-clock.ts';
import { createPool, type Pool } from '../../../electron/engine/jobs/pool.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { toShared } from '../../../electron/engine/ml/shared-memory.ts';
import type { RunReport } from '../../../shared/domain.ts';
import { importSample, quickSettings, reaches, rest, startBench, wait, when, type TestBench } from './engine-client.ts';

const random = new Random(3);
const nSamples = 3000;
const space = toShared({
  data: Float64Array.from({ length: nSamples * 6 }, () => random.normal()),
  nSamples,
  nFeatures: 6,
});
const mapping = { space, kind: 'tsne', embed: nSamples, draw: nSamples, seed: 1 } as const;
const small = { space, kind: 'pca', embed: 50, draw: 50, seed: 1 } as const;

describe('a pool with paused jobs', () => {
  it('lets others work in the place of a parked thread, and goes on with the same result', async () => {
    const pool = createPool(1);
    try {
      const plain = await pool.run('mapCustomers', mapping, { cancel: createCancelFlag() });
      const flag = createCancelFlag();
      let busy = 0;
      const pausing = pool.run('mapCustomers', mapping, { cancel: flag, onBusy: (seconds) => (busy = seconds) });
      await wait(200);
      raisePause(flag);
      pool.reconsider();
      const from = performance.now();
      const other = await pool.run('mapCustomers', small, { cancel: createCancelFlag() });
      expect(other.rows).toHaveLength(50);
      expect(pool.threads()).toEqual({ all: 2, parked: 1 });
      await wait(Math.max(0, 1500 - (performance.now() - from)));
      liftPause(flag);
      pool.reconsider();
      const paused = await pausing;
      expect(paused).toEqual(plain);
      expect(pool.threads().all).toBe(1);
      // The pause is not work. Both were measured on a busy machine, hence the width.
      expect(busy).toBeGreaterThan(0);
      expect(busy).toBeLessThan((performance.now() - from) / 1000 + 0.2 - 1.2);
    } finally {
      await pool.close();
    }
  });

  it('passes over waiting tasks of a paused job, and answers those of a cancelled one at once', async () => {
    const pool = createPool(1);
    try {
      const [first, second, third] = [createCancelFlag(), createCancelFlag(), createCancelFlag()];
      const working = pool.run('mapCustomers', mapping, { cancel: first });
      const order: string[] = [];
      raisePause(second);
      const held = pool.run('mapCustomers', small, { cancel: second }).then(() => order.push('held'));
      const next = pool.run('mapCustomers', small, { cancel: third }).then(() => order.push('next'));
      const doomed = createCancelFlag();
      const dropped = pool.run('mapCustomers', small, { cancel: doomed });
      dropped.catch(() => {});
      const asked = performance.now();
      raiseCancel(doomed);
      pool.reconsider();
      await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
      expect(performance.now() - asked).toBeLessThan(100);
      await Promise.all([working, next]);
      expect(order).toEqual(['next']);
      liftPause(second);
      pool.reconsider();
      await held;
      expect(order).toEqual(['next', 'held']);
    } finally {
      await pool.close();
    }
  });

  it('a pause that comes after a cancel changes nothing, nor does lifting one that is not there', () => {
    const flag = createCancelFlag();
    raiseCancel(flag);
    raisePause(flag);
    liftPause(flag);
    expect(Atomics.load(flag, 0)).toBe(1);
  });

  it('wakes parked threads when it is cancelled or closed, and leaks none over 20 pauses', async () => {
    const pool: Pool = createPool(2);
    for (let round = 0; round < 20; round++) {
      const flag = createCancelFlag();
      const tasks = [1, 2].map(() => pool.run('mapCustomers', mapping, { cancel: flag }).catch((error) => error));
      await wait(30);
      raisePause(flag);
      pool.reconsider();
      await pool.run('mapCustomers', small, { cancel: createCancelFlag() });
      if (round % 2 === 0) {
        liftPause(flag);
        pool.reconsider();
        await wait(10);
      }
      raiseCancel(flag);
      pool.reconsider();
      for (const task of tasks) expect(await task).toMatchObject({ code: 'cancelled' });
      expect(pool.threads().all).toBeLessThanOrEqual(2);
    }
    const flag = createCancelFlag();
    const parked = pool.run('mapCustomers', mapping, { cancel: flag });
    parked.catch(() => {});
    await wait(100);
    raisePause(flag);
    await wait(200);
    const asked = performance.now();
    await pool.close();
    expect(performance.now() - asked).toBeLessThan(1500);
    await expect(parked).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('lets the process end when the engine’s thread dies while workers are parked', async () => {
    const program = `
      import { createCancelFlag, raisePause } from './electron/engine/jobs/cancel.ts';
      import { createPool } from './electron/engine/jobs/pool.ts';
      const pool = createPool(2);
      const flag = createCancelFlag();
      const data = new Float64Array(new SharedArrayBuffer(8 * 12000)).map((_, i) => Math.sin(i * i));
      const space = { data, nSamples: 3000, nFeatures: 4 };
      pool.run('mapCustomers', { space, kind: 'tsne', most: 3000, seed: 1 }, { cancel: flag }).catch(() => {});
      setTimeout(() => raisePause(flag), 400);
      setTimeout(() => { throw new Error('the engine crashed'); }, 900);
    `;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const code = await Promise.race([
      new Promise<number | null>((resolve) => child.on('close', resolve)),
      wait(20_000).then(() => 'hangs'),
    ]);
    if (code === 'hangs') child.kill('SIGKILL');
    expect(said).toContain('the engine crashed');
    expect(code).toBe(1);
  });
});

describe('the clock of a job', () => {
  it('stands still in pauses', () => {
    let time = 100;
    const clock = createJobClock(() => time);
    time = 103;
    expect(clock.now()).toBe(103);
    clock.pause();
    time = 150;
    clock.pause();
    expect(clock.now()).toBe(103);
    clock.goOn();
    clock.goOn();
    time = 152;
    expect(clock.now()).toBe(105);
  });
});

describe('a run that is paused', () => {
  let bench: TestBench;
  let datasetId: number;
  beforeAll(async () => {
    bench = await startBench(2);
    datasetId = await importSample(bench.client, 1000);
  });
  afterAll(() => bench.close());

  /** What must not depend on pauses: everything but times and identity. */
  function outcome(report: RunReport): unknown {
    const times = { runId: 0, createdAt: 0, seconds: null };
    return { ...report, ...times, scoreboard: report.scoreboard.map((score) => ({ ...score, seconds: 0 })) };
  }

  async function finished(pauses: number): Promise<unknown> {
    const { client } = bench;
    const { jobId, runId } = await client.request('run.start', { datasetId, settings: quickSettings });
    for (let i = 1; i <= pauses; i++) {
      await when(client, jobId, ({ progress, status }) => progress > i / (pauses + 2) || status === 'succeeded');
      await client.request('job.pause', { jobId });
      const { progress, etaSeconds } = await reaches(client, jobId, 'paused');
      expect(etaSeconds).toBeNull();
      await wait(250);
      const later = (await client.request('job.list', {})).find(({ id }) => id === jobId)!;
      expect(later.status).toBe('paused');
      // Tasks that were at their last step may still have come in.
      expect(later.progress - progress).toBeLessThan(0.35);
      await client.request('job.resume', { jobId });
    }
    expect((await rest(client, jobId)).status).toBe('succeeded');
    return outcome(await client.request('run.report', { runId }));
  }

  it('gives the same bits with and without pauses, on one thread and on two', async () => {
    const plain = await finished(0);
    expect(await finished(3)).toEqual(plain);
    await bench.restart(1);
    expect(await finished(2)).toEqual(plain);
    await bench.restart(2);
  });

  it('stands still, does not count its pause, and blocks no other job', async () => {
    const { client } = bench;
    const held = await client.request('run.start', { datasetId, settings: { ...quickSettings, preset: 'deep' } });
    await when(client, held.jobId, ({ progress }) => progress > 0.1);
    await client.request('job.pause', { jobId: held.jobId });
    const paused = await reaches(client, held.jobId, 'paused');
    // More others than may run at the same time: a paused job takes no place of theirs either.
    const others = await Promise.all(
      [1, 2, 3].map((seed) =>
        client.request('run.start', { datasetId, settings: { ...quickSettings, methods: ['kmeans'], seed } }),
      ),
    );
    for (const { jobId } of others) expect((await rest(client, jobId)).status).toBe('succeeded');
    const still = (await client.request('job.list', {})).find(({ id }) => id === held.jobId)!;
    expect(still.status).toBe('paused');
    expect(still.elapsedSeconds! - paused.elapsedSeconds!).toBeLessThan(0.05);
    expect(still.progress - paused.progress).toBeLessThan(0.2);
    const asked = performance.now();
    await client.request('job.cancel', { jobId: held.jobId });
    expect((await rest(client, held.jobId)).status).toBe('cancelled');
    const took = performance.now() - asked;
    console.log(`cancel while paused: ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(1500);
  });

  it('may be an import as well, wherever it stands', async () => {
    const { client } = bench;
    const files = Array.from({ length: 3 }, () => 'shop1000/orders.csv');
    for (const stage of ['read', 'store']) {
      const { jobId, datasetId: read } = await client.request('dataset.import', { name: 'Thrice', files });
      await when(client, jobId, (job) => job.stage === stage || job.status === 'succeeded');
      await client.request('job.pause', { jobId }).catch(() => {});
      await wait(300);
      const { status } = (await client.request('job.list', {})).find(({ id }) => id === jobId)!;
      // On a fast machine it may have come to its end before.
      expect(['paused', 'succeeded']).toContain(status);
      if (status === 'paused') {
        expect((await client.request('dataset.get', { datasetId: read })).status).toBe('importing');
        await client.request('job.resume', { jobId });
      }
      expect((await rest(client, jobId)).status).toBe('succeeded');
      expect(await client.request('dataset.get', { datasetId: read })).toMatchObject({
        status: 'ready',
        lines: 75_000,
      });
    }
  });

  it('that has not begun keeps its turn for others until it goes on', async () => {
    const { client } = bench;
    const start = (preset: 'fast' | 'deep'): Promise<{ jobId: number }> =>
      client.request('run.start', { datasetId, settings: { ...quickSettings, preset } });
    const [one, two, three] = [await start('deep'), await start('deep'), await start('fast')];
    await client.request('job.pause', { jobId: three.jobId });
    await reaches(client, three.jobId, 'paused');
    await client.request('job.cancel', { jobId: one.jobId });
    await client.request('job.cancel', { jobId: two.jobId });
    await Promise.all([rest(client, one.jobId), rest(client, two.jobId)]);
    expect((await client.request('job.list', {})).at(-1)!.status).toBe('paused');
    await client.request('job.resume', { jobId: three.jobId });
    expect((await rest(client, three.jobId)).status).toBe('succeeded');
  });

  it('is interrupted by a restart, and goes on from there to the same bits', async () => {
    const settings = { ...quickSettings, preset: 'balanced', seed: 8 } as const;
    const plain = await bench.client.request('run.start', { datasetId, settings });
    await rest(bench.client, plain.jobId);
    const expected = outcome(await bench.client.request('run.report', { runId: plain.runId }));

    const { jobId, runId } = await bench.client.request('run.start', { datasetId, settings });
    await when(bench.client, jobId, ({ progress }) => progress > 0.2);
    await bench.client.request('job.pause', { jobId });
    await reaches(bench.client, jobId, 'paused');
    await bench.restart();
    const job = (await bench.client.request('job.list', {})).find(({ id }) => id === jobId)!;
    expect(job.status).toBe('interrupted');
    expect(job.progress).toBeGreaterThan(0.15);
    await bench.client.request('job.resume', { jobId });
    expect((await rest(bench.client, jobId)).status).toBe('succeeded');
    expect(outcome(await bench.client.request('run.report', { runId }))).toEqual(expected);
  });

  it('can be thrown away after a restart, and nothing of it stays', async () => {
    const { jobId, runId } = await bench.client.request('run.start', { datasetId, settings: quickSettings });
    await when(bench.client, jobId, ({ status }) => status === 'running');
    await bench.restart();
    await bench.client.request('job.cancel', { jobId });
    const job = (await bench.client.request('job.list', {})).find(({ id }) => id === jobId)!;
    expect(job.status).toBe('cancelled');
    expect((await bench.client.request('run.list', {})).map(({ id }) => id)).not.toContain(runId);
    expect(await bench.client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
    const again = bench.client.request('job.cancel', { jobId });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
    const pausing = bench.client.request('job.pause', { jobId });
    await expect(pausing).rejects.toMatchObject({ code: 'conflict', details: { reason: 'not_running' } });
  });

  it('met no failure that nobody expected', () => expect(bench.failures).toEqual([]));
});
