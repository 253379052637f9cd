import type { JobContext } from './job-context.ts';
import type { TaskArguments } from './tasks.ts';

/** The sample job: a made-up shop into a folder. */
export async function writeSample(params: TaskArguments<'createSample'>, context: JobContext): Promise<void> {
  const progress = context.plan({ generate: 1 });
  const summary = await context.pool.run('createSample', params, {
    cancel: context.cancel,
    onProgress: progress.part('generate'),
  });
  progress.done('generate');
  context.leave({ ...summary });
}
