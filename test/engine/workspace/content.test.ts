import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunReport, SegmentProfile } from '../../../shared/domain.ts';
import { appendAudit, listAudit } from '../../../electron/engine/workspace/audit-log.ts';
import { clearCheckpoints, loadCheckpoint, saveCheckpoint } from '../../../electron/engine/workspace/checkpoints.ts';
import {
  createDataset,
  customerNames,
  deleteDataset,
  getDataset,
  listDatasets,
  loadDictionaries,
  loadOrders,
  saveRecipe,
  storeDataset,
} from '../../../electron/engine/workspace/datasets.ts';
import { checkpoint } from '../../../electron/engine/workspace/database.ts';
import type { WorkspaceDatabase } from '../../../electron/engine/workspace/database.ts';
import {
  createJob,
  getJob,
  getJobParams,
  interruptOrphans,
  listJobs,
  updateJob,
} from '../../../electron/engine/workspace/jobs.ts';
import { getMemberships, saveMemberships } from '../../../electron/engine/workspace/memberships.ts';
import { getModel } from '../../../electron/engine/workspace/models.ts';
import { migrations } from '../../../electron/engine/workspace/migrations/migrations.ts';
import { listNotes, saveNote } from '../../../electron/engine/workspace/notes.ts';
import { createTemporaryWorkspace, createWorkspace } from '../../../electron/engine/workspace/open.ts';
import type { Workspace } from '../../../electron/engine/workspace/open.ts';
import { appendOrderBlock, customerLines, loadOrderLines } from '../../../electron/engine/workspace/order-blocks.ts';
import {
  createRun,
  deleteRun,
  finishRun,
  getRun,
  getRunReport,
  listRuns,
} from '../../../electron/engine/workspace/runs.ts';
import {
  addRevision,
  getCurrentRevision,
  labelsKey,
  listRefinements,
  listRevisions,
  listSegments,
  moveToRevision,
} from '../../../electron/engine/workspace/revisions.ts';
import { completeRecipe, type Recipe } from '../../../shared/orders.ts';
import { emptyFields } from '../../../shared/strategy-note.ts';
import { getSetting, setSetting } from '../../../electron/engine/workspace/settings.ts';
import { verifyWorkspace, workspaceInfo } from '../../../electron/engine/workspace/verify.ts';
import { closeLater, errorOf, makeFolder, quick, someSettings } from './fixtures.ts';
import { importedDataset, makeDictionaries, makeOrderLines } from './order-lines.ts';

let workspace: Workspace;
let db: WorkspaceDatabase;
beforeEach(() => {
  workspace = closeLater(createTemporaryWorkspace());
  ({ db } = workspace);
});

function importLines(count: number): number {
  const lines = makeOrderLines(count);
  const datasetId = createDataset(db, { name: 'Shop' });
  appendOrderBlock(db, datasetId, lines);
  storeDataset(db, importedDataset(datasetId, lines, 'planted'));
  return datasetId;
}

const profile = (number: number): SegmentProfile => ({
  id: number,
  number,
  name: null,
  colour: number,
  locked: false,
  kind: number === 1 ? 'champions' : 'lapsed',
  distinction: null,
  size: 10 * number,
  share: 0.5,
  revenue: 12.5,
  revenueShare: 0.5,
  stability: 0.9,
  outlook: { value: 12.5, churnRisk: 0.25 },
  traits: [],
  standardisedMeans: [0.1, NaN],
  rule: null,
  topProducts: [{ code: 'P1', name: '茶壶', customers: 3, lift: 2.5 }],
});

/** As much of a report as storing it can go wrong with. */
function makeReport(datasetId: number, nSegments: number): RunReport {
  return {
    runId: 0,
    createdAt: 5,
    dataset: getDataset(db, datasetId),
    settings: someSettings,
    nSegments,
    method: 'rfm',
    scoreboard: [
      { method: 'rfm', common: { silhouette: 0.4, silhouetteSample: 3, daviesBouldin: 1, calinskiHarabasz: 9 } },
    ],
    segments: Array.from({ length: nSegments }, (_, i) => profile(i + 1)),
    map: { kind: 'pca', x: new Float32Array([1, 2]), y: new Float32Array([3, 4]), rows: new Int32Array([0, 2]) },
    mapSegments: new Int32Array([0, 1]),
    adjustment: null,
    notes: [],
    network: { curve: { loss: [1, NaN] } },
  } as unknown as RunReport;
}

function finish(runId: number, datasetId: number, nSegments: number): void {
  const customers = new Int32Array([0, 2, 4]);
  const segments = new Int32Array([0, 1, nSegments - 1]);
  const report = makeReport(datasetId, nSegments);
  finishRun(db, { runId, report, method: 'rfm', customers, segments, model: new Uint8Array([1, 2, 3]) });
}

describe('data sets', () => {
  it('are importing until they are stored, then ready with all their figures', () => {
    const lines = makeOrderLines(100);
    const id = createDataset(db, { name: '秋季订单' });
    expect(getDataset(db, id)).toMatchObject({ id, name: '秋季订单', status: 'importing', lines: 0, files: [] });
    expect(errorOf(() => loadDictionaries(db, id))).toMatchObject({ code: 'not_found' });
    appendOrderBlock(db, id, lines);
    const content = importedDataset(id, lines, 'planted');
    expect(errorOf(() => storeDataset(db, { ...content, lines: 101 }))).toMatchObject({
      code: 'conflict',
      reason: 'dataset_incomplete',
    });
    expect(getDataset(db, id).status).toBe('importing');
    storeDataset(db, content);
    const { datasetId, dictionaries, ...figures } = content;
    expect(getDataset(db, datasetId)).toEqual({
      id,
      name: '秋季订单',
      status: 'ready',
      customers: 5000,
      products: 4000,
      createdAt: expect.any(Number) as number,
      ...figures,
    });
    expect(loadDictionaries(db, id)).toEqual(dictionaries);
    expect(customerNames(db, id)[7]).toBe('planted');
    expect(errorOf(() => storeDataset(db, content))).toMatchObject({ reason: 'dataset_not_importing' });
    expect(errorOf(() => appendOrderBlock(db, id, lines))).toMatchObject({ reason: 'dataset_not_importing' });
    // One that was kept before there were all rules.
    const recipe: Recipe = { version: 1, rules: [{ rule: 'return', enabled: false }] };
    saveRecipe(db, id, recipe);
    expect(listDatasets(db)[0]!.recipe).toEqual(completeRecipe(recipe));
  });

  it('disappear with their runs and give the space back', () => {
    const kept = importLines(1000);
    const before = db.pragma('page_count', { simple: true }) as number;
    const id = importLines(200_000);
    finish(createRun(db, { datasetId: id, settings: someSettings, createdAt: 1 }), id, 2);
    deleteDataset(db, id);
    expect(db.pragma('page_count', { simple: true })).toBeLessThan(before + 8);
    expect(listDatasets(db).map((dataset) => dataset.id)).toEqual([kept]);
    expect(listRuns(db)).toEqual([]);
    for (const call of [getDataset, deleteDataset, loadDictionaries, customerNames, loadOrders]) {
      expect(errorOf(() => call(db, id))).toMatchObject({ code: 'not_found', reason: 'no_such_dataset' });
    }
    expect(listAudit(db)[0]).toMatchObject({ action: 'dataset.deleted', details: { dataset: id } });
  });
});

describe('order lines', () => {
  it('come back bit for bit on shared memory, over several blocks and several calls', () => {
    const lines = makeOrderLines(150_000);
    const id = createDataset(db, { name: 'a' });
    const other = createDataset(db, { name: 'b' });
    const cut = (from: number, to: number) => ({
      ...(Object.fromEntries(
        Object.entries(lines).map(([name, column]) => [name, column.subarray?.(from, to)]),
      ) as unknown as typeof lines),
      count: to - from,
    });
    appendOrderBlock(db, id, cut(0, 10));
    appendOrderBlock(db, other, cut(5, 7));
    appendOrderBlock(db, id, cut(10, 10));
    appendOrderBlock(db, id, cut(10, 150_000));
    const back = loadOrderLines(db, id);
    expect(back.count).toBe(150_000);
    for (const name of Object.keys(lines) as (keyof typeof lines)[]) {
      if (name === 'count') continue;
      expect(back[name].buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(back[name].constructor).toBe(lines[name].constructor);
      expect(Buffer.compare(Buffer.from(back[name].buffer), Buffer.from(lines[name].buffer)), name).toBe(0);
    }
    expect(db.prepare('SELECT count(*) FROM order_blocks WHERE dataset_id = ?').pluck().get(id)).toBe(4);
    expect(loadOrderLines(db, createDataset(db, { name: 'empty' })).count).toBe(0);
  });

  it('are found for one customer, with their places', () => {
    const lines = makeOrderLines(200_000);
    const id = importLines(200_000);
    for (const customer of [0, 4321, -1]) {
      const expected = [...lines.customer.keys()].filter((i) => lines.customer[i] === customer);
      const { lines: found, positions } = customerLines(db, id, customer);
      expect([...positions]).toEqual(expected);
      expect(found.count).toBe(expected.length);
      expect([...found.price]).toEqual(expected.map((i) => lines.price[i]));
      expect([...found.time]).toEqual(expected.map((i) => lines.time[i]));
      expect([...found.customer]).toEqual(expected.map(() => customer));
    }
    expect(customerLines(db, id, 999_999).lines.count).toBe(0);
  });

  it('are a million in well under a second', () => {
    const path = join(makeFolder(), 'large.clientele');
    const key = { kind: 'passphrase', passphrase: 'x' } as const;
    ({ workspace } = createWorkspace(path, { key, recovery: false }, quick));
    closeLater(workspace);
    ({ db } = workspace);
    const lines = makeOrderLines(1_000_000);
    const timed = <Result>(what: string, action: () => Result): Result => {
      const start = performance.now();
      const result = action();
      console.log(`${what}: ${Math.round(performance.now() - start)} ms`);
      return result;
    };
    const id = createDataset(db, { name: 'large' });
    timed('a million lines stored', () => appendOrderBlock(db, id, lines));
    timed('dictionaries stored', () => storeDataset(db, importedDataset(id, lines, 'planted')));
    const start = performance.now();
    const back = timed('a million lines loaded', () => loadOrderLines(db, id));
    expect(performance.now() - start).toBeLessThan(2000);
    timed('one customer of a million lines', () => customerLines(db, id, 42));
    expect(Buffer.compare(Buffer.from(back.price.buffer), Buffer.from(lines.price.buffer))).toBe(0);
    expect(checkpoint(db)).toBe(true);
    const { bytes } = workspaceInfo(workspace);
    expect(bytes).toBeLessThan(20_000_000);
    console.log(`${(bytes / 1e6).toFixed(1)} MB, ${(bytes / 1e6).toFixed(1)} bytes a line; 37 in memory`);
    expect(timed('verified', () => verifyWorkspace(workspace))).toEqual({ ok: true, problems: [] });
  });
});

describe('runs', () => {
  it('keep report, segments, memberships and model, all at once', () => {
    const datasetId = importLines(100);
    const runId = createRun(db, { datasetId, settings: someSettings, createdAt: 42 });
    expect(getRun(db, runId)).toEqual({
      id: runId,
      datasetId,
      contentId: datasetId,
      status: 'running',
      settings: someSettings,
      createdAt: 42,
      dataset: 'Shop',
      method: null,
      nSegments: 0,
    });
    expect(errorOf(() => getRunReport(db, runId))).toMatchObject({ code: 'not_found', reason: 'run_not_ready' });
    expect(errorOf(() => getModel(db, runId))).toMatchObject({ reason: 'no_such_model' });
    expect(errorOf(() => getMemberships(db, runId))).toMatchObject({ reason: 'no_such_memberships' });
    finish(runId, datasetId, 2);
    expect(listRuns(db).map((run) => run.status)).toEqual(['ready']);
    expect(getRunReport(db, runId)).toEqual({ ...makeReport(datasetId, 2), runId });
    expect(getModel(db, runId)).toEqual(new Uint8Array([1, 2, 3]));
    const memberships = {
      method: 'rfm',
      customers: new Int32Array([0, 2, 4]),
      segments: new Int32Array([0, 1, 1]),
      probabilities: null,
    } as const;
    expect(getMemberships(db, runId)).toEqual(memberships);
    const sure = { ...memberships, probabilities: new Float32Array([1, 0.5, 0.25]) };
    saveMemberships(db, runId, sure);
    expect(getMemberships(db, runId)).toEqual(sure);
    expect(() => saveMemberships(db, runId, { ...sure, probabilities: new Float32Array(1) })).toThrow(TypeError);
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    deleteRun(db, runId);
    expect(errorOf(() => getRunReport(db, runId))).toMatchObject({ reason: 'no_such_run' });
    expect(errorOf(() => finish(runId, datasetId, 2))).toMatchObject({ reason: 'no_such_run' });
  });

  it('keep every change by hand as a revision: back, forward, and cut off by another', () => {
    const datasetId = importLines(100);
    const runId = createRun(db, { datasetId, settings: someSettings, createdAt: 42 });
    finish(runId, datasetId, 3);
    expect(errorOf(() => finish(runId, datasetId, 3))).toMatchObject({ code: 'conflict', reason: 'run_is_ready' });
    expect(getRunReport(db, runId).adjustment).toBeNull();
    const computed = getCurrentRevision(db, runId);
    expect(computed).toMatchObject({ position: 0, nextSegment: 4, refinement: null });
    const reference = (id: number) => ({ id, kind: 'lapsed' as const, distinction: null, name: null });
    const scores = { silhouette: 0.3, silhouetteSample: 3, daviesBouldin: 2, calinskiHarabasz: 5 };
    const merge = {
      from: computed.id,
      at: 50,
      record: { kind: 'merge' as const, segments: [reference(2), reference(3)] },
      segments: [profile(1), { ...profile(2), id: 3 }],
      scores,
      refinement: { kind: 'merge', segments: [2, 3], into: 3 },
      labels: new Int32Array([0, 1, 1]),
      nextSegment: 4,
    };
    const key = labelsKey(db, runId);
    addRevision(db, runId, merge);
    expect(labelsKey(db, runId)).not.toBe(key);
    expect(getMemberships(db, runId).segments).toEqual(new Int32Array([0, 1, 1]));
    expect(errorOf(() => addRevision(db, runId, merge))).toMatchObject({
      code: 'conflict',
      reason: 'changed_meanwhile',
    });
    const report = getRunReport(db, runId);
    expect(report.nSegments).toBe(2);
    expect(report.mapSegments).toEqual(new Int32Array([0, 1]));
    expect(report.adjustment).toEqual({
      steps: 1,
      canUndo: true,
      canRedo: false,
      reshaped: true,
      before: { nSegments: 3, scores: { silhouette: 0.4, silhouetteSample: 3, daviesBouldin: 1, calinskiHarabasz: 9 } },
      now: scores,
      actions: [merge.record],
    });
    expect(listRefinements(db, runId)).toEqual({ base: [1, 2, 3], refinements: [merge.refinement], movedByHand: 0 });
    const renamed = { ...profile(1), name: '老客户' };
    const current = getCurrentRevision(db, runId);
    const rename = { kind: 'rename' as const, segment: reference(1), name: '老客户' };
    const { segments } = current;
    const edit = { from: current.id, at: 60, record: rename, scores, refinement: null, labels: null, nextSegment: 9 };
    addRevision(db, runId, { ...edit, segments: [renamed, segments[1]!] });
    expect(listSegments(db, runId)[0]!.name).toBe('老客户');
    expect(getMemberships(db, runId).segments).toEqual(new Int32Array([0, 1, 1]));
    moveToRevision(db, runId, 'back');
    moveToRevision(db, runId, 'back');
    expect(errorOf(() => moveToRevision(db, runId, 'back'))).toMatchObject({ reason: 'nothing_to_undo' });
    expect(labelsKey(db, runId)).toBe(key);
    expect(getMemberships(db, runId).segments).toEqual(new Int32Array([0, 1, 2]));
    expect(getRunReport(db, runId)).toMatchObject({
      nSegments: 3,
      adjustment: { steps: 0, canUndo: false, canRedo: true, reshaped: false },
    });
    moveToRevision(db, runId, 2);
    expect(errorOf(() => moveToRevision(db, runId, 'forward'))).toMatchObject({ reason: 'nothing_to_redo' });
    expect(errorOf(() => moveToRevision(db, runId, 3))).toMatchObject({ reason: 'no_such_revision' });
    moveToRevision(db, runId, 1);
    const again = getCurrentRevision(db, runId);
    addRevision(db, runId, {
      ...merge,
      ...edit,
      from: again.id,
      segments: [profile(1), { ...profile(2), id: 9 }],
      nextSegment: 10,
    });
    expect(
      listRevisions(db, runId).map(({ position, nSegments, current: shown }) => [position, nSegments, shown]),
    ).toEqual([
      [0, 3, false],
      [1, 2, false],
      [2, 2, true],
    ]);
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
  });

  it('keep notes by segment, through a merge and back, and lose those of what was cut off', () => {
    const datasetId = importLines(100);
    const runId = createRun(db, { datasetId, settings: someSettings, createdAt: 42 });
    finish(runId, datasetId, 2);
    const fields = { ...emptyFields(), objective: 'Win back', channels: ['E-mail', '短信'], controlGroup: 0.1 };
    saveNote(db, { runId, segment: 1, fields: emptyFields(), text: 'Call them' });
    const updatedAt = saveNote(db, { runId, segment: 1, fields, text: 'Write to them' });
    expect(updatedAt).toBeGreaterThan(1.7e12);
    expect(listNotes(db, runId)).toEqual([{ runId, segment: 1, fields, text: 'Write to them', updatedAt }]);
    expect(getRunReport(db, runId).notes).toHaveLength(1);
    expect(errorOf(() => saveNote(db, { runId, segment: 9, fields, text: '' }))).toMatchObject({
      reason: 'no_such_segment',
    });
    const step = (segments: SegmentProfile[], nextSegment: number): void => {
      const { id, scores } = getCurrentRevision(db, runId);
      const record = { kind: 'split' as const, segment: segments[0]!, into: 2 };
      addRevision(db, runId, {
        from: id,
        at: 1,
        record,
        segments,
        scores,
        refinement: null,
        labels: null,
        nextSegment,
      });
    };
    step([profile(1), { ...profile(2), id: 7 }], 8);
    saveNote(db, { runId, segment: 7, fields, text: 'of the part' });
    saveNote(db, { runId, segment: 2, fields, text: 'of one that is not shown' });
    expect(getRunReport(db, runId).notes.map(({ segment }) => segment)).toEqual([1, 7]);
    moveToRevision(db, runId, 'back');
    expect(listNotes(db, runId)).toHaveLength(3);
    step([profile(1), { ...profile(2), id: 8 }], 9);
    expect(listNotes(db, runId).map(({ segment }) => segment)).toEqual([1, 2]);
    saveNote(db, { runId, segment: 2, fields: emptyFields(), text: ' ' });
    expect(listNotes(db, runId).map(({ segment }) => segment)).toEqual([1]);
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    const problemsAfter = (sql: string): string[] => {
      db.exec(`SAVEPOINT trial; ${sql}`);
      const { problems } = verifyWorkspace(workspace);
      db.exec('ROLLBACK TO trial; RELEASE trial');
      return problems;
    };
    expect(problemsAfter('UPDATE runs SET position = 5')).toEqual([`runs: run ${runId} has a gap in its revisions`]);
    expect(problemsAfter('UPDATE runs SET next_segment = 1')).toHaveLength(2);
    expect(problemsAfter('UPDATE notes SET segment = 77')).toEqual([
      `notes: the note on segment 77 of run ${runId} belongs to nothing`,
    ]);
    expect(problemsAfter('DELETE FROM memberships')).toEqual([`runs: run ${runId} has no memberships`]);
    deleteRun(db, runId);
    for (const table of ['revisions', 'revision_labels', 'notes']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
    }
  });
});

describe('jobs', () => {
  it('are kept with parameters, error, result and checkpoints', () => {
    const job = createJob(db, { kind: 'segment', params: { seed: 7 }, subjectId: 3 });
    expect(job).toEqual({
      id: job.id,
      kind: 'segment',
      status: 'queued',
      stage: '',
      progress: 0,
      etaSeconds: null,
      subjectId: 3,
    });
    const error = { code: 'storage' as const, details: { reason: 'disk_full' } };
    updateJob(db, { ...job, status: 'failed', stage: 'train', progress: 0.25, error, result: { lines: 5 } });
    expect(getJob(db, job.id)).toEqual({
      ...job,
      status: 'failed',
      stage: 'train',
      progress: 0.25,
      error,
      result: { lines: 5 },
    });
    updateJob(db, { ...job, status: 'queued' });
    expect(listJobs(db)).toEqual([job]);
    expect(getJobParams(db, job.id)).toEqual({ seed: 7 });
    expect(errorOf(() => updateJob(db, { ...job, id: 99 }))).toMatchObject({
      code: 'not_found',
      reason: 'no_such_job',
    });
    expect(errorOf(() => getJob(db, 99))).toMatchObject({ reason: 'no_such_job' });
    expect(errorOf(() => getJobParams(db, 99))).toMatchObject({ reason: 'no_such_job' });

    saveCheckpoint(db, job.id, 'train', { epoch: 1, weights: new Float32Array([1]) });
    saveCheckpoint(db, job.id, 'train', { epoch: 2, weights: new Float32Array([2]) });
    saveCheckpoint(db, job.id, 'tune', 5);
    expect(loadCheckpoint(db, job.id, 'train')).toEqual({ epoch: 2, weights: new Float32Array([2]) });
    clearCheckpoints(db, job.id);
    expect(loadCheckpoint(db, job.id, 'train')).toBeNull();
  });

  it('of a dead writer become interrupted, and what it was importing is removed', () => {
    const queued = createJob(db, { kind: 'import', params: null, subjectId: 1 });
    const running = createJob(db, { kind: 'segment', params: null, subjectId: 1 });
    const done = createJob(db, { kind: 'export', params: null, subjectId: 1 });
    const byHand = createJob(db, { kind: 'adjust', params: null, subjectId: 1 });
    updateJob(db, { ...running, status: 'running' });
    updateJob(db, { ...done, status: 'succeeded' });
    const ready = importLines(10);
    appendOrderBlock(db, createDataset(db, { name: 'half' }), makeOrderLines(10));
    expect(interruptOrphans(db)).toEqual({ jobs: 3, datasets: 1 });
    expect(listJobs(db).map((job) => job.status)).toEqual(['interrupted', 'interrupted', 'succeeded', 'cancelled']);
    expect(listDatasets(db).map((dataset) => dataset.id)).toEqual([ready]);
    expect(db.prepare('SELECT count(*) FROM order_columns').pluck().get()).toBe(8);
    expect(workspaceInfo(workspace)).toMatchObject({
      datasets: 1,
      runs: 0,
      jobs: { interrupted: 2, succeeded: 1, cancelled: 1 },
      version: migrations.length,
    });
    expect(byHand.id).toBeGreaterThan(done.id);
    expect(queued.id).toBeLessThan(running.id);
  });

  it('files a job as succeeded whose writer died between making its data set ready and saying so', () => {
    const subjectId = importLines(10);
    const job = createJob(db, { kind: 'import', params: {}, subjectId });
    updateJob(db, { ...job, status: 'running' });
    const other = createJob(db, { kind: 'import', params: {}, subjectId: createDataset(db, { name: 'half' }) });
    updateJob(db, { ...other, status: 'running' });
    interruptOrphans(db);
    expect(getJob(db, job.id)).toMatchObject({ status: 'succeeded', progress: 1 });
    expect(getJob(db, other.id).status).toBe('interrupted');
  });
});

describe('settings and the audit log', () => {
  it('keep what they are given', () => {
    expect(getSetting(db, 'language')).toBeUndefined();
    setSetting(db, 'language', 'zh-CN');
    setSetting(db, 'sizes', { a: [1, null] });
    setSetting(db, 'language', null);
    expect([getSetting(db, 'language'), getSetting(db, 'sizes')]).toEqual([null, { a: [1, null] }]);
    setSetting(db, 'language', undefined);
    expect(getSetting(db, 'language')).toBeUndefined();
    appendAudit(db, { action: 'run.exported', details: { run: 1, files: ['segments.csv'] }, time: 5 });
    appendAudit(db, { action: 'key.added' });
    const [newest, older] = listAudit(db, { limit: 2 });
    expect(newest).toMatchObject({ action: 'key.added', details: {} });
    expect(older).toMatchObject({ time: 5, action: 'run.exported', details: { run: 1, files: ['segments.csv'] } });
    expect(listAudit(db, { limit: 1 })).toHaveLength(1);
  });
});

describe('dictionaries', () => {
  it('are told apart by their checksums from those of another data set', () => {
    expect(makeDictionaries('a')).not.toEqual(makeDictionaries('b'));
    const first = importLines(10);
    const second = createDataset(db, { name: 'b' });
    appendOrderBlock(db, second, makeOrderLines(10));
    storeDataset(db, importedDataset(second, makeOrderLines(10), 'another'));
    db.prepare(
      `UPDATE datasets SET (dictionaries, dictionaries_bytes) =
         (SELECT dictionaries, dictionaries_bytes FROM datasets WHERE id = ?) WHERE id = ?`,
    ).run(first, second);
    expect(verifyWorkspace(workspace)).toEqual({ ok: false, problems: [`blobs: datasets ${second} is damaged`] });
  });
});
