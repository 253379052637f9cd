/** What tasks are filed under: their price, and what finished runs say of it, depends on the device or the method. */
import type { Method, RunSettings } from '../../../../shared/domain.ts';

/** How many times as long as the kernels another device trains, about; finished runs correct it. */
export const deviceFactor = { auto: 1, kernels: 1, wasm: 12, tensorflow: 4 } as const;

type Device = Pick<RunSettings, 'backend'>;

/** Keys of tasks that train a network: their pace depends on the device. */
export function networkKey(
  task: 'tryNetwork' | 'trainAutoencoder' | 'repeatNetwork' | 'pastNetwork',
  { backend }: Device,
): string {
  return deviceFactor[backend] === 1 ? task : `${task}:${backend}`;
}

export function methodKey(task: 'repeatMethod' | 'foreseeFuture', method: Method): string {
  return `${task}:${method}`;
}
