/** Choices that last, estimates and devices, as any window asks for them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { createPace } from '../../electron/engine/jobs/pace.ts';
import { presets } from '../../shared/domain.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { importSample, quickSettings, rest, startBench, type TestBench } from './jobs/engine-client.ts';

let bench: TestBench;
let datasetId: number;
beforeAll(async () => {
  bench = await startBench(2);
  datasetId = await importSample(bench.client, 600);
});
afterAll(() => bench.close());

describe('settings', () => {
  it('are kept per data set, over a restart, and removed by null', async () => {
    const place = { key: 'train', datasetId } as const;
    expect(await bench.client.request('setting.get', place)).toBeNull();
    await bench.client.request('setting.save', { ...place, value: { ...quickSettings } });
    expect(await bench.client.request('setting.get', place)).toEqual(quickSettings);
    expect(await bench.client.request('setting.get', { key: 'train', datasetId: datasetId + 1 })).toBeNull();
    expect(await bench.client.request('setting.get', { key: 'train' })).toBeNull();
    await bench.restart();
    expect(await bench.client.request('setting.get', place)).toEqual(quickSettings);
    await bench.client.request('setting.save', { ...place, value: null });
    expect(await bench.client.request('setting.get', place)).toBeNull();
  });

  it('reach every window that watches, in the order in which they were saved', async () => {
    const place = { key: 'train', datasetId } as const;
    const other = bench.connect();
    const heard: unknown[] = [];
    const stop = other.subscribe('setting', place, (value) => heard.push(value));
    await other.request('setting.get', place);
    for (const value of ['a', 'b', null]) await bench.client.request('setting.save', { ...place, value });
    await other.request('setting.get', place);
    expect(heard).toEqual([null, 'a', 'b', null]);
    stop();
    await bench.client.request('setting.save', { ...place, value: 'c' });
    await other.request('setting.get', place);
    expect(heard).toHaveLength(4);
    other.close();
  });

  it('go with their data set', async () => {
    const second = await importSample(bench.client, 300);
    const place = { key: 'train', datasetId: second } as const;
    await bench.client.request('setting.save', { ...place, value: 1 });
    await bench.client.request('dataset.delete', { datasetId: second });
    expect(await bench.client.request('setting.get', place)).toBeNull();
  });

  it('take only known keys, and values of bounded size', async () => {
    const unknown = bench.client.request('setting.get', { key: 'passwords' as 'train' });
    await expect(unknown).rejects.toMatchObject({ code: 'invalid_input' });
    const huge = bench.client.request('setting.save', { key: 'train', value: 'x'.repeat(500_001) });
    await expect(huge).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'bad_parameter' } });
  });

  it('are refused where the workspace is open for reading, which breaks nothing', async () => {
    const [clientPort, enginePort] = memoryPorts();
    const reader = createEngine({
      workers: 1,
      configFolder: join(bench.folder, 'config'),
      resolveFile: (file) => join(bench.folder, file),
      onFailure: (error) => bench.failures.push(error),
    });
    reader.attach(enginePort);
    const reading = connect(clientPort);
    await reading.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' }, readOnly: true });
    const saving = reading.request('setting.save', { key: 'train', datasetId, value: 1 });
    await expect(saving).rejects.toMatchObject({ code: 'conflict', details: { reason: 'read_only' } });
    expect(await reading.request('setting.get', { key: 'train', datasetId })).toBe('c');
    const estimates = await reading.request('run.estimate', { datasetId, settings: quickSettings });
    expect(estimates.fast.seconds).toBeGreaterThan(0);
    await reader.close();
  });
});

describe('estimates', () => {
  const paceFile = (): string => join(bench.folder, 'config', 'pace.json');

  it('come for every preset, measured on this computer once', async () => {
    const from = performance.now();
    const estimates = await bench.client.request('run.estimate', { datasetId, settings: quickSettings });
    console.log(`estimate with its probe: ${(performance.now() - from).toFixed(0)} ms`);
    for (const preset of presets) {
      const { seconds, low, high, measured } = estimates[preset];
      expect(measured).toBe(true);
      expect(low).toBeLessThan(seconds);
      expect(high).toBeGreaterThan(seconds);
    }
    expect(estimates.deep.seconds).toBeGreaterThan(estimates.fast.seconds);
    const again = performance.now();
    await bench.client.request('run.estimate', { datasetId, settings: quickSettings });
    expect(performance.now() - again).toBeLessThan(500);
    const missing = bench.client.request('run.estimate', { datasetId: 999, settings: quickSettings });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  });

  it('learn from finished runs, and what is kept holds ratios alone', async () => {
    const { jobId } = await bench.client.request('run.start', { datasetId, settings: quickSettings });
    expect((await rest(bench.client, jobId)).status).toBe('succeeded');
    const { pace, machine, ...rest_ } = JSON.parse(readFileSync(paceFile(), 'utf8'));
    expect(rest_).toEqual({ version: 2 });
    expect(typeof machine).toBe('string');
    expect(pace.runs).toHaveLength(1);
    expect(Object.keys(pace.tasks)).toContain('mapCustomers:tsne');
    expect(
      Object.values(pace.tasks as Record<string, number[]>)
        .flat()
        .every((ratio) => ratio >= 0.1 && ratio <= 10),
    ).toBe(true);
  });

  it('survive a file that is damaged, of another computer, or missing', () => {
    const known = createPace(paceFile()).known();
    expect(known.probe).not.toBeNull();
    const file = join(bench.folder, 'pace-test.json');
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"version":1}',
      JSON.stringify({ version: 99, machine: 'x', pace: known }),
    ]) {
      writeFileSync(file, text);
      expect(createPace(file).known()).toEqual({ probe: null, tasks: {}, runs: [], pressure: 1 });
    }
    const kept = JSON.parse(readFileSync(paceFile(), 'utf8'));
    kept.pace.probe.network = -1;
    kept.pace.runs = [1, 'x', null, 2];
    kept.pace.tasks = { save: 'many', load: [0, 3] };
    writeFileSync(file, JSON.stringify(kept));
    expect(createPace(file).known()).toEqual({
      probe: null,
      tasks: { save: [], load: [3] },
      runs: [1, 2],
      pressure: 1,
    });
    const nowhere = createPace(join(bench.folder, 'w.clientele', 'pace.json'));
    nowhere.learn({ tasks: { load: 2 }, run: 2 });
    expect(nowhere.known().runs).toEqual([2]);
  });
});

describe('devices', () => {
  it('are measured, and those that do not load say so', async () => {
    const { fastest, measured } = await bench.client.request('device.measure', {});
    expect(measured.kernels).toBeGreaterThan(1000);
    expect(measured[fastest]).not.toBeNull();
  });
});

it('met no failure that nobody expected', () => expect(bench.failures).toEqual([]));
