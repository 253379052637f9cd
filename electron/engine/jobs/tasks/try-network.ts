import type { BackendName, TuningTrial } from '../../../../shared/domain.ts';
import { runTrial } from '../../ml/networks/tuning.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** One structure of one round of tuning. Every structure of a round starts from the same chance and the same split. */
export function run(
  args: { space: Matrix; layers: number[]; epochs: number; backend: BackendName; seed: number },
  context: TaskContext,
): Promise<Omit<TuningTrial, 'chosen'>> {
  return runTrial(args.space, args.layers, args.epochs, {
    ...numericContext(context, args.seed, 'tuning'),
    backend: args.backend,
  });
}
