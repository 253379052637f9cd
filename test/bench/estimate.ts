/**
 * Estimated against actual time of runs, on this computer as it is at the moment.
 *   npm run bench:estimate -- [--data FOLDER] [--rounds N] [--presets fast,balanced] [--ratios]
 * Sample shops of 1,000, 3,000 and 32,000 customers, and Online Retail from the folder of data sets (CLIENTELE_DATA).
 * The first round knows nothing but the probe; each further one has learned from those before. Nothing is judged.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '../../electron/engine/engine.ts';
import { taskSeconds, type MachinePace } from '../../electron/engine/segmentation/estimate/machine-pace.ts';
import { runTasks, usualFeatures, type RunShape } from '../../electron/engine/segmentation/estimate/run-tasks.ts';
import { presets, type Job, type Preset, type RunSettings } from '../../shared/domain.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { isActive } from '../../shared/training.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.CLIENTELE_DATA ?? '' },
    rounds: { type: 'string', default: '2' },
    presets: { type: 'string', default: presets.join() },
    workers: { type: 'string', default: '2' },
    shops: { type: 'string', default: '1000,3000,32000' },
    ratios: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'clientele-estimate-'));
const configFolder = join(folder, 'config');
const workers = Number(values.workers);
const engine = createEngine({
  workers,
  configFolder,
  resolveFile: (file) => resolve(folder, file),
  onFailure: (error) => console.error(error),
});
const [clientPort, enginePort] = memoryPorts();
engine.attach(enginePort);
const client = connect(clientPort);

function rest(jobId: number): Promise<Job> {
  return new Promise((done, fail) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || isActive(job)) return;
      queueMicrotask(() => stop());
      if (job.status === 'succeeded') done(job);
      else fail(new Error(`job ${jobId} ended ${job.status}: ${job.error?.details.reason ?? ''}`));
    });
  });
}

async function read(name: string, file: string): Promise<{ name: string; datasetId: number }> {
  const { jobId, datasetId } = await client.request('dataset.import', { name, files: [file] });
  await rest(jobId);
  return { name, datasetId };
}

/** What `run.estimate` works with: the size of the data, as the last run found it. */
async function sizeOf(datasetId: number): Promise<RunShape> {
  const { lines, customers } = await client.request('dataset.get', { datasetId });
  const runs = await client.request('run.list', {});
  const last = runs.findLast((run) => run.datasetId === datasetId && run.status === 'ready');
  if (!last) return { lines, customers, features: usualFeatures };
  const report = await client.request('run.report', { runId: last.id });
  return { lines, customers: report.customers, features: report.features.filter(({ inUse }) => inUse).length };
}

/** Seconds of the processor that a run should use: unlike its time, they hardly depend on what else the computer does. */
function processorSeconds(shape: RunShape, settings: RunSettings): number {
  const { pace } = JSON.parse(readFileSync(join(configFolder, 'pace.json'), 'utf8')) as { pace: MachinePace };
  const alone = { ...pace, runs: [], pressure: 1 };
  return runTasks(shape, settings).reduce((sum, task) => sum + taskSeconds(task, alone), 0);
}

try {
  await client.request('workspace.create', { path: 'estimate.clientele', key: { kind: 'local' } });
  const sets: { name: string; datasetId: number }[] = [];
  for (const customers of values.shops.split(',').filter(Boolean).map(Number)) {
    const { jobId } = await client.request('sample.create', { folder: `shop${customers}`, customers });
    await rest(jobId);
    sets.push(await read(`sample, ${customers} customers`, `shop${customers}/orders.csv`));
  }
  const online = join(values.data, 'online_retail.csv.gz');
  if (values.data && existsSync(online)) sets.push(await read('Online Retail', online));
  else console.log('Online Retail was not found: name the folder of data sets with --data.');

  for (let round = 1; round <= Number(values.rounds); round++) {
    console.log(`\nround ${round}`);
    for (const { name, datasetId } of sets) {
      for (const preset of values.presets.split(',') as Preset[]) {
        const settings: RunSettings = {
          ...{ methods: ['rfm', 'kmeans', 'autoencoder'], segments: 'auto', seed: round, network: null },
          ...{ preset, map: 'tsne', backend: 'kernels', exclude: [] },
        };
        const estimate = (await client.request('run.estimate', { datasetId, settings }))[preset];
        const expectedCpu = processorSeconds(await sizeOf(datasetId), settings);
        const from = performance.now();
        const cpuFrom = process.cpuUsage();
        const { jobId } = await client.request('run.start', { datasetId, settings });
        await rest(jobId);
        const actual = (performance.now() - from) / 1000;
        const cpu = process.cpuUsage(cpuFrom);
        const off = estimate.seconds / actual - 1;
        console.log(
          [
            `${name}, ${preset}`.padEnd(36),
            `estimated ${estimate.seconds.toFixed(1)} s (${estimate.low.toFixed(1)} to ${estimate.high.toFixed(1)})`,
            `actual ${actual.toFixed(1)} s`,
            `${off >= 0 ? '+' : ''}${(100 * off).toFixed(0)} %`,
            `processor: expected ${expectedCpu.toFixed(1)} s, used ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s`,
            `load ${loadavg()[0]!.toFixed(1)}`,
          ].join('  '),
        );
        if (values.ratios) {
          const { pace } = JSON.parse(readFileSync(join(configFolder, 'pace.json'), 'utf8'));
          const last = Object.entries(pace.tasks as Record<string, number[]>).map(
            ([key, ratios]) => `${key} ${ratios.at(-1)!.toPrecision(3)}`,
          );
          console.log('   ', last.join(', '));
        }
      }
    }
  }
  if (values.ratios) console.log(readFileSync(join(configFolder, 'pace.json'), 'utf8').slice(0, 400));
} finally {
  await engine.close();
  client.close();
  rmSync(folder, { recursive: true, force: true });
}
