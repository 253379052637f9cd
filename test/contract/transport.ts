/** One suite for every wire: whatever carries frames has to behave like this. */
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { Job } from '../../shared/domain.ts';
import { connect, serve, type Handlers, type Port, type Publishers } from '../../shared/protocol.ts';
import { encodeFrame } from '../../shared/frame.ts';

export function describeTransport(name: string, makePorts: () => Promise<[Port, Port]>): void {
  describe(`transport over ${name}`, () => {
    async function start(handlers: Partial<Handlers>, publishers: Partial<Publishers> = {}) {
      const failures: AppError[] = [];
      const [clientPort, enginePort] = await makePorts();
      serve(enginePort, handlers as Handlers, publishers as Publishers, (error) => failures.push(error));
      return { client: connect(clientPort), clientPort, enginePort, failures };
    }

    it('answers requests, also out of order', async () => {
      const releases: (() => void)[] = [];
      const { client } = await start({
        'run.list': () => new Promise((resolve) => releases.push(() => resolve([]))),
        'job.cancel': () => null,
      });
      const slow = client.request('run.list', {});
      expect(await client.request('job.cancel', { jobId: 3 })).toBeNull();
      releases[0]!();
      expect(await slow).toEqual([]);
      client.close();
    });

    it('refuses unknown names and wrong parameters without calling a handler', async () => {
      let calls = 0;
      const { client } = await start({ 'job.cancel': () => (calls++, null) });
      const wrong = client.request('job.cancel', { jobId: 'x' as unknown as number });
      await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', details: { parameter: 'jobId' } });
      for (const name of ['no.such', '__proto__', 'constructor']) {
        await expect(client.request(name as 'job.cancel', { jobId: 1 })).rejects.toMatchObject({ code: 'not_found' });
      }
      expect(calls).toBe(0);
      client.close();
    });

    it('carries errors with code and figures, and keeps unexpected ones to itself', async () => {
      const { client, failures } = await start({
        'job.cancel': () => {
          throw new AppError('conflict', { reason: 'read_only', line: 3 });
        },
        'job.list': () => {
          throw new Error('maria@example.com');
        },
      });
      await expect(client.request('job.cancel', { jobId: 1 })).rejects.toMatchObject({
        code: 'conflict',
        details: { reason: 'read_only', line: 3 },
      });
      const hidden = client.request('job.list', {});
      await expect(hidden).rejects.toMatchObject({ code: 'internal' });
      expect(JSON.stringify(await hidden.catch((error: AppError) => error.toWire()))).not.toContain('maria');
      expect(failures).toHaveLength(1);
      client.close();
    });

    it('cancels a request by its signal', async () => {
      const { client } = await start({
        'run.list': (_params, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new AppError('cancelled', {})));
          }),
      });
      const abort = new AbortController();
      const request = client.request('run.list', {}, abort.signal);
      setTimeout(() => abort.abort(), 5);
      await expect(request).rejects.toMatchObject({ code: 'cancelled' });
      client.close();
    });

    it('publishes until it is told to stop', async () => {
      let emit: ((jobs: Job[]) => void) | null = null;
      let stopped = false;
      const { client } = await start(
        { 'job.cancel': () => null },
        {
          jobs: (_params, listener) => {
            emit = listener;
            listener([]);
            return () => (stopped = true);
          },
        },
      );
      const seen: number[] = [];
      const stop = client.subscribe('jobs', {}, (jobs) => seen.push(jobs.length));
      await client.request('job.cancel', { jobId: 1 });
      emit!([{ id: 1 } as Job]);
      await client.request('job.cancel', { jobId: 1 });
      stop();
      await client.request('job.cancel', { jobId: 1 });
      expect(seen).toEqual([0, 1]);
      expect(stopped).toBe(true);
      client.close();
    });

    it('closes on a malformed frame, fails what is open and ends subscriptions', async () => {
      let stopped = 0;
      const { client, clientPort } = await start(
        { 'run.list': () => new Promise(() => {}), 'job.cancel': () => null },
        { jobs: () => () => stopped++ },
      );
      client.subscribe('jobs', {}, () => {});
      await client.request('job.cancel', { jobId: 1 });
      const open = client.request('run.list', {});
      clientPort.post(encodeFrame({ type: 'nonsense' }));
      await expect(open).rejects.toMatchObject({ code: 'internal', details: { reason: 'disconnected' } });
      expect(stopped).toBe(1);
    });

    it('carries a large array whole', async () => {
      const values = Float32Array.from({ length: 300_000 }, (_, i) => i / 7);
      const { client } = await start({ 'run.report': () => ({ map: { x: values } }) as never });
      const report = await client.request('run.report', { runId: 1 });
      expect(report.map!.x).toEqual(values);
      client.close();
    });
  });
}
