import { appendAudit } from '../workspace/audit-log.ts';
import { pseudonymKey } from '../workspace/personal-ids.ts';
import { freeMemory } from './free-memory.ts';
import type { JobContext } from './job-context.ts';
import type { TaskArguments } from './tasks.ts';

export type AssignParams = Omit<TaskArguments<'assignCustomers'>, 'key' | 'memory'>;

/** The assignment job: nothing of the new files enters the workspace but a line in its log. */
export async function assignCustomers(params: AssignParams, context: JobContext): Promise<void> {
  const progress = context.plan({ assign: 1 });
  const { db } = context.workspace;
  const assignment = await context.pool.run(
    'assignCustomers',
    { ...params, key: pseudonymKey(db), memory: freeMemory() },
    { cancel: context.cancel, onProgress: progress.part('assign') },
  );
  const { customers, personal } = assignment;
  const revealed = params.revealIds ? personal : 0;
  appendAudit(db, { time: context.wallClock(), action: 'customers.assigned', details: { customers, revealed } });
  progress.done('assign');
  context.leave({ ...assignment });
}
