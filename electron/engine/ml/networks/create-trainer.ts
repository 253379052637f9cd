/** A trainer on any of the devices; the only place that knows them all. */
import type { BackendName } from '../../../../shared/domain.ts';
import { loadTensorflow } from '../backend/tensorflow.ts';
import type { Matrix } from '../types.ts';
import type { DenseSpec } from './dense.ts';
import { KernelTrainer } from './kernel-trainer.ts';
import { TensorflowTrainer } from './tensorflow-trainer.ts';
import type { DenseTrainer, TrainerSettings } from './trainer.ts';

/**
 * A trainer of `spec` on X (samples x spec.sizes[0], finite) on a device. X is copied. One TensorFlow.js device at a
 * time per thread: they share its engine.
 *
 * @throws AppError invalid_input backend_unavailable when the device does not load.
 */
export async function createTrainer(
  backend: BackendName,
  spec: DenseSpec,
  X: Matrix,
  settings: TrainerSettings,
): Promise<DenseTrainer> {
  if (backend === 'kernels') return new KernelTrainer(spec, X, settings);
  return new TensorflowTrainer(await loadTensorflow(backend), spec, X, settings);
}
