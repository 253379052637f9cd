/**
 * Loads TensorFlow.js on one of its two devices, when first asked for and not before.
 *
 * `wasm`: the WebAssembly backend from the package's own files, SIMD, one thread; works inside worker threads.
 * `tensorflow`: the native library of @tensorflow/tfjs-node. Its binary could not be had where this was written: that
 * path is complete but has never been run. It has one backend for the whole process, so only one thread may load it;
 * a process-wide lock (Web Locks) sees to that.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nodeUtil from 'node:util';
import { isMainThread } from 'node:worker_threads';
import type * as tensorflow from '@tensorflow/tfjs-core';
import { AppError } from '../../../../shared/errors.ts';

export type Tensorflow = typeof tensorflow;
export type TensorflowBackend = 'wasm' | 'tensorflow';

const require = createRequire(import.meta.url);
const loading = new Map<TensorflowBackend, Promise<Tensorflow>>();
/** Whether this thread is the one that may load the native library. */
let only: Promise<boolean> | null = null;

/** Version of TensorFlow.js, read without loading it; null where it is not installed. */
export function tensorflowVersion(): string | null {
  try {
    return (require('@tensorflow/tfjs-core/package.json') as { version: string }).version;
  } catch {
    return null;
  }
}

/**
 * TensorFlow.js with the device made current. Both devices share one engine per thread: the last one asked for is the
 * current one.
 *
 * @throws AppError invalid_input backend_unavailable when it does not load for any reason.
 */
export async function loadTensorflow(backend: TensorflowBackend): Promise<Tensorflow> {
  let loaded = loading.get(backend);
  if (!loaded) {
    loaded = backend === 'wasm' ? loadWasm() : loadNative();
    loading.set(backend, loaded);
  }
  try {
    const tf = await loaded;
    if (tf.getBackend() !== backend && !(await tf.setBackend(backend))) throw new Error(`${backend} did not start`);
    return tf;
  } catch (cause) {
    loading.delete(backend);
    throw new AppError('invalid_input', { reason: 'backend_unavailable', backend }, { cause });
  }
}

async function loadWasm(): Promise<Tensorflow> {
  const tf = await import('@tensorflow/tfjs-core');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  // Set before the first start; its own threads would each be a worker thread of ours that spins.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  wasm.setWasmPaths(`${folder}/`);
  return tf;
}

async function loadNative(): Promise<Tensorflow> {
  only ??= becomeOnlyThread();
  if (!(await only)) throw new Error('another thread has loaded the native library');
  // tfjs-node 4.22 calls this function, which newer versions of Node no longer have.
  const util = nodeUtil as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Not a literal: the package is optional, and the type checker must not ask for it.
  const name: string = '@tensorflow/tfjs-node';
  const module = (await import(name)) as Tensorflow & { default?: Tensorflow };
  return module.default ?? module;
}

/** Takes a lock that this thread keeps until it ends. Where locks do not exist only the main thread is let through. */
function becomeOnlyThread(): Promise<boolean> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  if (!locks) return Promise.resolve(isMainThread);
  return new Promise((resolve, reject) => {
    locks
      .request('clientele-tensorflow', { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? Promise.resolve() : new Promise(() => {});
      })
      .catch(reject);
  });
}

interface Locks {
  request: (
    name: string,
    options: { ifAvailable: boolean },
    hold: (lock: object | null) => Promise<void>,
  ) => Promise<void>;
}
