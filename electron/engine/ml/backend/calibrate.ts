/** Chooses the compute device for networks: times a little training on each one that loads, once per machine. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import type { BackendName } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { autoencoderSpec, initialWeights } from '../networks/dense.ts';
import { createTrainer } from '../networks/create-trainer.ts';
import { Random } from '../random.ts';
import { tensorflowVersion } from './tensorflow.ts';

export interface BackendChoice {
  backend: BackendName;
  /** Training samples a second per device; null where it does not load. Empty when a device was asked for. */
  measured: Record<string, number | null>;
}

const backends: readonly BackendName[] = ['kernels', 'wasm', 'tensorflow'];
/** Another device must be this much faster than the kernels: noise shall not change which bits a run gives. */
const margin = 1.5;
const calibrationRows = 2048;
const repetitions = 3;

/**
 * The device to train on: the one asked for, or with `auto` the fastest. Call it on the thread that will train, as the
 * native library works in one thread only. The measurement takes about half a second; it is kept in `cacheFile` (JSON),
 * and holds until the processor, TensorFlow.js or the kernel changes. A cache that cannot be read or written is no
 * failure. With a cache that holds, TensorFlow.js is not loaded.
 *
 * @throws AppError invalid_input backend_unavailable when the device asked for does not load.
 */
export async function chooseBackend(requested: 'auto' | BackendName, cacheFile: string | null): Promise<BackendChoice> {
  if (requested !== 'auto') {
    await load(requested);
    return { backend: requested, measured: {} };
  }
  const key = machineKey();
  const cached = cacheFile === null ? null : readCache(cacheFile, key);
  // The device itself may have gone since: the library removed, or already loaded by another thread.
  if (cached && (cached.backend === 'kernels' || (await loads(cached.backend)))) return cached;

  const measured: Record<string, number | null> = {};
  for (const backend of backends) measured[backend] = await measure(backend);
  const choice = { backend: fastest(measured), measured };
  if (cacheFile !== null) writeCache(cacheFile, key, choice);
  return choice;
}

/** The fastest device; `kernels` unless another is more than 1.5 times as fast. */
export function fastest(measured: Record<string, number | null>): BackendName {
  const speed = (backend: BackendName): number => (measured[backend] ?? 0) * (backend === 'kernels' ? margin : 1);
  return backends.reduce((best, backend) => (speed(backend) > speed(best) ? backend : best));
}

/** Throws unless the device works: a network of one unit is built on it. */
async function load(backend: BackendName): Promise<void> {
  const X = { data: new Float32Array(1), nSamples: 1, nFeatures: 1 };
  const spec = autoencoderSpec(1, [1]);
  try {
    (await createTrainer(backend, spec, X, { weights: initialWeights(spec, new Random(0)), batchSize: 1 })).dispose();
  } catch (cause) {
    throw new AppError('invalid_input', { reason: 'backend_unavailable', backend }, { cause });
  }
}

function loads(backend: BackendName): Promise<boolean> {
  return load(backend).then(
    () => true,
    () => false,
  );
}

/** Samples a second of the usual network; null where the device does not load. */
async function measure(backend: BackendName): Promise<number | null> {
  const random = new Random(1);
  const nFeatures = 13;
  const data = Float32Array.from({ length: calibrationRows * nFeatures }, () => random.normal());
  const spec = autoencoderSpec(nFeatures, [64, 32, 4]);
  const settings = { weights: initialWeights(spec, random), batchSize: 256 };
  try {
    const trainer = await createTrainer(backend, spec, { data, nSamples: calibrationRows, nFeatures }, settings);
    const order = random.permutation(calibrationRows);
    const epoch = { order, keep: null, learningRate: 1e-3, checkCancelled: () => {} };
    // The first pass compiles.
    trainer.trainEpoch(epoch);
    let shortest = Infinity;
    for (let i = 0; i < repetitions; i++) {
      const start = performance.now();
      trainer.trainEpoch(epoch);
      shortest = Math.min(shortest, performance.now() - start);
    }
    trainer.dispose();
    return Math.round((1000 * calibrationRows) / Math.max(shortest, 0.001));
  } catch {
    return null;
  }
}

function machineKey(): string {
  const kernel = new URL('../../../../dist/kernels/dense.wasm', import.meta.url);
  let hash = 'missing';
  try {
    hash = createHash('sha256').update(readFileSync(kernel)).digest('hex').slice(0, 16);
  } catch {
    // Without it the kernels do not load either, and the measurement says so.
  }
  return [cpus()[0]?.model ?? 'unknown', tensorflowVersion() ?? 'none', hash].join('|');
}

function readCache(file: string, key: string): BackendChoice | null {
  try {
    const cache = JSON.parse(readFileSync(file, 'utf8')) as { key?: unknown } & Partial<BackendChoice>;
    if (cache.key !== key || !cache.measured || !backends.includes(cache.backend as BackendName)) return null;
    return { backend: cache.backend as BackendName, measured: cache.measured };
  } catch {
    return null;
  }
}

function writeCache(file: string, key: string, choice: BackendChoice): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, `${JSON.stringify({ key, ...choice }, null, 2)}\n`);
    renameSync(unfinished, file);
  } catch {
    // The next run measures again.
  }
}
