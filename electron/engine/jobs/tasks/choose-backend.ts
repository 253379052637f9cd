import type { BackendName } from '../../../../shared/domain.ts';
import { chooseBackend } from '../../ml/backend/calibrate.ts';

/** The compute device for networks: the one asked for, or the fastest here by an earlier or a new calibration. */
export async function run(args: { requested: 'auto' | BackendName; cacheFile: string | null }): Promise<BackendName> {
  return (await chooseBackend(args.requested, args.cacheFile)).backend;
}
