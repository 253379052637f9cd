/** What is done about gaps and unusual customers, through the whole engine: seen before a run, in it, and on assignment. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../electron/engine/ml/random.ts';
import { renderReport } from '../../electron/engine/output/report/render-report.ts';
import { everybody, type RunReport, type RunSettings, type TreatmentChange } from '../../shared/domain.ts';
import { quickSettings, startBench, type TestBench } from './jobs/engine-client.ts';

let bench: TestBench;
let datasetId: number;
const strangers = 6;
const customers = 360;

/** Three kinds of people, some without an income; the last six are far from all of them. */
function people(): string {
  const random = new Random(4);
  const rows = Array.from({ length: customers }, (_, i) => {
    const kind = i % 3;
    const far = i >= customers - strangers;
    const age = far ? 110 + i - customers : [25, 45, 65][kind]! + 2 * random.normal();
    const figures = [0, 1, 2, 3].map((j) => (far ? 60 + 9 * j + random.normal() : kind * 3 + random.normal()));
    const income = i % 9 === 4 && !far ? '' : (1000 * (1 + kind + 0.1 * random.normal())).toFixed(0);
    return [`P${i}`, age.toFixed(1), income, ...figures.map((x) => x.toFixed(2))].join(',');
  });
  return ['customer_id,age,income,shoes,hats,gloves,coats', ...rows].join('\n');
}

beforeAll(async () => {
  bench = await startBench(2);
  writeFileSync(join(bench.folder, 'people.csv'), people());
  const started = await bench.client.request('dataset.import', { name: 'people', files: ['people.csv'] });
  await settled(started.jobId);
  ({ datasetId } = started);
});
afterAll(() => bench.close());

function settled(jobId: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = bench.client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      if (job.status === 'succeeded') resolve();
      else reject(new Error(JSON.stringify(job.error)));
    });
  });
}

const overview = (treatments: Record<string, TreatmentChange>) =>
  bench.client.request('features.get', { datasetId, exclude: [], treatments });

async function run(
  treatments: Record<string, TreatmentChange>,
  methods: RunSettings['methods'] = ['kmeans'],
): Promise<{ report: RunReport; table: string[]; assigned: string[] }> {
  const settings: RunSettings = { ...quickSettings, methods, segments: 3, map: 'none', treatments };
  const { jobId, runId } = await bench.client.request('run.start', { datasetId, settings });
  await settled(jobId);
  const report = await bench.client.request('run.report', { runId });
  const written = await bench.client.request('run.export', { runId, folder: `out${runId}`, language: 'en' });
  await settled(written.jobId);
  const { jobId: assigning } = await bench.client.request('model.assign', {
    ...{ model: `out${runId}/model`, files: ['people.csv'], folder: `new${runId}`, language: 'en' },
  });
  await settled(assigning);
  const lines = (folder: string): string[] =>
    readFileSync(join(bench.folder, folder, 'segments.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').slice(0, 2).join(','));
  return { report, table: lines(`out${runId}`), assigned: lines(`new${runId}`) };
}

describe('unusual customers', () => {
  it('are found before any run, with what sets them apart', async () => {
    const { unusual } = await overview({});
    expect(unusual).toMatchObject({ customers: strangers, about: false });
    const [most] = unusual.apart;
    expect(most!.feature).toMatch(/shoes|hats|gloves|coats|age/);
    expect(most!.difference).toBeGreaterThan(1.5);
    expect(unusual.apart.length).toBeLessThanOrEqual(3);
  });

  it('stay known once something is done about them, which shows in what methods see', async () => {
    const before = await overview({});
    const held = await overview({ [everybody]: { unusual: 'hold' } });
    expect(held.unusual.customers).toBe(strangers);
    expect(held.pca.explainedVarianceRatio).not.toEqual(before.pca.explainedVarianceRatio);
  });

  it('that count in full make a segment of their own', async () => {
    const { report } = await run({});
    expect(report).not.toHaveProperty('unusual');
    expect(report.segments.map(({ size }) => size)).toContain(strangers);
  });

  it.each(['hold', 'leaveOut'] as const)('do not where it is: %s; a model puts them where the run did', async (way) => {
    const { report, table, assigned } = await run({ [everybody]: { unusual: way } });
    expect(report.unusual).toEqual({ way, customers: strangers });
    expect(report.customers).toBe(customers);
    const sizes = report.segments.map(({ size }) => size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(customers);
    expect(Math.min(...sizes)).toBeGreaterThan(100);
    expect(report.scoreboard[0]!.sizes.reduce((sum, size) => sum + size, 0)).toBe(customers);
    expect(assigned).toEqual(table);
    expect(table).toHaveLength(customers + 1);
    for (const language of ['en', 'zh-CN'] as const) {
      expect(await renderReport(report, language)).toContain(
        language === 'en' ? 'Customers unlike all others: 6' : '与众不同的客户：6 位',
      );
    }
  });

  it('are placed by every method that learned without them', async () => {
    const methods: RunSettings['methods'] = ['gmm', 'autoencoder', 'idec', 'gan'];
    const { report, table, assigned } = await run({ [everybody]: { unusual: 'leaveOut' } }, methods);
    expect(report.scoreboard.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    for (const { sizes } of report.scoreboard) expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(customers);
    expect(assigned).toEqual(table);
  });
});

describe('gaps filled as of customers alike', () => {
  it('show what fills them before a run, and are filled alike on assignment', async () => {
    const treatments = { 'attributes:income': { missing: 'neighbours' } } as const;
    const income = async (own: Record<string, TreatmentChange>) =>
      (await overview(own)).features.find(({ definition }) => definition.id === 'attributes:income')!;
    const [median, alike] = [await income({}), await income(treatments)];
    expect(alike.missing).toBe(median.missing);
    // The median of all would stand in the middle kind; those alike stand in all three.
    expect(alike.after.counts).not.toEqual(median.after.counts);
    const { table, assigned } = await run(treatments);
    expect(assigned).toEqual(table);
  });
});

describe('categories', () => {
  it('coded otherwise are so before a run, in it, and on assignment; a recipe says it as a step', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `K${i},${i % 7},${['low', 'medium', 'high'][i % 3]},c${i % 60}`);
    writeFileSync(join(bench.folder, 'kinds.csv'), ['customer_id,size,grade,city', ...rows].join('\n'));
    const started = await bench.client.request('dataset.import', { name: 'kinds', files: ['kinds.csv'] });
    await settled(started.jobId);
    const before = await bench.client.request('features.get', { datasetId: started.datasetId, exclude: [] });
    const ids = (overviewed: typeof before): string[] => overviewed.features.map(({ definition }) => definition.id);
    // No city has two in a hundred customers: as columns they are lost.
    expect(ids(before).filter((id) => id.includes('city'))).toEqual([]);
    expect(before.categories.map(({ id, nLevels, order }) => [id, nLevels, order])).toEqual([
      ['attributes:grade', 3, ['low', 'medium', 'high']],
      ['attributes:city', 60, null],
    ]);
    const treatments = {
      'attributes:grade': { category: { code: 'order' } },
      'attributes:city': { category: { code: 'frequency' } },
    } as const;
    const after = await bench.client.request('features.get', {
      ...{ datasetId: started.datasetId, exclude: [], treatments },
    });
    expect(ids(after)).toEqual(['attributes:size', 'attributes:grade@order', 'attributes:city@frequency']);
    const settings: RunSettings = { ...quickSettings, methods: ['kmeans'], segments: 3, map: 'none', treatments };
    const { jobId, runId } = await bench.client.request('run.start', { datasetId: started.datasetId, settings });
    await settled(jobId);
    const written = await bench.client.request('run.export', { runId, folder: 'kinds', language: 'en' });
    await settled(written.jobId);
    const assigning = await bench.client.request('model.assign', {
      ...{ model: 'kinds/model', files: ['kinds.csv'], folder: 'kinds-new', language: 'en' },
    });
    await settled(assigning.jobId);
    const table = (folder: string): string => readFileSync(join(bench.folder, folder, 'segments.csv'), 'utf8');
    expect(table('kinds-new')).toBe(table('kinds'));
  });
});
