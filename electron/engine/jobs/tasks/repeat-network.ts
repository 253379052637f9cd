import type { AutoencoderModel } from '../../ml/networks/autoencoder.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { bootstrapRows } from '../../segmentation/bootstrap.ts';
import { fitNetwork, type MethodPlan } from '../../segmentation/fit-method.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/**
 * The network of a repetition, trained once for all methods that begin from it: on customers drawn with replacement
 * (`resampled`, the very ones that `repeatMethod` draws for this label), or on all.
 */
export async function run(
  args: {
    space: Matrix;
    plan: Pick<MethodPlan, 'layers' | 'training' | 'epochs' | 'patience' | 'backend'>;
    resampled: boolean;
    seed: number;
    label: string;
  },
  context: TaskContext,
): Promise<AutoencoderModel> {
  const ctx = numericContext(context, args.seed, args.label);
  const { space } = args;
  const fitted = args.resampled ? takeRows(space, bootstrapRows(space.nSamples, ctx.random).fit) : space;
  return fitNetwork(fitted, args.plan, ctx);
}
