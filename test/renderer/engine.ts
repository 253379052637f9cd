/** A real engine with a window's end of the wire, in folders of its own. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { Host } from '../../renderer/client.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';

export interface TestEngine {
  folder: string;
  /** A client of its own, as each window has one. */
  connect: () => Client;
  close: () => Promise<void>;
}

/** References are `workspace:NAME`, `sample:FILE`, `export:ID` and `upload:NAME`, all in one folder. */
export function startEngine(): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-window-'));
  const engine: Engine = createEngine({
    workers: 2,
    configFolder: join(folder, 'config'),
    resolveFile: (reference) => {
      const [, kind, name] = /^(\w+):(.*)$/.exec(reference)!;
      return kind === 'workspace' ? join(folder, `${name}.clientele`) : join(folder, kind!, name!);
    },
    listWorkspaces: () =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.clientele'))
        .map((file) => {
          const { mtimeMs, size } = statSync(join(folder, file));
          const name = file.replace(/\.clientele$/, '');
          return { file: `workspace:${name}`, name, changedAt: Math.round(mtimeMs), bytes: size };
        }),
    onFailure: (error) => {
      throw error;
    },
  });
  return {
    folder,
    connect: () => {
      const [clientPort, enginePort] = memoryPorts();
      engine.attach(enginePort);
      return connect(clientPort);
    },
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a browser keeps for a tab. */
export function tabMemory(): Host['memory'] {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

/** A host that takes a file over by its name alone: tests put it into the folder `upload` themselves. */
export function testHost(memory = tabMemory()): Host {
  return {
    upload: (file, onProgress) => {
      onProgress(1);
      return Promise.resolve(`upload:${file.name}`);
    },
    exportAddress: (exportId, file) => `exports/${exportId}/${file}`,
    memory,
  };
}
