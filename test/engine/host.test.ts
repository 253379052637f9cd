/** An engine whose host can do something, or nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { EngineHost } from '../../electron/engine/host.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { makeFolder } from './workspace/fixtures.ts';

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

function start(folder: string, host?: EngineHost): Client {
  const [clientPort, enginePort] = memoryPorts();
  const engine = createEngine({
    workers: 1,
    configFolder: join(folder, 'config'),
    resolveFile: (file) => join(folder, file),
    ...(host ? { host } : {}),
    onFailure: () => {},
  });
  engines.push(engine);
  engine.attach(enginePort);
  return connect(clientPort);
}

/** A key store with a key of its own; `locked` ones give nothing. */
const keyStore = (own: number, locked = false): EngineHost => {
  const turn = (bytes: Uint8Array): Promise<Uint8Array> =>
    locked ? Promise.reject(new Error('locked')) : Promise.resolve(bytes.map((byte) => byte ^ own));
  return { keyStore: { wrap: turn, unwrap: turn } };
};

const local = { kind: 'local' } as const;
const path = 'w.clientele';

describe('a host without abilities', () => {
  it('says so, and refuses what it cannot do', async () => {
    const client = start(makeFolder());
    const none = { print: false, saveDialog: false, reveal: false, systemKeys: false };
    expect(await client.request('host.abilities', {})).toEqual(none);
    const refused = { code: 'conflict', details: { reason: 'not_offered_here' } };
    await expect(client.request('run.print', { runId: 1, language: 'en' })).rejects.toMatchObject(refused);
    await expect(client.request('file.reveal', { file: path })).rejects.toMatchObject(refused);
    expect((await client.request('workspace.create', { path, key: local })).keySlots).toEqual(['local']);
  });
});

describe('a host with a key store', () => {
  it('locks new workspaces by it, with a recovery key, and opens them without asking', async () => {
    const folder = makeFolder();
    const client = start(folder, keyStore(7));
    const { keySlots, recoveryKey } = await client.request('workspace.create', { path, key: local });
    expect(keySlots).toEqual(['system', 'recovery']);
    expect(existsSync(join(folder, 'config', 'local.key'))).toBe(false);
    await client.request('workspace.close', {});
    await client.request('workspace.open', { path, key: local });
    await client.request('workspace.close', {});

    // Another host of the same person has no such store: it asks for the recovery key.
    const browser = start(folder);
    const open = browser.request('workspace.open', { path, key: local });
    await expect(open).rejects.toMatchObject({ code: 'locked', details: { reason: 'no_such_slot' } });
    await browser.request('workspace.open', { path, key: { kind: 'recovery', key: recoveryKey! } });
  });

  it('has one secret for all workspaces, which is never on the disk as it is', async () => {
    const folder = makeFolder();
    const secrets: string[] = [];
    const { keyStore: store } = keyStore(7);
    const watched = {
      ...store!,
      unwrap: async (wrapped: Uint8Array) => {
        const secret = await store!.unwrap(wrapped);
        secrets.push(Buffer.from(secret).toString('hex'));
        return secret;
      },
    };
    const client = start(folder, { keyStore: watched });
    for (const name of ['a.clientele', 'b.clientele']) {
      await client.request('workspace.create', { path: name, key: local });
      await client.request('workspace.close', {});
    }
    expect(new Set(secrets).size).toBe(1);
    const kept = ['config/system.key', 'a.clientele.keys'].map((file) =>
      readFileSync(join(folder, file)).toString('hex'),
    );
    for (const text of kept) expect(text).not.toContain(secrets[0]);
  });

  it('opens older workspaces by the key file they were made with', async () => {
    const folder = makeFolder();
    const before = start(folder);
    await before.request('workspace.create', { path, key: local });
    await before.request('workspace.close', {});
    const client = start(folder, keyStore(7));
    expect((await client.request('workspace.open', { path, key: local })).keySlots).toEqual(['local']);
  });

  it('falls back to the key file for a new workspace when the store gives nothing', async () => {
    const client = start(makeFolder(), keyStore(7, true));
    expect((await client.request('workspace.create', { path, key: local })).keySlots).toEqual(['local']);
  });

  it('says when the store gives nothing, or another secret, for a workspace it locked', async () => {
    const folder = makeFolder();
    const client = start(folder, keyStore(7));
    await client.request('workspace.create', { path, key: local });
    await client.request('workspace.close', {});
    for (const changed of [keyStore(7, true), keyStore(8)]) {
      const open = start(folder, changed).request('workspace.open', { path, key: local });
      await expect(open).rejects.toMatchObject({ code: 'locked', details: { reason: 'system_key_unavailable' } });
    }
  });

  it('opens one workspace of two that are asked for at once', async () => {
    const client = start(makeFolder(), keyStore(7));
    const both = await Promise.allSettled(
      ['a.clientele', 'b.clientele'].map((name) => client.request('workspace.create', { path: name, key: local })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await client.request('workspace.info', {})).keySlots).toContain('system');
  });
});
