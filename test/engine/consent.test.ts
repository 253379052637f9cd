/** Consent through the whole engine: counted, shown, never compared, and respected by exports. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../electron/engine/output/report/render-report.ts';
import { summaryLines } from '../../shared/language/summary.ts';
import { quickSettings, startBench, when, type TestBench } from './jobs/engine-client.ts';

let bench: TestBench;
let runId = 0;
let datasetId = 0;
const words = ['yes', 'no', ''];

beforeAll(async () => {
  bench = await startBench(2);
  const rows = Array.from({ length: 240 }, (_, i) => {
    const kind = i % 2;
    return `K${i},${1000 * (kind + 1) + (i % 17)},${30 + 20 * kind + (i % 5)},${words[i % 3]}`;
  });
  writeFileSync(join(bench.folder, 'people.csv'), ['customer_id,income,age,newsletter', ...rows].join('\n'));
  const done = ({ status }: { status: string }): boolean => status === 'succeeded';
  const imported = await bench.client.request('dataset.import', { name: 'people', files: ['people.csv'] });
  ({ datasetId } = imported);
  await when(bench.client, imported.jobId, done);
  const settings = { ...quickSettings, methods: ['kmeans' as const], map: 'none' as const, segments: 2 };
  const started = await bench.client.request('run.start', { datasetId, settings });
  ({ runId } = started);
  await when(bench.client, started.jobId, done);
}, 60_000);
afterAll(() => bench.close());

async function exported(file: string, job: Promise<{ jobId: number }>): Promise<string[]> {
  const { jobId } = await job;
  await when(bench.client, jobId, ({ status }) => status === 'succeeded');
  return readFileSync(join(bench.folder, 'out', file), 'utf8')
    .trim()
    .split('\n');
}

describe('who agreed to be written to', () => {
  it('is counted over all and in every segment, and is no feature', async () => {
    const { quality, files } = await bench.client.request('dataset.get', { datasetId });
    expect(quality!.consent).toEqual({ yes: 80, no: 80, unknown: 80 });
    expect(files[0]!.columns.find(({ role }) => role === 'consent')!.profile).toMatchObject({
      missing: 80,
      distinct: 2,
    });
    const report = await bench.client.request('run.report', { runId });
    expect(report.features.map(({ id }) => id)).toEqual(['attributes:income', 'attributes:age']);
    expect(report.segments.map(({ consent }) => consent)).toEqual([0, 1].map(() => ({ yes: 40, no: 40, unknown: 40 })));
    expect(summaryLines(report, 'en').join('\n')).toContain('80 of 240 customers agreed to be written to');
    const html = await renderReport(report, 'en');
    expect(html).toContain('May be written to</span><b>33%');
  });

  it('is in the list, by which it can be sorted and limited', async () => {
    const ask = { runId, offset: 0, limit: 500, sort: { by: 'consent', descending: true } };
    const { rows } = await bench.client.request('customer.page', ask);
    expect(rows[0]!.consent).toBe(1);
    expect(rows.at(-1)!.consent).toBe(-1);
    expect((await bench.client.request('customer.page', { ...ask, consented: true })).total).toBe(80);
  });

  it('is a column of exports, which may be limited to those who agreed', async () => {
    const to = { runId, folder: 'out', language: 'en' as const };
    const all = await exported('customers.csv', bench.client.request('customer.export', to));
    expect(all).toHaveLength(241);
    expect(all[0]).toContain('Segment,May be written to,');
    const some = await exported('customers.csv', bench.client.request('customer.export', { ...to, consented: true }));
    expect(some).toHaveLength(81);
    expect(some.slice(1).every((line) => line.split(',')[3] === 'Yes')).toBe(true);
    const segments = await exported('segments.csv', bench.client.request('run.export', to));
    expect(segments[0]).toBe('customer,segment,name,probability,consent');
    expect(segments).toHaveLength(241);
    const only = await exported('segments.csv', bench.client.request('run.export', { ...to, onlyConsented: true }));
    expect(only).toHaveLength(81);
    expect(only.slice(1).every((line) => line.endsWith(',yes'))).toBe(true);
  });

  it('limits nothing where no file says it', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `K${i},${i % 2 ? 900 : 20},${i % 7}`);
    writeFileSync(join(bench.folder, 'plain.csv'), ['customer_id,income,age', ...rows].join('\n'));
    const imported = await bench.client.request('dataset.import', { name: 'plain', files: ['plain.csv'] });
    await when(bench.client, imported.jobId, ({ status }) => status === 'succeeded');
    const settings = { ...quickSettings, methods: ['kmeans' as const], map: 'none' as const };
    const run = await bench.client.request('run.start', { datasetId: imported.datasetId, settings });
    await when(bench.client, run.jobId, ({ status }) => status === 'succeeded');
    const limited = { runId: run.runId, folder: 'out', language: 'en' as const, onlyConsented: true };
    const { jobId } = await bench.client.request('run.export', limited);
    const { error } = await when(bench.client, jobId, ({ status }) => status === 'failed');
    expect(error?.details.reason).toBe('no_consent_known');
    const page = { runId: run.runId, offset: 0, limit: 5, consented: true };
    await expect(bench.client.request('customer.page', page)).rejects.toMatchObject({
      details: { reason: 'no_consent_known' },
    });
  });
});
