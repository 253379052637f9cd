/** Segments changed by hand, over a real engine: every action and its way back, what is refused, and what follows. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import { openWorkspace } from '../../../electron/engine/workspace/open.ts';
import { getMemberships } from '../../../electron/engine/workspace/memberships.ts';
import type { AdjustAction, Change } from '../../../shared/adjustment.ts';
import type { Job, RunReport, RunSettings } from '../../../shared/domain.ts';
import type { AppError } from '../../../shared/errors.ts';
import { adjustmentSentence } from '../../../shared/language/adjust.ts';
import { connect, memoryPorts, type Client } from '../../../shared/protocol.ts';
import { emptyFields } from '../../../shared/strategy-note.ts';
import { killHard, startProgram } from '../workspace/fixtures.ts';
import { temporaryFolder } from '../../cli/command.ts';

const folder = temporaryFolder();
const failures: AppError[] = [];
let engine: Engine;
let client: Client;
let runId = 0;
let datasetId = 0;

function start(workers = 2): { engine: Engine; client: Client } {
  const [clientPort, enginePort] = memoryPorts();
  const started = createEngine({
    workers,
    configFolder: join(folder, 'config'),
    resolveFile: (file) => join(folder, file),
    onFailure: (error) => failures.push(error),
  });
  started.attach(enginePort);
  return { engine: started, client: connect(clientPort) };
}

function rest(jobId: number, by = client): Promise<Job> {
  return new Promise((resolve) => {
    const stop = by.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      resolve(job);
    });
  });
}

const settings: RunSettings = {
  ...{ methods: ['kmeans'], segments: 5, preset: 'fast', seed: 3, network: null, map: 'pca', backend: 'kernels' },
  exclude: [],
};

const report = (by = client, run = runId): Promise<RunReport> => by.request('run.report', { runId: run });

/** Does something to the segments and waits until it is done; rejects with its error. */
async function adjust(action: AdjustAction, by = client, run = runId): Promise<RunReport> {
  const { jobId } = await by.request('segment.adjust', { runId: run, action });
  if (jobId !== null) {
    const job = await rest(jobId, by);
    if (job.error) throw Object.assign(new Error(job.error.details.reason), job.error);
    expect(job.status).toBe('succeeded');
  }
  return report(by, run);
}

const refused = (action: AdjustAction): Promise<unknown> =>
  adjust(action).then(
    () => 'done',
    (error: AppError) => [error.code, error.details],
  );

/** What must be so of any state of the segments. */
function expectWhole({ segments, nSegments, customers, mapSegments, map }: RunReport): void {
  expect(segments.map(({ number }) => number)).toEqual(segments.map((_, i) => i + 1));
  expect(new Set(segments.map(({ id }) => id)).size).toBe(nSegments);
  expect(segments.reduce((sum, { size }) => sum + size, 0)).toBe(customers);
  const values = segments.map(({ revenue, size }) => revenue! / size);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  segments.forEach(({ size }, position) => {
    expect(mapSegments!.filter((at) => at === position)).toHaveLength(size);
  });
  expect(map!.rows).toHaveLength(customers);
}

async function startOver(): Promise<RunReport> {
  const { adjustment } = await report();
  if (adjustment?.canUndo) await client.request('segment.revert', { runId, position: 0 });
  return report();
}

beforeAll(async () => {
  mkdirSync(join(folder, 'shop'));
  ({ engine, client } = start());
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
  await rest((await client.request('sample.create', { folder: 'shop', customers: 700 })).jobId);
  const imported = await client.request('dataset.import', { name: 'Shop', files: ['shop/orders.csv'] });
  ({ datasetId } = imported);
  await rest(imported.jobId);
  const started = await client.request('run.start', { datasetId, settings });
  ({ runId } = started);
  expect((await rest(started.jobId)).error).toBeUndefined();
});
afterAll(async () => {
  await engine.close();
  expect(failures).toEqual([]);
});

describe('a merge', () => {
  it('keeps the id, colour and place of what stays, tells the figures, and is taken back and made again', async () => {
    const before = await startOver();
    expect(before.adjustment).toBeNull();
    const chosen = before.segments.slice(1, 3);
    const after = await adjust({ kind: 'merge', segments: chosen.map(({ id }) => id) });
    expectWhole(after);
    expect(after.nSegments).toBe(4);
    const largest = chosen[0]!.size >= chosen[1]!.size ? chosen[0]! : chosen[1]!;
    const merged = after.segments.find(({ id }) => id === largest.id)!;
    expect(merged.size).toBe(chosen[0]!.size + chosen[1]!.size);
    expect(merged.colour).toBe(largest.colour);
    expect(merged.stability).toBeNaN();
    for (const id of [before.segments[0]!, before.segments[3]!, before.segments[4]!].map((segment) => segment.id)) {
      const old = before.segments.find((segment) => segment.id === id)!;
      const now = after.segments.find((segment) => segment.id === id)!;
      expect(now).toMatchObject({ size: old.size, colour: old.colour, kind: old.kind, stability: old.stability });
      expect(now.standardisedMeans).toEqual(old.standardisedMeans);
    }
    const computed = before.scoreboard[0]!.common!;
    expect(after.adjustment).toMatchObject({ steps: 1, canUndo: true, canRedo: false, reshaped: true });
    expect(after.adjustment!.before).toEqual({ nSegments: 5, scores: computed });
    expect(after.adjustment!.now!.silhouette).not.toBe(computed.silhouette);
    expect(after.adjustment!.now!.silhouetteSample).toBe(700);
    expect(adjustmentSentence(after.adjustment!.actions[0]!, 'en')).toMatch(/^Merged .+ and .+$/);

    await client.request('segment.undo', { runId });
    const undone = await report();
    expect(undone).toEqual({ ...before, adjustment: undone.adjustment });
    expect(undone.adjustment).toMatchObject({ steps: 0, canUndo: false, canRedo: true, reshaped: false });
    await expect(client.request('segment.undo', { runId })).rejects.toMatchObject({
      details: { reason: 'nothing_to_undo' },
    });
    await client.request('segment.redo', { runId });
    expect(await report()).toEqual(after);
    await expect(client.request('segment.redo', { runId })).rejects.toMatchObject({
      details: { reason: 'nothing_to_redo' },
    });
  });

  it('cuts off what was undone, and never gives an id again', async () => {
    const before = await startOver();
    const whole = before.segments[0]!.id;
    const split = await adjust({ kind: 'split', segment: whole, into: 2 });
    const fresh = split.segments.map(({ id }) => id).filter((id) => !before.segments.some((old) => old.id === id));
    expect(fresh).toEqual([6]);
    const history = await client.request('segment.history', { runId });
    expect(
      history.map(({ position, action, nSegments, current }) => [position, action?.kind, nSegments, current]),
    ).toEqual([
      [0, undefined, 5, false],
      [1, 'split', 6, true],
    ]);
    expect(history[0]!.silhouette).toBe(before.scoreboard[0]!.common!.silhouette);
    await client.request('segment.undo', { runId });
    const again = await adjust({ kind: 'split', segment: whole, into: 3 });
    expect(again.segments.map(({ id }) => id).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 7, 8]);
    expect(again.adjustment).toMatchObject({ steps: 1, canRedo: false });
  });

  it('of all is refused: two must stay', async () => {
    const { segments } = await startOver();
    expect(await refused({ kind: 'merge', segments: segments.map(({ id }) => id) })).toEqual([
      'conflict',
      { reason: 'two_must_stay' },
    ]);
    expect(await refused({ kind: 'merge', segments: [1, 1] })).toMatchObject([
      'invalid_input',
      { reason: 'same_segment' },
    ]);
    expect(await refused({ kind: 'merge', segments: [1, 99] })).toMatchObject([
      'not_found',
      { reason: 'no_such_segment' },
    ]);
    await expect(
      client.request('segment.adjust', { runId, action: { kind: 'merge', segments: [1] } }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a split', () => {
  it('parts a segment into new colours, the larger part keeping what it was', async () => {
    const before = await startOver();
    const whole = before.segments.reduce((a, b) => (b.size > a.size ? b : a));
    const after = await adjust({ kind: 'split', segment: whole.id, into: 3 });
    expectWhole(after);
    const parts = after.segments.filter(({ id }) => !before.segments.some((old) => old.id === id && id !== whole.id));
    expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(whole.size);
    const kept = parts.find(({ id }) => id === whole.id)!;
    expect(kept.size).toBe(Math.max(...parts.map(({ size }) => size)));
    expect(kept.colour).toBe(whole.colour);
    const colours = after.segments.map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(colours.length);
    expect(parts.map(({ colour }) => colour).sort()).toEqual([whole.colour, 6, 7].sort());
  });

  it('by a rule goes by the threshold, and the rules offered hold what they say', async () => {
    const before = await startOver();
    const whole = before.segments.reduce((a, b) => (b.size > a.size ? b : a));
    const rules = await client.request('segment.rules', { runId, segment: whole.id });
    expect(rules.length).toBeGreaterThan(5);
    expect(rules.map(({ explained }) => explained)).toEqual(rules.map((rule) => rule.explained).sort((a, b) => b - a));
    for (const { below, above, explained } of rules) {
      expect(below + above).toBe(whole.size);
      expect(Math.min(below, above)).toBeGreaterThanOrEqual(5);
      expect(explained).toBeGreaterThan(0);
      expect(explained).toBeLessThan(1);
    }
    const [best] = rules;
    const { feature, threshold } = best!;
    const after = await adjust({ kind: 'splitByRule', segment: whole.id, feature, threshold });
    expectWhole(after);
    const parts = after.segments.filter(({ id }) => id === whole.id || id > before.nSegments);
    expect(parts.map(({ size }) => size).sort()).toEqual([best!.below, best!.above].sort());
    const [record] = after.adjustment!.actions;
    expect(record).toMatchObject({ feature, threshold, below: best!.below, above: best!.above });
  });

  it('of a segment that is too small, by a side that is, or of customers all alike, is refused', async () => {
    const { segments } = await startOver();
    const [first, second] = segments;
    // Eight customers in a segment of their own, made by moving all others out of it.
    const before = await report();
    const rows = before.map!.rows.filter((_, i) => before.mapSegments![i] === 0);
    const small = await adjust({ kind: 'move', rows: rows.slice(8), to: second!.id });
    expect(small.segments.find(({ id }) => id === first!.id)!.size).toBe(8);
    expect(await refused({ kind: 'split', segment: first!.id, into: 2 })).toEqual([
      'insufficient_data',
      { reason: 'segment_too_small', customers: 8, needed: 10, parts: 2 },
    ]);
    const rule = { kind: 'splitByRule', segment: second!.id } as const;
    expect(await refused({ ...rule, feature: 'frequency', threshold: 0.5 })).toMatchObject([
      'insufficient_data',
      { reason: 'side_too_small', below: 0, needed: 5 },
    ]);
    expect(await refused({ ...rule, feature: 'nothing', threshold: 1 })).toMatchObject([
      'invalid_input',
      { reason: 'unknown_feature' },
    ]);
    expect((await report()).adjustment!.steps).toBe(1);
  });
});

describe('moving customers', () => {
  it('puts the chosen ones where they were told, whatever order and however often they are named', async () => {
    const before = await startOver();
    const [from, to] = [before.segments[3]!, before.segments[1]!];
    const rows = before.map!.rows.filter((_, i) => before.mapSegments![i] === 3).slice(0, 20);
    const named = Int32Array.from([...rows, ...rows.slice(0, 5)].reverse());
    const after = await adjust({ kind: 'move', rows: named, to: to.id });
    expectWhole(after);
    expect(after.segments.find(({ id }) => id === to.id)!.size).toBe(to.size + 20);
    const position = after.segments.findIndex(({ id }) => id === to.id);
    for (const row of rows) expect(after.mapSegments![after.map!.rows.indexOf(row)]).toBe(position);
    expect(after.segments.find(({ id }) => id === from.id)!.kind).toBe(from.kind);
    expect(after.adjustment!.actions[0]).toMatchObject({ kind: 'move', customers: 20, from: [{ id: from.id }] });
    expect(await refused({ kind: 'move', rows, to: to.id })).toMatchObject(['conflict', { reason: 'nothing_to_move' }]);
    expect(await refused({ kind: 'move', rows: new Int32Array([700]), to: to.id })).toMatchObject([
      'invalid_input',
      { reason: 'no_such_customer' },
    ]);
    const all = before.map!.rows.filter((_, i) => before.mapSegments![i] === 3);
    expect(await refused({ kind: 'move', rows: all, to: to.id })).toMatchObject([
      'conflict',
      { reason: 'segment_emptied' },
    ]);
  });

  it('from a border takes those nearest to the other segment, and the two come no further apart than they were', async () => {
    const before = await startOver();
    const [from, to] = [before.segments[2]!, before.segments[3]!];
    const after = await adjust({ kind: 'moveBoundary', from: from.id, to: to.id, share: 0.1 });
    expectWhole(after);
    const moved = from.size - after.segments.find(({ id }) => id === from.id)!.size;
    expect(moved).toBe(Math.round(0.1 * from.size));
    // The nearest are a better fit for the other segment than as many of anybody: separation suffers less.
    await startOver();
    const anybody = before.map!.rows.filter((_, i) => before.mapSegments![i] === 2).slice(0, moved);
    const random = await adjust({ kind: 'move', rows: anybody, to: to.id });
    expect(after.adjustment!.now!.silhouette).toBeGreaterThan(random.adjustment!.now!.silhouette);
  });
});

describe('names, colours and locks', () => {
  it('change at once, leave all figures as they were, and can be undone', async () => {
    const before = await startOver();
    const { id } = before.segments[1]!;
    const renamed = await adjust({ kind: 'rename', segment: id, name: '  秋季 VIP ' });
    expect(renamed.segments[1]).toEqual({ ...before.segments[1], name: '秋季 VIP' });
    expect(renamed.adjustment).toMatchObject({ steps: 1, reshaped: false });
    expect(renamed.adjustment!.now).toEqual(renamed.adjustment!.before.scores);
    await adjust({ kind: 'recolour', segment: id, colour: 11 });
    const locked = await adjust({ kind: 'lock', segment: id, locked: true });
    expect(locked.segments[1]).toMatchObject({ name: '秋季 VIP', colour: 11, locked: true });
    // The same again is nothing new.
    await adjust({ kind: 'lock', segment: id, locked: true });
    expect((await report()).adjustment!.steps).toBe(3);
    for (const name of ['', ' ', 'x'.repeat(61)]) {
      const asked = client.request('segment.adjust', { runId, action: { kind: 'rename', segment: id, name } });
      await expect(asked).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const other = before.segments[0]!.id;
    expect(await refused({ kind: 'rename', segment: other, name: '秋季 vip' })).toMatchObject([
      'conflict',
      { reason: 'name_taken' },
    ]);
    await client.request('segment.undo', { runId });
    await client.request('segment.undo', { runId });
    expect((await report()).segments[1]).toMatchObject({ colour: before.segments[1]!.colour, locked: false });
  });

  it('protect a locked segment from all but a name, a colour and the key', async () => {
    const before = await startOver();
    const [a, b] = before.segments.map(({ id }) => id) as [number, number];
    await adjust({ kind: 'lock', segment: a, locked: true });
    const rows = before.map!.rows.filter((_, i) => before.mapSegments![i] === 0).slice(0, 3);
    for (const action of [
      { kind: 'merge', segments: [a, b] },
      { kind: 'split', segment: a, into: 2 },
      { kind: 'splitByRule', segment: a, feature: 'recency', threshold: 10 },
      { kind: 'move', rows, to: b },
      { kind: 'move', rows: new Int32Array([0]), to: a },
      { kind: 'moveBoundary', from: a, to: b, share: 0.1 },
      { kind: 'moveBoundary', from: b, to: a, share: 0.1 },
    ] satisfies AdjustAction[]) {
      expect(await refused(action), action.kind).toMatchObject(['conflict', { reason: 'segment_locked', segment: 1 }]);
    }
    await adjust({ kind: 'rename', segment: a, name: 'Kept' });
    await adjust({ kind: 'recolour', segment: a, colour: 9 });
    // Merging others leaves it alone, with what it was given.
    const others = before.segments.slice(1, 3).map(({ id }) => id);
    const after = await adjust({ kind: 'merge', segments: others });
    expect(after.segments.find(({ id }) => id === a)).toMatchObject({ name: 'Kept', colour: 9, locked: true });
    await adjust({ kind: 'lock', segment: a, locked: false });
    expect(await refused({ kind: 'split', segment: a, into: 2 })).toBe('done');
  });
});

describe('notes', () => {
  const fields = { ...emptyFields(), objective: '=Win "back"', channels: ['E-mail'], controlGroup: 0.1 };

  it('belong to a segment, survive a merge and its undo, and go into all files', async () => {
    const before = await startOver();
    const [, a, b] = before.segments;
    const smaller = a!.size < b!.size ? a! : b!;
    const larger = smaller === a ? b! : a!;
    for (const [segment, text] of [
      [smaller.id, 'of the smaller\nin two lines'],
      [larger.id, 'of the larger'],
    ] as const) {
      const { updatedAt } = await client.request('note.save', { runId, segment, fields, text });
      expect(updatedAt).toBeGreaterThan(1.7e12);
    }
    const merged = await adjust({ kind: 'merge', segments: [a!.id, b!.id] });
    expect(merged.notes.map(({ text }) => text)).toEqual(['of the larger']);
    await client.request('segment.undo', { runId });
    expect((await report()).notes).toHaveLength(2);
    await adjust({ kind: 'rename', segment: larger.id, name: 'Günther & <Söhne>' });
    const { jobId } = await client.request('run.export', { runId, folder: 'noted', language: 'en' });
    expect((await rest(jobId)).error).toBeUndefined();
    const file = (name: string): string => readFileSync(join(folder, 'noted', name), 'utf8');
    expect(file('report.html')).toContain('=Win &quot;back&quot;');
    expect(file('report.html')).toContain('Günther &amp; &lt;Söhne&gt;');
    expect(file('report.html')).toContain(`10%, ${Math.round(smaller.size / 10)} customers`);
    expect(file('report.html')).not.toContain('adjusted by hand');
    expect(file('profiles.csv')).toContain(`"'=Win ""back"""`);
    expect(file('profiles.csv')).toContain('of the larger');
    expect(file('segments.csv')).toContain('Günther & <Söhne>');
    const tooLong = client.request('note.save', { runId, segment: a!.id, fields, text: 'x'.repeat(20_001) });
    await expect(tooLong).rejects.toMatchObject({ code: 'invalid_input' });
    await client.request('note.save', { runId, segment: smaller.id, fields: emptyFields(), text: '' });
    expect(await client.request('note.list', { runId })).toHaveLength(1);
  });
});

describe('the files of adjusted segments', () => {
  it('hold them, say what was done, and the model puts the same and new customers where they belong', async () => {
    const before = await startOver();
    const largest = before.segments.reduce((a, b) => (b.size > a.size ? b : a));
    const [rule] = await client.request('segment.rules', { runId, segment: largest.id });
    const { feature, threshold } = rule!;
    await adjust({ kind: 'splitByRule', segment: largest.id, feature, threshold });
    const others = before.segments.filter(({ id }) => id !== largest.id).map(({ id }) => id);
    await adjust({ kind: 'split', segment: others[0]!, into: 2 });
    await adjust({ kind: 'merge', segments: [others[1]!, others[2]!] });
    await adjust({ kind: 'moveBoundary', from: others[0]!, to: others[3]!, share: 0.2 });
    const after = await adjust({ kind: 'rename', segment: others[3]!, name: 'By hand' });
    const exported = await client.request('run.export', { runId, folder: 'out', language: 'en' });
    expect((await rest(exported.jobId)).error).toBeUndefined();
    const file = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    const metrics = JSON.parse(file('metrics.json')) as { metrics: Record<string, number>; [key: string]: unknown };
    expect(metrics.metrics.silhouette).toBe(after.adjustment!.now!.silhouette);
    expect(metrics.metrics.stability).toBeNull();
    expect(metrics.segments).toBe(after.nSegments);
    expect(metrics.adjustment).toMatchObject({
      steps: 5,
      reshaped: true,
      actions: ['splitByRule', 'split', 'merge', 'moveBoundary', 'rename'],
      before: { segments: 5, silhouette: after.adjustment!.before.scores!.silhouette },
    });
    expect(file('report.html')).toContain('These segments were adjusted by hand.');
    expect(file('report.html')).toMatch(/Merged .+ and /);
    expect(file('profiles.csv').trim().split('\n')).toHaveLength(after.nSegments + 1);
    expect(JSON.parse(file('model/model.json'))).toMatchObject({
      version: 2,
      adjustedByHand: { followedByNewCustomers: ['rule', 'nearest', 'merge', 'boundary'], movedOneByOne: 0 },
    });

    // The same orders again: everybody is where they were put by hand.
    const again = await client.request('model.assign', {
      ...{ model: 'out/model', files: ['shop/orders.csv'], folder: 'again', language: 'en' as const },
    });
    const job = await rest(again.jobId);
    expect(job.error).toBeUndefined();
    const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trim().split('\n').sort();
    expect(lines('again/segments.csv')).toEqual(lines('out/segments.csv'));
    expect(job.result!.sizes).toEqual(after.segments.map(({ size }) => size));

    // Somebody new, with the orders of somebody known under another name.
    const [header, ...orders] = readFileSync(join(folder, 'shop/orders.csv'), 'utf8').trim().split('\n');
    const customerColumn = header!.split(',').indexOf('CustomerID');
    const known = lines('out/segments.csv')
      .find((line) => line.includes('By hand'))!
      .split(',')[0]!;
    const copied = orders.filter((line) => line.split(',')[customerColumn] === known);
    expect(copied.length).toBeGreaterThan(0);
    writeFileSync(
      join(folder, 'new.csv'),
      [header, ...orders, ...copied.map((line) => line.split(',').with(customerColumn, '999999').join(','))].join('\n'),
    );
    const assigned = await client.request('model.assign', {
      ...{ model: 'out/model', files: ['new.csv'], folder: 'new', language: 'en' as const },
    });
    expect((await rest(assigned.jobId)).error).toBeUndefined();
    expect(lines('new/segments.csv').find((line) => line.startsWith('999999,'))).toContain('By hand');
  });

  it('say of customers moved one by one that nobody new can follow them', async () => {
    const before = await startOver();
    const rows = before.map!.rows.filter((_, i) => before.mapSegments![i] === 2).slice(0, 4);
    await adjust({ kind: 'move', rows, to: before.segments[0]!.id });
    const { jobId } = await client.request('run.export', { runId, folder: 'moved', language: 'zh-CN' });
    await rest(jobId);
    const card = readFileSync(join(folder, 'moved/model/model.json'), 'utf8');
    expect(JSON.parse(card)).toMatchObject({ adjustedByHand: { followedByNewCustomers: [], movedOneByOne: 4 } });
    expect(readFileSync(join(folder, 'moved/report.html'), 'utf8')).toContain('这些细分经过手动调整。');
  });
});

describe('an adjustment beside others', () => {
  it('is seen by every window, and refuses a second one at the same time', async () => {
    const before = await startOver();
    const [otherPort, enginePort] = memoryPorts();
    engine.attach(enginePort);
    const other = connect(otherPort);
    const changes: Change[] = [];
    const stop = other.subscribe('changes', {}, (change) => changes.push(change));
    const ids = before.segments.map(({ id }) => id);
    const { jobId } = await client.request('segment.adjust', {
      runId,
      action: { kind: 'merge', segments: ids.slice(0, 2) },
    });
    const second = other.request('segment.adjust', { runId, action: { kind: 'split', segment: ids[3]!, into: 2 } });
    await expect(second).rejects.toMatchObject({ code: 'conflict', details: { reason: 'adjusting' } });
    await expect(other.request('segment.undo', { runId })).rejects.toMatchObject({ details: { reason: 'adjusting' } });
    expect((await rest(jobId!)).status).toBe('succeeded');
    await client.request('note.save', { runId, segment: ids[4]!, fields: emptyFields(), text: 'seen' });
    expect(changes.map(({ what }) => what)).toEqual(['segments', 'notes']);
    expect(changes[1]!.revision).toBeGreaterThan(changes[0]!.revision);
    expect(changes[0]!.runId).toBe(runId);
    expect((await report(other)).nSegments).toBe(4);
    expect(await other.request('note.list', { runId })).toContainEqual(expect.objectContaining({ text: 'seen' }));
    stop();
  });

  it('does not wait behind two trainings', async () => {
    const { segments } = await startOver();
    const deep: RunSettings = { ...settings, methods: ['autoencoder'], preset: 'deep', segments: 'auto', map: 'tsne' };
    const trainings = [];
    for (const seed of [1, 2, 3]) {
      trainings.push(await client.request('run.start', { datasetId, settings: { ...deep, seed } }));
    }
    const after = await adjust({ kind: 'merge', segments: [segments[0]!.id, segments[1]!.id] });
    expect(after.nSegments).toBe(4);
    const jobs = await client.request('job.list', {});
    const status = (id: number): string => jobs.find((job) => job.id === id)!.status;
    expect(trainings.map(({ jobId }) => status(jobId))).toEqual(['running', 'running', 'queued']);
    for (const { jobId } of trainings.reverse()) {
      const ended = rest(jobId);
      await client.request('job.cancel', { jobId });
      await ended;
    }
  });

  it('is cancelled without a trace', async () => {
    const before = await startOver();
    const action: AdjustAction = { kind: 'split', segment: before.segments[0]!.id, into: 6 };
    const { jobId } = await client.request('segment.adjust', { runId, action });
    const ended = rest(jobId!);
    await client.request('job.cancel', { jobId: jobId! });
    expect((await ended).status).toBe('cancelled');
    expect((await report()).segments).toEqual(before.segments);
    // The same again goes through.
    expect((await adjust(action)).nSegments).toBe(before.nSegments + 5);
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
  });
});

describe('closing and opening', () => {
  it('keeps the history, refuses all changes to a reader, and finds the earlier state after a job was cut off', async () => {
    const before = await startOver();
    const merged = await adjust({ kind: 'merge', segments: before.segments.slice(0, 2).map(({ id }) => id) });
    await client.request('segment.adjust', {
      runId,
      action: { kind: 'split', segment: merged.segments[0]!.id, into: 4 },
    });
    await engine.close();
    ({ engine, client } = start());
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' }, readOnly: true });
    expect(await report()).toEqual(merged);
    const { id } = merged.segments[0]!;
    const refusals = [
      client.request('segment.adjust', { runId, action: { kind: 'rename', segment: id, name: 'x' } }),
      client.request('segment.adjust', { runId, action: { kind: 'split', segment: id, into: 2 } }),
      client.request('segment.undo', { runId }),
      client.request('segment.redo', { runId }),
      client.request('segment.revert', { runId, position: 0 }),
      client.request('note.save', { runId, segment: id, fields: emptyFields(), text: 'x' }),
    ];
    for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ details: { reason: 'read_only' } });
    expect((await client.request('segment.history', { runId })).length).toBe(2);
    expect((await client.request('segment.rules', { runId, segment: id })).length).toBeGreaterThan(0);
    await client.request('workspace.close', {});
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
    const cut = (await client.request('job.list', {})).filter(({ kind }) => kind === 'adjust').at(-1)!;
    expect(cut.status).toBe('cancelled');
    await expect(client.request('job.resume', { jobId: cut.id })).rejects.toMatchObject({
      details: { reason: 'not_interrupted' },
    });
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
  });

  it('finds the earlier state, whole, after the process was killed in the middle of a change', async () => {
    const before = await startOver();
    const { id } = before.segments.reduce((a, b) => (b.size > a.size ? b : a));
    const note = { runId, segment: id, fields: emptyFields(), text: 'still there' };
    await client.request('note.save', note);
    await client.request('workspace.close', {});
    for (const wait of [0, 60, 200]) {
      const program = startProgram('../adjust/adjusting-program.ts', folder, String(runId), String(id));
      expect(await program.line()).toBe('adjusting');
      await new Promise((resolve) => setTimeout(resolve, wait));
      await killHard(program.child);
      await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
      const after = await report();
      const done = after.adjustment?.steps === 1;
      // At once nothing can have been done; later either all of it is there or nothing.
      if (wait === 0) expect(done).toBe(false);
      if (!done) expect(after.segments).toEqual(before.segments);
      else expect(after.nSegments).toBe(before.nSegments + 5);
      expectWhole(after);
      expect(after.notes.find(({ segment }) => segment === id)!.text).toBe('still there');
      expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
      const [job] = (await client.request('job.list', {})).filter(({ kind }) => kind === 'adjust').slice(-1);
      expect(['cancelled', 'succeeded']).toContain(job!.status);
      await startOver();
      await client.request('workspace.close', {});
    }
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
  });

  it('gives the same bits on one worker as on two', async () => {
    const before = await startOver();
    const action: AdjustAction = { kind: 'split', segment: before.segments[1]!.id, into: 4 };
    const two = await adjust(action);
    await client.request('segment.undo', { runId });
    await client.request('workspace.close', {});
    await engine.close();
    ({ engine, client } = start(1));
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
    const one = await adjust(action);
    const bare = (result: RunReport) => result.segments.map((segment) => ({ ...segment, id: 0 }));
    expect(bare(one)).toEqual(bare(two));
    expect(one.mapSegments).toEqual(two.mapSegments);
    expect(one.adjustment!.now).toEqual(two.adjustment!.now);
    await client.request('workspace.close', {});
    const workspace = openWorkspace(join(folder, 'w.clientele'), {
      key: { kind: 'local', configFolder: join(folder, 'config') },
    });
    const memberships = getMemberships(workspace.db, runId);
    expect(memberships.segments).toEqual(one.mapSegments);
    expect(memberships.customers).toHaveLength(700);
    workspace.close();
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
  });
});
