import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { RunSettings } from '../../../shared/domain.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { AppError } from '../../../shared/errors.ts';
import type { WorkspaceInternals } from '../../../electron/engine/workspace/open-state.ts';

/** A derivation that takes a millisecond. */
export const quick: WorkspaceInternals = { scrypt: { N: 1024, r: 8, p: 1 } };

const folders: string[] = [];
const closers: (() => void)[] = [];

/** A folder of its own for a test, removed after it. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  folders.push(folder);
  return folder;
}

/** Closes something after the test, whatever happened. */
export function closeLater<Thing extends { close: () => void }>(thing: Thing): Thing {
  closers.push(() => thing.close());
  return thing;
}

afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The AppError that an action throws. */
export function errorOf(action: () => unknown): { code: ErrorCode; reason: string | undefined; error: AppError } {
  try {
    action();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { code: thrown.code, reason: thrown.details.reason, error: thrown };
  }
  throw new Error('Nothing was thrown');
}

export const someSettings: RunSettings = {
  methods: ['rfm'],
  segments: 'auto',
  preset: 'fast',
  seed: 7,
  network: null,
  map: 'none',
  backend: 'auto',
  exclude: [],
};

/** A process that runs one of the programs beside the tests, and the lines it prints. */
export function startProgram(
  name: string,
  ...parameters: string[]
): { child: ChildProcess; line: () => Promise<string> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  closers.push(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    for (const part of parts) (waiting.shift() ?? ((line: string) => void lines.push(line)))(part);
  });
  return {
    child,
    line: () => new Promise((resolve) => (lines.length ? resolve(lines.shift()!) : waiting.push(resolve))),
  };
}

/** Kills a process the hard way and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
