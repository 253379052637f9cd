/** The headless host: an engine in this process, a client on a memory port, and a workspace opened as asked. */
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { existsSync } from 'node:fs';
import type { Params } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Job } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { isActive } from '../../shared/training.ts';
import { configFolder } from '../config-folder.ts';
import { createEngine } from '../engine/engine.ts';
import { UsageError, type Option, type ParsedArguments } from './arguments.ts';
import type { Output } from './output.ts';

export const workspaceOptions: Record<string, Option> = {
  workspace: {
    value: 'FILE',
    help: 'keep everything in this encrypted file; made if it is not there (default: a temporary one)',
  },
  'key-file': { value: 'FILE', help: 'unlock the workspace with this file' },
  'passphrase-stdin': { help: 'read the passphrase of the workspace from standard input' },
};

export const workerOption: Record<string, Option> = {
  workers: { value: 'N', help: 'threads to compute with (default: all processors, at most 8)' },
};

export interface Host {
  client: Client;
  /** Waits for a job, showing its progress; throws its error. Ctrl C cancels it. */
  finish: (jobId: number) => Promise<Job>;
  close: () => Promise<void>;
}

/** Starts the engine and opens the workspace of the options; `mustExist` refuses to make one, `readOnly` to change it. */
export async function openHost(
  args: ParsedArguments,
  output: Output,
  { mustExist = false, readOnly = false } = {},
): Promise<Host> {
  const [clientPort, enginePort] = memoryPorts();
  const workers = args.integer('workers', 1, 64);
  const engine = createEngine({
    ...(workers ? { workers } : {}),
    configFolder: configFolder(),
    resolveFile: (reference) => resolve(reference),
    onFailure: (error) => {
      if (!process.env.CLIENTELE_DEBUG) return;
      process.stderr.write(
        `${error.cause instanceof Error ? error.cause.stack : String(error.cause ?? error.stack)}\n`,
      );
    },
  });
  engine.attach(enginePort);
  const client = connect(clientPort);
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const close = async (): Promise<void> => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await engine.close();
    client.close();
  };
  try {
    await openWorkspace(client, args, { mustExist, readOnly });
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close, finish: (jobId) => finishJob(client, jobId, output, interrupt.signal) };
}

async function openWorkspace(
  client: Client,
  args: ParsedArguments,
  { mustExist, readOnly }: { mustExist: boolean; readOnly: boolean },
): Promise<void> {
  const file = args.text('workspace');
  if (!file) {
    if (mustExist) throw new UsageError('--workspace FILE is missing');
    await client.request('workspace.temporary', {});
    return;
  }
  const path = resolve(file);
  const key = await workspaceKey(args);
  if (existsSync(path)) await client.request('workspace.open', { path, key, readOnly });
  else if (mustExist) throw new AppError('not_found', { reason: 'workspace_missing', file });
  else await client.request('workspace.create', { path, key });
}

type Key = Params<'workspace.open'>['key'];

async function workspaceKey(args: ParsedArguments): Promise<Key> {
  const keyFile = args.text('key-file');
  if (keyFile && args.flag('passphrase-stdin')) throw new UsageError('give --key-file or --passphrase-stdin, not both');
  if (keyFile) return { kind: 'keyfile', path: resolve(keyFile) };
  if (!args.flag('passphrase-stdin')) return { kind: 'local' };
  const passphrase = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (!passphrase) throw new UsageError('standard input held no passphrase');
  return { kind: 'passphrase', passphrase };
}

function finishJob(client: Client, jobId: number, output: Output, interrupted: AbortSignal): Promise<Job> {
  return new Promise((resolveJob, reject) => {
    interrupted.addEventListener('abort', () => void client.request('job.cancel', { jobId }).catch(() => {}));
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job) return;
      output.progress(job);
      if (isActive(job)) return;
      stop();
      if (job.status === 'succeeded') resolveJob(job);
      else reject(job.error ? AppError.fromWire(job.error) : new AppError('internal', { reason: job.status }));
    });
  });
}
