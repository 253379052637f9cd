import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../electron/engine/workspace/database.ts';
import { createDataset, listDatasets, storeDataset } from '../../../electron/engine/workspace/datasets.ts';
import { migrations } from '../../../electron/engine/workspace/migrations/migrations.ts';
import type { Migration } from '../../../electron/engine/workspace/migrations/migrations.ts';
import { stateOf } from '../../../electron/engine/workspace/open-state.ts';
import { createWorkspace, openWorkspace } from '../../../electron/engine/workspace/open.ts';
import type { Workspace } from '../../../electron/engine/workspace/open.ts';
import { appendOrderBlock, loadOrderLines } from '../../../electron/engine/workspace/order-blocks.ts';
import { rekey } from '../../../electron/engine/workspace/rekey.ts';
import { getSetting, setSetting } from '../../../electron/engine/workspace/settings.ts';
import { verifyWorkspace, workspaceInfo } from '../../../electron/engine/workspace/verify.ts';
import { closeLater, errorOf, makeFolder, quick } from './fixtures.ts';
import { importedDataset, makeOrderLines } from './order-lines.ts';

const key = { kind: 'passphrase', passphrase: 'secret' } as const;
const makePath = (): string => join(makeFolder(), 'shop.clientele');
const createAt = (path: string): Workspace =>
  closeLater(createWorkspace(path, { key, recovery: false }, quick).workspace);
const openAt = (path: string, more: Migration[] = [], readOnly = false): Workspace =>
  closeLater(openWorkspace(path, { key, readOnly }, { ...quick, migrations: [...migrations, ...more] }));
const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const newest = migrations.length;
const addColour: Migration = (db) => void db.exec('ALTER TABLE datasets ADD COLUMN colour TEXT');
const fail: Migration = (db) => {
  db.exec('CREATE TABLE half (id INTEGER) STRICT');
  throw new Error('no');
};

describe('a connection', () => {
  it('has the settings that keep data safe and private', () => {
    const { db } = createAt(makePath());
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('page_size')).toBe(16_384);
    expect(pragma('auto_vacuum')).toBe(2);
    const tables = db.pragma('table_list') as { schema: string; name: string; type: string; strict: number }[];
    const ours = tables.filter((table) => table.schema === 'main' && !table.name.startsWith('sqlite_'));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((table) => table.strict !== 1)).toEqual([]);
  });

  it('sees nothing without the data key', () => {
    const path = makePath();
    createAt(path).close();
    for (const wrong of [new Uint8Array(32), new Uint8Array(32).fill(1)]) {
      const db = connect(path, wrong, { readOnly: true });
      expect(() => db.pragma('user_version')).toThrow(/not a database/);
      db.close();
    }
  });
});

/** Version of the layout that this program writes. */

describe('the version of the layout', () => {
  it('from the future is refused, and nothing is touched', () => {
    const path = makePath();
    createAt(path).close();
    openAt(path, [addColour]).close();
    const names = readdirSync(dirname(path)).sort();
    const before = names.map((name) => hashOf(join(dirname(path), name)));
    for (const readOnly of [false, true]) {
      const refused = errorOf(() => openWorkspace(path, { key, readOnly }));
      expect(refused).toMatchObject({ code: 'incompatible_version', reason: 'newer_workspace' });
      expect(refused.error.details).toMatchObject({ found: newest + 1, supported: newest });
    }
    expect(readdirSync(dirname(path)).sort()).toEqual(names);
    expect(names.map((name) => hashOf(join(dirname(path), name)))).toEqual(before);
  });

  it('from the future is untouched also where a crash left a write-ahead log', () => {
    const path = makePath();
    const workspace = createAt(path);
    workspace.db.pragma('user_version = 9');
    const copy = join(makeFolder(), 'shop.clientele');
    for (const ending of ['', '-wal', '.keys']) writeFileSync(copy + ending, readFileSync(path + ending));
    const before = [hashOf(copy), hashOf(`${copy}-wal`)];
    expect(statSync(`${copy}-wal`).size).toBeGreaterThan(0);
    expect(errorOf(() => openWorkspace(copy, { key })).error.details).toMatchObject({ found: 9, supported: newest });
    expect([hashOf(copy), hashOf(`${copy}-wal`)]).toEqual(before);
  });

  it('is brought up to date after a copy, which still opens', () => {
    const path = makePath();
    const old = createAt(path);
    setSetting(old.db, 'mark', 'kept');
    old.close();
    const migrated = openAt(path, [addColour]);
    expect(workspaceInfo(migrated).version).toBe(newest + 1);
    expect(migrated.db.prepare('SELECT colour FROM datasets').all()).toEqual([]);
    migrated.close();
    const copy = `${path}.before-${newest + 1}`;
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const back = join(makeFolder(), 'back.clientele');
    writeFileSync(back, readFileSync(copy));
    writeFileSync(`${back}.keys`, readFileSync(`${path}.keys`));
    const opened = openAt(back);
    expect(getSetting(opened.db, 'mark')).toBe('kept');
    expect(workspaceInfo(opened).version).toBe(newest);
    openAt(path, [addColour]).close();
    expect(existsSync(copy)).toBe(false);
  });

  it('stays where a migration fails, however far it came', () => {
    const path = makePath();
    createAt(path).close();
    expect(errorOf(() => openAt(path, [addColour, fail])).code).toBe('internal');
    const workspace = openAt(path, [addColour]);
    expect(workspaceInfo(workspace).version).toBe(newest + 1);
    expect(workspace.db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined();
    expect(verifyWorkspace(workspace).ok).toBe(true);
  });

  it('of the past is not read by what knows only the present', () => {
    const path = makePath();
    createAt(path).close();
    expect(errorOf(() => openAt(path, [addColour], true))).toMatchObject({
      code: 'incompatible_version',
      reason: 'older_read_only',
    });
  });
});

describe('a full disk', () => {
  const lines = makeOrderLines(65_536);
  const fill = (db: Workspace['db'], datasetId: number): void => {
    for (let i = 0; i < 1000; i++) appendOrderBlock(db, datasetId, lines);
  };

  it('is said so, and what was there before stays', () => {
    const path = makePath();
    const workspace = createAt(path);
    const { db } = workspace;
    const id = createDataset(db, { name: 'a' });
    appendOrderBlock(db, id, lines);
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 150}`);
    expect(errorOf(() => fill(db, id))).toMatchObject({ code: 'storage', reason: 'disk_full' });
    expect(db.inTransaction).toBe(false);
    const { count } = loadOrderLines(db, id);
    expect(count % 65_536).toBe(0);
    storeDataset(db, { ...importedDataset(id, lines, 'planted'), lines: count });
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
  });

  it.skipIf(process.getuid?.() !== 0)('of the real kind is no different (needs root to mount a small one)', () => {
    const disk = join(makeFolder(), 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'none', disk], { stdio: 'ignore' });
    } catch {
      console.warn('skipped: this system lets nobody mount');
      return;
    }
    try {
      const path = join(disk, 'shop.clientele');
      const workspace = createAt(path);
      const { db } = workspace;
      const id = createDataset(db, { name: 'a' });
      expect(errorOf(() => fill(db, id))).toMatchObject({ code: 'storage', reason: 'disk_full' });
      expect(errorOf(() => rekey(workspace, [key]))).toMatchObject({ code: 'storage', reason: 'disk_full' });
      const { count } = loadOrderLines(workspace.db, id);
      expect(count).toBeGreaterThan(0);
      expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
      const another = errorOf(() => createAt(join(disk, 'other.clientele')));
      expect(another).toMatchObject({ code: 'storage', reason: 'disk_full' });
      workspace.close();
      expect(readdirSync(disk).filter((name) => /creating|rekey|new|other\.clientele$/.test(name))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=30m', disk]);
      const again = openAt(path);
      expect(loadOrderLines(again.db, id).count).toBe(count);
      expect(listDatasets(again.db)[0]!.status).toBe('importing');
      storeDataset(again.db, { ...importedDataset(id, lines, 'planted'), lines: count });
      expect(verifyWorkspace(again)).toEqual({ ok: true, problems: [] });
      again.close();
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

describe('verify', () => {
  function withOrders(path: string): Workspace {
    const workspace = createAt(path);
    const { db } = workspace;
    const lines = makeOrderLines(70_000);
    const id = createDataset(db, { name: 'a' });
    appendOrderBlock(db, id, lines);
    storeDataset(db, importedDataset(id, lines, 'planted'));
    return workspace;
  }

  it('finds rows that do not agree', () => {
    const workspace = withOrders(makePath());
    const { db } = workspace;
    const problemsAfter = (sql: string): string[] => {
      db.exec('SAVEPOINT trial');
      db.exec(sql);
      const { ok, problems } = verifyWorkspace(workspace);
      db.exec('ROLLBACK TO trial; RELEASE trial');
      expect(ok).toBe(problems.length === 0);
      return problems;
    };
    expect(problemsAfter('SELECT 1')).toEqual([]);
    expect(problemsAfter(`UPDATE order_columns SET checksum = 0 WHERE name = 'price'`)).toHaveLength(2);
    expect(problemsAfter(`DELETE FROM order_columns WHERE id = 3`)).toEqual([
      'orders: block 0 of data set 1 lacks columns',
    ]);
    expect(problemsAfter(`DELETE FROM order_blocks WHERE position = 0`)).toEqual([
      'orders: block 1 of data set 1 does not follow the one before',
    ]);
    expect(problemsAfter(`UPDATE datasets SET line_count = 5`)).toEqual([
      'orders: data set 1 has 70000 lines instead of 5',
    ]);
    expect(problemsAfter(`UPDATE order_blocks SET line_count = 1 WHERE position = 1`)).toHaveLength(9);
    expect(problemsAfter(`UPDATE datasets SET dictionaries = zeroblob(dictionaries_bytes)`)).toEqual([
      'blobs: datasets 1 is damaged',
    ]);
    db.pragma('foreign_keys = OFF');
    db.exec(`INSERT INTO models (run_id, bytes, checksum, body) VALUES (9, 1, 0, x'00')`);
    expect(verifyWorkspace(workspace).problems).toEqual([
      'references: row 9 of models has no runs',
      'blobs: model of run 9 is damaged',
    ]);
  });

  it('finds a changed byte on any page, and a keys file that does not fit', () => {
    const path = makePath();
    withOrders(path).close();
    const sound = readFileSync(path);
    for (const at of [0.3, 0.6, 0.95]) {
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.from([sound[Math.floor(sound.length * at)]! ^ 1]), 0, 1, Math.floor(sound.length * at));
      closeSync(file);
      let problems: string[];
      try {
        const workspace = openAt(path);
        ({ problems } = verifyWorkspace(workspace));
        workspace.close();
      } catch (thrown) {
        problems = [String(thrown)];
      }
      expect(problems.length, `byte at ${at}`).toBeGreaterThan(0);
      rmSync(`${path}-wal`, { force: true });
      rmSync(`${path}-shm`, { force: true });
      writeFileSync(path, sound);
    }
    const workspace = openAt(path);
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    rmSync(`${path}.keys`);
    expect(verifyWorkspace(workspace).problems).toEqual(['keys: the keys file does not open this workspace']);
    expect(stateOf(workspace).dataKey).toHaveLength(32);
  });
});
