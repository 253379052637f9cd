/** From the layout before revisions to the one with them: what a person gave segments before they had revisions is still there. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getMemberships } from '../../../electron/engine/workspace/memberships.ts';
import { revisions } from '../../../electron/engine/workspace/migrations/0002-revisions.ts';
import { migrations, type Migration } from '../../../electron/engine/workspace/migrations/migrations.ts';
import { listNotes, saveNote } from '../../../electron/engine/workspace/notes.ts';
import { createWorkspace, openWorkspace } from '../../../electron/engine/workspace/open.ts';
import type { Workspace } from '../../../electron/engine/workspace/open.ts';
import { appendOrderBlock } from '../../../electron/engine/workspace/order-blocks.ts';
import { checksumOf, packParts } from '../../../electron/engine/workspace/parts.ts';
import { getCurrentRevision, listRevisions } from '../../../electron/engine/workspace/revisions.ts';
import type { WorkspaceDatabase } from '../../../electron/engine/workspace/database.ts';
import { createDataset, type ImportedDataset } from '../../../electron/engine/workspace/datasets.ts';
import { getRunReport } from '../../../electron/engine/workspace/runs.ts';
import { verifyWorkspace, workspaceInfo } from '../../../electron/engine/workspace/verify.ts';
import { emptyFields } from '../../../shared/strategy-note.ts';
import { closeLater, errorOf, killHard, makeFolder, quick, someSettings, startProgram } from './fixtures.ts';
import { importedDataset, makeOrderLines } from './order-lines.ts';

const key = { kind: 'passphrase', passphrase: 'secret' } as const;
const first = migrations.slice(0, migrations.indexOf(revisions));

/** `storeDataset` as it was: a later layout has more columns. */
function storeAsThen(db: WorkspaceDatabase, dataset: ImportedDataset): void {
  const body = packParts(dataset.dictionaries, { compress: true });
  db.prepare(
    `UPDATE datasets SET status = 'ready', line_count = ?, customer_count = ?, product_count = ?, order_count = ?,
       first_time = ?, last_time = ?, recipe = ?, dictionaries = ?, dictionaries_bytes = ?, dictionaries_checksum = ?
     WHERE id = ?`,
  ).run(
    ...[dataset.lines, dataset.dictionaries.customers.length, dataset.dictionaries.products.length, dataset.orders],
    ...[dataset.firstTime, dataset.lastTime, JSON.stringify(dataset.recipe)],
    ...[body, body.length, checksumOf(body), dataset.datasetId],
  );
}

/** A workspace of the earlier layout with a run of two segments, as the first release wrote it. */
function makeOld(): { path: string; runId: number } {
  const path = join(makeFolder(), 'shop.clientele');
  const { workspace } = createWorkspace(path, { key, recovery: false }, { ...quick, migrations: first });
  const { db } = workspace;
  const datasetId = createDataset(db, { name: 'Shop' });
  const lines = makeOrderLines(100);
  appendOrderBlock(db, datasetId, lines);
  storeAsThen(db, importedDataset(datasetId, lines, 'planted'));
  const common = { silhouette: 0.41, silhouetteSample: 3, daviesBouldin: 1.1, calinskiHarabasz: 30 };
  const report = packParts({
    createdAt: 5,
    dataset: { id: datasetId },
    method: 'rfm',
    nSegments: 2,
    scoreboard: [{ method: 'rfm', common }],
    map: { kind: 'pca', rows: new Int32Array([2, 0]) },
    mapSegments: new Int32Array([1, 0]),
  });
  const runId = Number(
    db
      .prepare(
        `INSERT INTO runs (dataset_id, status, settings, seed, created_at, report, report_bytes, report_checksum)
         VALUES (?, 'ready', ?, 7, 42, ?, ?, ?)`,
      )
      .run(datasetId, JSON.stringify(someSettings), report, report.length, checksumOf(report)).lastInsertRowid,
  );
  const put = db.prepare(
    'INSERT INTO segments (run_id, number, kind, profile, bytes, checksum, name, colour, locked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  // As segments were before they had an id and a colour of their own.
  const profile = (number: number) =>
    packParts({ number, kind: 'lapsed', distinction: null, size: number, stability: NaN, standardisedMeans: [0.5] });
  for (const [number, name, colour, locked] of [
    [1, '老客户', '7', 1],
    [2, null, null, 0],
  ] as const) {
    const body = profile(number);
    put.run(runId, number, 'lapsed', body, body.length, checksumOf(body), name, colour, locked);
  }
  const note = db.prepare('INSERT INTO notes (run_id, segment, fields, text, updated_at) VALUES (?, ?, ?, ?, ?)');
  note.run(runId, 1, JSON.stringify({ aim: 'Win back', channel: 'E-mail', budget: '500', owner: 'Lin' }), 'Soon', 77);
  const body = packParts({
    customers: new Int32Array([0, 2, 4]),
    segments: new Int32Array([0, 1, 1]),
    probabilities: null,
  });
  db.prepare(
    `INSERT INTO memberships (run_id, method, customer_count, bytes, checksum, body) VALUES (?, 'rfm', 3, ?, ?, ?)`,
  ).run(runId, body.length, checksumOf(body), body);
  db.prepare(`INSERT INTO runs (dataset_id, status, settings, seed, created_at) VALUES (?, 'running', ?, 7, 43)`).run(
    datasetId,
    JSON.stringify(someSettings),
  );
  workspace.close();
  return { path, runId };
}

const openAt = (path: string, use: readonly Migration[] = migrations): Workspace =>
  closeLater(openWorkspace(path, { key }, { ...quick, migrations: use }));

describe('a workspace from before revisions', () => {
  it('keeps names, colours, locks, notes and memberships, now as the first revision', () => {
    const { path, runId } = makeOld();
    const workspace = openAt(path);
    const { db } = workspace;
    expect(workspaceInfo(workspace)).toMatchObject({ version: migrations.length, runs: 2 });
    const { segments, nextSegment, scores } = getCurrentRevision(db, runId);
    expect(segments).toMatchObject([
      { id: 1, number: 1, name: '老客户', colour: 7, locked: true, kind: 'lapsed', size: 1, standardisedMeans: [0.5] },
      { id: 2, number: 2, name: null, colour: 2, locked: false },
    ]);
    expect([nextSegment, scores!.silhouette]).toEqual([3, 0.41]);
    expect(listRevisions(db, runId)).toEqual([
      { position: 0, action: null, at: 42, nSegments: 2, silhouette: 0.41, current: true },
    ]);
    expect(listNotes(db, runId)).toEqual([
      {
        runId,
        segment: 1,
        fields: { ...emptyFields(), objective: 'Win back', channels: ['E-mail'], owner: 'Lin' },
        text: 'Soon\nbudget: 500',
        updatedAt: 77,
      },
    ]);
    expect(getMemberships(db, runId).segments).toEqual(new Int32Array([0, 1, 1]));
    expect(getRunReport(db, runId)).toMatchObject({
      nSegments: 2,
      adjustment: null,
      mapSegments: new Int32Array([1, 0]),
    });
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    saveNote(db, { runId, segment: 2, fields: emptyFields(), text: 'New' });
    expect(listNotes(db, runId)).toHaveLength(2);
  });

  it('is as it was after a migration that failed half way', () => {
    const { path, runId } = makeOld();
    const half: Migration = (db) => {
      revisions(db);
      throw new Error('no');
    };
    expect(errorOf(() => openAt(path, [...first, half])).code).toBe('internal');
    const old = openAt(path, first);
    expect(old.db.prepare('SELECT name FROM segments WHERE number = 1').pluck().get()).toBe('老客户');
    expect(old.db.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(1);
    old.close();
    expect(listNotes(openAt(path).db, runId)).toHaveLength(1);
  });

  it('is usable after its migration was killed', async () => {
    const { path, runId } = makeOld();
    const program = startProgram('migrating-program.ts', path);
    expect(await program.line()).toBe('migrated, not committed');
    await killHard(program.child);
    const workspace = openAt(path);
    expect(listNotes(workspace.db, runId)).toHaveLength(1);
    expect(getCurrentRevision(workspace.db, runId).segments[0]!.name).toBe('老客户');
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
  });
});
