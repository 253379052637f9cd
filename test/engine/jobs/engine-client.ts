/** A real engine with one client, in a folder of its own, for tests of jobs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import type { Job, JobStatus, RunSettings } from '../../../shared/domain.ts';
import type { AppError } from '../../../shared/errors.ts';
import { connect, memoryPorts, type Client } from '../../../shared/protocol.ts';
import { isActive } from '../../../shared/training.ts';

export const quickSettings: RunSettings = {
  methods: ['rfm', 'kmeans', 'autoencoder'],
  segments: 'auto',
  preset: 'fast',
  seed: 5,
  network: null,
  map: 'tsne',
  backend: 'kernels',
  exclude: [],
};

export interface TestBench {
  folder: string;
  client: Client;
  failures: AppError[];
  /** A further client, as each window has one. */
  connect: () => Client;
  /** Closes the engine and starts another on the same files. */
  restart: (workers?: number) => Promise<void>;
  close: () => Promise<void>;
}

export async function startBench(workers: number, folder?: string): Promise<TestBench> {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'clientele-jobs-'));
  const failures: AppError[] = [];
  let engine: Engine;
  const attach = (): Client => {
    const [clientPort, enginePort] = memoryPorts();
    engine.attach(enginePort);
    return connect(clientPort);
  };
  const begin = (threads: number): Client => {
    engine = createEngine({
      workers: threads,
      configFolder: join(place, 'config'),
      resolveFile: (file) => join(place, file),
      onFailure: (error) => failures.push(error),
    });
    return attach();
  };
  const bench: TestBench = {
    folder: place,
    client: begin(workers),
    failures,
    connect: attach,
    restart: async (threads = workers) => {
      await engine.close();
      bench.client = begin(threads);
      await bench.client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
    },
    close: async () => {
      await engine.close();
      if (!folder) rmSync(place, { recursive: true, force: true });
    },
  };
  await bench.client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
  return bench;
}

/** Waits until a job looks as asked; rejects when it has ended without that, and after a minute and a half. */
export function when(client: Client, jobId: number, condition: (job: Job) => boolean): Promise<Job> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`job ${jobId} never came to that`));
    }, 90_000);
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job) return;
      const isAsAsked = condition(job);
      if (!isAsAsked && isActive(job)) return;
      clearTimeout(timer);
      // The first value comes before the subscription has returned.
      queueMicrotask(() => stop());
      if (isAsAsked) resolve(job);
      else reject(new Error(`job ${jobId} ended ${job.status} and never came to that`));
    });
  });
}

export const rest = (client: Client, jobId: number): Promise<Job> => when(client, jobId, (job) => !isActive(job));
export const reaches = (client: Client, jobId: number, status: JobStatus): Promise<Job> =>
  when(client, jobId, (job) => job.status === status);

/** Writes the made-up shop and reads it; the data set's id. */
export async function importSample(client: Client, customers: number): Promise<number> {
  const written = await client.request('sample.create', { folder: `shop${customers}`, customers });
  await rest(client, written.jobId);
  const read = await client.request('dataset.import', { name: 'Shop', files: [`shop${customers}/orders.csv`] });
  const { status } = await rest(client, read.jobId);
  if (status !== 'succeeded') throw new Error(`the import ended ${status}`);
  return read.datasetId;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
