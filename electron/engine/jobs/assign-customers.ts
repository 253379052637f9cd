import { freeMemory } from './free-memory.ts';
import type { JobContext } from './job-context.ts';
import type { TaskArguments } from './tasks.ts';

/** The assignment job: nothing of the new files enters the workspace. */
export async function assignCustomers(params: TaskArguments<'assignCustomers'>, context: JobContext): Promise<void> {
  const progress = context.plan({ assign: 1 });
  const assignment = await context.pool.run(
    'assignCustomers',
    { ...params, memory: freeMemory() },
    {
      cancel: context.cancel,
      onProgress: progress.part('assign'),
    },
  );
  progress.done('assign');
  context.leave({ ...assignment });
}
