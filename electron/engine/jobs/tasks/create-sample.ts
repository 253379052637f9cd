import { createSample, type SampleOptions, type SampleSummary } from '../../sample/create-sample.ts';
import type { TaskContext } from '../tasks.ts';

export function run(args: SampleOptions, context: TaskContext): Promise<SampleSummary> {
  return createSample(args, context);
}
