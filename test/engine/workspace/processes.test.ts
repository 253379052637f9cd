import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listDatasets } from '../../../electron/engine/workspace/datasets.ts';
import { interruptOrphans, listJobs } from '../../../electron/engine/workspace/jobs.ts';
import { createTemporaryWorkspace, createWorkspace, openWorkspace } from '../../../electron/engine/workspace/open.ts';
import { loadOrderLines } from '../../../electron/engine/workspace/order-blocks.ts';
import { getSetting, setSetting } from '../../../electron/engine/workspace/settings.ts';
import { verifyWorkspace, workspaceInfo } from '../../../electron/engine/workspace/verify.ts';
import { closeLater, errorOf, killHard, makeFolder, quick, startProgram } from './fixtures.ts';

const key = { kind: 'passphrase', passphrase: 'child' } as const;

function createClosed(): string {
  const path = join(makeFolder(), 'shop.clientele');
  createWorkspace(path, { key, recovery: false }, quick).workspace.close();
  return path;
}

describe('the writer lock', () => {
  it('keeps a second process out, lets it read, and dies with its holder', async () => {
    const path = createClosed();
    const { child, line } = startProgram('holding-program.ts', path);
    expect(await line()).toBe(path);
    expect(errorOf(() => openWorkspace(path, { key }))).toMatchObject({ code: 'in_use', reason: 'in_use' });
    const reader = closeLater(openWorkspace(path, { key, readOnly: true }));
    expect(getSetting(reader.db, 'held')).toBe(true);
    expect(errorOf(() => setSetting(reader.db, 'held', false))).toMatchObject({
      code: 'storage',
      reason: 'read_only_disk',
    });
    // Being refused must not have broken the holder's lock.
    expect(errorOf(() => openWorkspace(path, { key }))).toMatchObject({ code: 'in_use' });
    await killHard(child);
    const writer = closeLater(openWorkspace(path, { key }));
    expect(getSetting(writer.db, 'held')).toBe(true);
  });

  it('keeps out a second writer of the same process too, whatever is opened and closed beside it', async () => {
    const path = createClosed();
    const writer = closeLater(openWorkspace(path, { key }));
    for (let i = 0; i < 3; i++) {
      expect(errorOf(() => openWorkspace(path, { key }))).toMatchObject({ code: 'in_use' });
      openWorkspace(path, { key, readOnly: true }).close();
    }
    const { line } = startProgram('try-program.ts', path);
    expect(await line()).toBe('in_use in_use');
    writer.close();
    writer.close();
    openWorkspace(path, { key }).close();
  });
});

describe('a writer that is killed', () => {
  it('leaves a sound workspace, whose orphans become interrupted', async () => {
    const path = createClosed();
    let interrupted = 0;
    for (const after of [20, 90, 170, 260]) {
      const { child, line } = startProgram('writing-program.ts', path);
      expect(await line()).toBe('open');
      await wait(after);
      await killHard(child);
      const workspace = openWorkspace(path, { key }, quick);
      const orphans = interruptOrphans(workspace.db);
      interrupted += orphans.jobs;
      expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
      const datasets = listDatasets(workspace.db);
      expect(datasets.map((dataset) => dataset.status).filter((status) => status !== 'ready')).toEqual([]);
      for (const { id } of datasets) expect(loadOrderLines(workspace.db, id).count).toBe(60_000);
      const statuses = new Set(listJobs(workspace.db).map((job) => job.status));
      expect([...statuses].filter((status) => status !== 'succeeded' && status !== 'interrupted')).toEqual([]);
      workspace.close();
    }
    expect(interrupted).toBeGreaterThan(0);
  });

  it('in the middle of a change of key leaves a workspace that its passphrase opens', async () => {
    const path = createClosed();
    const setup = openWorkspace(path, { key });
    setSetting(setup.db, 'mark', 'kept');
    setup.close();
    for (const after of [5, 17, 31, 46, 60, 77]) {
      const { child, line } = startProgram('writing-program.ts', path, '--rekey');
      expect(await line()).toBe('open');
      await wait(after);
      await killHard(child);
      const workspace = openWorkspace(path, { key }, quick);
      expect(getSetting(workspace.db, 'mark')).toBe('kept');
      expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
      workspace.close();
      expect(existsSync(`${path}.rekey`)).toBe(false);
    }
  });
});

describe('what lies on the disk', () => {
  it('holds nothing readable, while it is written and after', async () => {
    const path = createClosed();
    const { child, line } = startProgram('writing-program.ts', path);
    await line();
    const seen = new Set<string>();
    const search = (): void => {
      for (const name of readdirSync(dirname(path))) {
        const content = readFileSync(join(dirname(path), name));
        seen.add(name);
        for (const planted of ['PLANTED', 'Thing 7', 'CREATE TABLE', 'noCustomer', 'bad_date']) {
          expect(content.includes(planted), `${planted} in ${name}`).toBe(false);
        }
      }
    };
    for (let i = 0; i < 8; i++) {
      search();
      await wait(20);
    }
    expect(await line()).toBe('written');
    await killHard(child);
    search();
    openWorkspace(path, { key }).close();
    search();
    expect([...seen].sort()).toEqual([
      'shop.clientele',
      'shop.clientele-shm',
      'shop.clientele-wal',
      'shop.clientele.keys',
      'shop.clientele.lock',
    ]);
    expect(readdirSync(dirname(path)).sort()).toEqual(['shop.clientele', 'shop.clientele.keys', 'shop.clientele.lock']);
    expect(readFileSync(path).subarray(0, 6).toString()).not.toBe('SQLite');
  });
});

describe('a temporary workspace', () => {
  const temporaries = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('clientele-temporary-'));

  it('lies in a private folder and is gone once closed', () => {
    const workspace = closeLater(createTemporaryWorkspace());
    const folder = dirname(workspace.path);
    expect(dirname(folder)).toBe(tmpdir());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    setSetting(workspace.db, 'secret', 'PLANTED');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('PLANTED')).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.keys'))).toEqual([]);
    expect(workspaceInfo(workspace)).toMatchObject({ temporary: true, readOnly: false, keySlots: [] });
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    workspace.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('goes with the orderly end of its process, and after a crash with the next one; a living one stays', async () => {
    const orderly = startProgram('holding-program.ts');
    const crashed = startProgram('holding-program.ts');
    const living = closeLater(createTemporaryWorkspace());
    const [orderlyPath, crashedPath] = [await orderly.line(), await crashed.line()];
    const ended = new Promise((resolve) => orderly.child.once('exit', resolve));
    orderly.child.stdin!.write('\n');
    await ended;
    expect(existsSync(dirname(orderlyPath))).toBe(false);
    await killHard(crashed.child);
    expect(existsSync(crashedPath)).toBe(true);
    const next = closeLater(createTemporaryWorkspace());
    expect(existsSync(dirname(crashedPath))).toBe(false);
    expect(temporaries()).toContain(basename(dirname(living.path)));
    expect(temporaries()).toContain(basename(dirname(next.path)));
    setSetting(living.db, 'still', 'writable');
  });
});
