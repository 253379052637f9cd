import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getSetting, setSetting } from '../../../electron/engine/workspace/settings.ts';
import { addKeySlot, addRecoveryKey, keySlotKinds, removeKeySlot } from '../../../electron/engine/workspace/keys.ts';
import type { KeySource } from '../../../electron/engine/workspace/keys.ts';
import { createWorkspace, openWorkspace } from '../../../electron/engine/workspace/open.ts';
import { makeRecoveryKey, parseRecoveryKey } from '../../../electron/engine/workspace/recovery-key.ts';
import { rekey } from '../../../electron/engine/workspace/rekey.ts';
import { verifyWorkspace } from '../../../electron/engine/workspace/verify.ts';
import { closeLater, errorOf, makeFolder, quick } from './fixtures.ts';

const passphrase = { kind: 'passphrase', passphrase: 'Grüße aus Köln' } as const;

function createAt(path: string, key: KeySource = passphrase) {
  const { workspace, recoveryKey } = createWorkspace(path, { key, recovery: true }, quick);
  closeLater(workspace);
  return { workspace, recoveryKey: recoveryKey! };
}
const makePath = (): string => join(makeFolder(), 'shop.clientele');
const opens = (path: string, key: KeySource): boolean => {
  const workspace = openWorkspace(path, { key, readOnly: true });
  const marked = getSetting(workspace.db, 'mark') === 'kept';
  workspace.close();
  return marked;
};

describe('key slots', () => {
  it('open by passphrase, however its accents are composed, and by the recovery key however it is typed', () => {
    const path = makePath();
    const { workspace, recoveryKey } = createAt(path);
    setSetting(workspace.db, 'mark', 'kept');
    workspace.close();
    expect(opens(path, { kind: 'passphrase', passphrase: 'Grüße aus Köln'.normalize('NFD') })).toBe(true);
    expect(recoveryKey).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    const typed = ` ${recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect(opens(path, { kind: 'recovery', key: typed })).toBe(true);
  });

  it('open by a key file, by the local key and by the system key store', () => {
    const folder = makeFolder();
    const path = join(folder, 'shop.clientele');
    const configFolder = join(folder, 'config', 'clientele');
    const keyFile = join(folder, 'my.key');
    writeFileSync(keyFile, 'correct horse\n');
    const provider = {
      wrap: (key: Uint8Array) => key.map((byte) => byte ^ 0x5a),
      unwrap: (wrapped: Uint8Array) => wrapped.map((byte) => byte ^ 0x5a),
    };
    const { workspace } = createAt(path, { kind: 'local', configFolder });
    setSetting(workspace.db, 'mark', 'kept');
    addKeySlot(workspace, { kind: 'keyfile', path: keyFile });
    addKeySlot(workspace, { kind: 'system', provider });
    expect(keySlotKinds(workspace)).toEqual(['local', 'recovery', 'keyfile', 'system']);
    workspace.close();

    expect(statSync(join(configFolder, 'local.key')).mode & 0o777).toBe(0o600);
    expect(opens(path, { kind: 'local', configFolder })).toBe(true);
    writeFileSync(keyFile, 'correct horse\r\n');
    expect(opens(path, { kind: 'keyfile', path: keyFile })).toBe(true);
    expect(opens(path, { kind: 'system', provider })).toBe(true);

    const unlock = (key: KeySource) => errorOf(() => openWorkspace(path, { key }));
    writeFileSync(keyFile, 'wrong horse');
    expect(unlock({ kind: 'keyfile', path: keyFile })).toMatchObject({ code: 'locked', reason: 'wrong_key_file' });
    writeFileSync(keyFile, '\n');
    expect(unlock({ kind: 'keyfile', path: keyFile })).toMatchObject({
      code: 'invalid_input',
      reason: 'key_file_empty',
    });
    rmSync(keyFile);
    expect(unlock({ kind: 'keyfile', path: keyFile })).toMatchObject({ code: 'locked', reason: 'key_file_missing' });
    const elsewhere = { kind: 'local', configFolder: join(folder, 'other') } as const;
    expect(unlock(elsewhere)).toMatchObject({ code: 'locked', reason: 'local_key_missing' });
    expect(existsSync(elsewhere.configFolder)).toBe(false);
    const refusing = {
      ...provider,
      unwrap: () => {
        throw new Error('no key store');
      },
    };
    expect(unlock({ kind: 'system', provider: refusing })).toMatchObject({ reason: 'system_key_unavailable' });
  });

  it('use one local key for all workspaces of a user and tighten its mode', () => {
    const folder = makeFolder();
    const key = { kind: 'local', configFolder: folder } as const;
    const first = createAt(join(folder, 'a.clientele'), key).workspace;
    first.close();
    const localKey = readFileSync(join(folder, 'local.key'));
    chmodSync(join(folder, 'local.key'), 0o644);
    createAt(join(folder, 'b.clientele'), key).workspace.close();
    expect(readFileSync(join(folder, 'local.key'))).toEqual(localKey);
    expect(statSync(join(folder, 'local.key')).mode & 0o777).toBe(0o600);
    closeLater(openWorkspace(join(folder, 'a.clientele'), { key }));
  });

  it('refuse wrong secrets, kinds that are not there, and an empty passphrase', () => {
    const path = makePath();
    createAt(path).workspace.close();
    const unlock = (key: KeySource) => errorOf(() => openWorkspace(path, { key }));
    expect(unlock({ kind: 'passphrase', passphrase: 'other' })).toMatchObject({
      code: 'locked',
      reason: 'wrong_passphrase',
    });
    expect(unlock({ kind: 'recovery', key: makeRecoveryKey() })).toMatchObject({ reason: 'wrong_recovery_key' });
    expect(unlock({ kind: 'recovery', key: 'too short' })).toMatchObject({ reason: 'wrong_recovery_key' });
    const missing = unlock({ kind: 'local', configFolder: '/nowhere' });
    expect(missing).toMatchObject({ code: 'locked', reason: 'no_such_slot' });
    expect(missing.error.details.kinds).toEqual(['passphrase', 'recovery']);
    expect(errorOf(() => createAt(makePath(), { kind: 'passphrase', passphrase: '' }))).toMatchObject({
      code: 'invalid_input',
      reason: 'passphrase_empty',
    });
  });

  it('are changed and taken away, but never the last one', () => {
    const path = makePath();
    const { workspace, recoveryKey } = createAt(path);
    setSetting(workspace.db, 'mark', 'kept');
    addKeySlot(workspace, { kind: 'passphrase', passphrase: 'new' });
    const newRecoveryKey = addRecoveryKey(workspace);
    expect(errorOf(() => opens(path, passphrase))).toMatchObject({ reason: 'wrong_passphrase' });
    expect(opens(path, { kind: 'passphrase', passphrase: 'new' })).toBe(true);
    expect(errorOf(() => opens(path, { kind: 'recovery', key: recoveryKey }))).toMatchObject({
      reason: 'wrong_recovery_key',
    });
    expect(opens(path, { kind: 'recovery', key: newRecoveryKey })).toBe(true);
    removeKeySlot(workspace, 'passphrase');
    expect(errorOf(() => removeKeySlot(workspace, 'passphrase'))).toMatchObject({
      code: 'not_found',
      reason: 'no_such_slot',
    });
    expect(errorOf(() => removeKeySlot(workspace, 'recovery'))).toMatchObject({
      code: 'conflict',
      reason: 'last_key_slot',
    });
  });

  it('cannot be weakened or moved in the keys file unnoticed', () => {
    const path = makePath();
    createAt(path).workspace.close();
    const keys = JSON.parse(readFileSync(`${path}.keys`, 'utf8')) as { workspaceId: string; slots: { kind: string }[] };
    expect(statSync(`${path}.keys`).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(`${path}.keys`, JSON.stringify({ ...keys, workspaceId: 'other' }));
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({ reason: 'wrong_passphrase' });
    const monstrous = { name: 'scrypt', N: 2 ** 30, r: 8, p: 1 };
    writeFileSync(
      `${path}.keys`,
      JSON.stringify({ ...keys, slots: keys.slots.map((slot) => ({ ...slot, derivation: monstrous })) }),
    );
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({ reason: 'keys_damaged' });
    writeFileSync(`${path}.keys`, '{"format":');
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({
      code: 'locked',
      reason: 'keys_damaged',
    });
    writeFileSync(`${path}.keys`, JSON.stringify({ ...keys, version: 2 }));
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({
      code: 'incompatible_version',
      reason: 'newer_keys',
    });
  });

  it('derive with the full cost unless told otherwise', () => {
    const path = makePath();
    closeLater(createWorkspace(path, { key: passphrase, recovery: false }).workspace);
    const { slots } = JSON.parse(readFileSync(`${path}.keys`, 'utf8')) as { slots: { derivation: unknown }[] };
    expect(slots.map((slot) => slot.derivation)).toEqual([{ name: 'scrypt', N: 131_072, r: 8, p: 1 }]);
  });
});

describe('files that are missing or of something else', () => {
  it('are told apart', () => {
    const folder = makeFolder();
    const path = join(folder, 'shop.clientele');
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({
      code: 'not_found',
      reason: 'workspace_missing',
    });
    writeFileSync(path, 'InvoiceNo,StockCode\n'.repeat(100));
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({
      code: 'invalid_input',
      reason: 'not_a_workspace',
    });
    expect(existsSync(`${path}.lock`)).toBe(false);

    const real = join(folder, 'real.clientele');
    createAt(real).workspace.close();
    copyFileSync(`${real}.keys`, `${path}.keys`);
    expect(errorOf(() => openWorkspace(path, { key: passphrase }))).toMatchObject({ reason: 'not_a_workspace' });
    const other = join(folder, 'other.clientele');
    createAt(other).workspace.close();
    copyFileSync(`${real}.keys`, `${other}.keys`);
    expect(errorOf(() => openWorkspace(other, { key: passphrase }))).toMatchObject({
      code: 'locked',
      reason: 'keys_mismatch',
    });
    renameSync(`${real}.keys`, join(folder, 'away'));
    expect(errorOf(() => openWorkspace(real, { key: passphrase }))).toMatchObject({
      code: 'locked',
      reason: 'keys_missing',
    });
  });

  it('are never overwritten by a new workspace', () => {
    const path = makePath();
    createAt(path).workspace.close();
    expect(errorOf(() => createAt(path))).toMatchObject({ code: 'conflict', reason: 'workspace_exists' });
    renameSync(path, `${path}.moved`);
    expect(errorOf(() => createAt(path))).toMatchObject({ code: 'conflict', reason: 'keys_exist' });
    expect(errorOf(() => createAt(join(makeFolder(), 'none', 'a.clientele')))).toMatchObject({
      code: 'not_found',
      reason: 'folder_missing',
    });
  });
});

describe('rekey', () => {
  it('ends every earlier key and the old data key, and keeps the content', () => {
    const path = makePath();
    const { workspace, recoveryKey } = createAt(path);
    setSetting(workspace.db, 'mark', 'kept');
    const oldKeys = readFileSync(`${path}.keys`);
    const newRecoveryKey = rekey(workspace, [{ kind: 'passphrase', passphrase: 'new' }])!;
    expect(getSetting(workspace.db, 'mark')).toBe('kept');
    expect(verifyWorkspace(workspace)).toEqual({ ok: true, problems: [] });
    setSetting(workspace.db, 'after', 1);
    workspace.close();
    expect(opens(path, { kind: 'passphrase', passphrase: 'new' })).toBe(true);
    expect(opens(path, { kind: 'recovery', key: newRecoveryKey })).toBe(true);
    expect(errorOf(() => opens(path, passphrase))).toMatchObject({ reason: 'wrong_passphrase' });
    expect(errorOf(() => opens(path, { kind: 'recovery', key: recoveryKey }))).toMatchObject({ code: 'locked' });
    expect(existsSync(`${path}.rekey`)).toBe(false);
    // Not even with the old keys file: the data key is another.
    writeFileSync(`${path}.keys`, oldKeys);
    expect(errorOf(() => opens(path, passphrase))).toMatchObject({ reason: 'keys_mismatch' });
  });

  it('waits for readers and leaves everything as it was', () => {
    const path = makePath();
    const { workspace } = createAt(path);
    setSetting(workspace.db, 'mark', 'kept');
    const reader = closeLater(openWorkspace(path, { key: passphrase, readOnly: true }));
    expect(getSetting(reader.db, 'mark')).toBe('kept');
    expect(errorOf(() => rekey(workspace, [{ kind: 'passphrase', passphrase: 'new' }]))).toMatchObject({
      code: 'in_use',
      reason: 'open_elsewhere',
    });
    setSetting(workspace.db, 'after', 1);
    reader.close();
    workspace.close();
    expect(opens(path, passphrase)).toBe(true);
  });

  it('opens with slots of both data keys after a crash, and the next writer tidies up', () => {
    const path = makePath();
    const { workspace } = createAt(path);
    setSetting(workspace.db, 'mark', 'kept');
    const before = JSON.parse(readFileSync(`${path}.keys`, 'utf8')) as { slots: object[] };
    rekey(workspace, [passphrase]);
    workspace.close();
    const after = JSON.parse(readFileSync(`${path}.keys`, 'utf8')) as { slots: object[] };
    writeFileSync(`${path}.keys`, JSON.stringify({ ...after, slots: [...after.slots, ...before.slots] }));
    writeFileSync(`${path}.rekey`, 'half a file');
    expect(opens(path, passphrase)).toBe(true);
    openWorkspace(path, { key: passphrase }).close();
    expect(JSON.parse(readFileSync(`${path}.keys`, 'utf8'))).toEqual(after);
    expect(existsSync(`${path}.rekey`)).toBe(false);
  });
});

describe('recovery keys', () => {
  it('survive being written down', () => {
    for (let i = 0; i < 50; i++) expect(parseRecoveryKey(makeRecoveryKey())).toHaveLength(20);
    expect(Buffer.from(parseRecoveryKey('0000-0000-0000-0000-0000-0000-0000-00OI')!).toString('hex')).toBe(
      '0000000000000000000000000000000000000001',
    );
    expect(parseRecoveryKey('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ')).toEqual(new Uint8Array(20).fill(255));
    expect(parseRecoveryKey('UUUU-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ')).toBeNull();
  });
});
