import { chooseBackend } from '../../ml/backend/calibrate.ts';
import type { DeviceSpeeds } from '../../../../shared/training.ts';

/** How fast each compute device trains a network here, by an earlier or a new calibration. */
export async function run(args: { cacheFile: string | null }): Promise<DeviceSpeeds> {
  const { backend, measured } = await chooseBackend('auto', args.cacheFile);
  return { fastest: backend, measured };
}
