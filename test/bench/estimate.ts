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
import { methods, presets, supervisedMethods, type Job, type Preset, type RunSettings } from '../../shared/domain.ts';
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
/** What races when nobody chose: all but those that need labels. */
const usual = methods.filter((method) => !supervisedMethods.includes(method));
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
          ...{ methods: usual, segments: 'auto', seed: round, network: null },
          ...{ preset, map: 'tsne', backend: 'kernels', exclude: [] },
        };
        const estimate = (await client.request('run.estimate', { datasetId, settings }))[preset];
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
            `processor ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s`,
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
