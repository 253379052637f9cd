import type { OrderRole } from '../../../../shared/domain.ts';
import { importOrders } from '../../ingest/import-orders.ts';
import type { TaskContext } from '../tasks.ts';

/** Reads order files into columns. */
export function run(
  args: { paths: string[]; columns: Partial<Record<OrderRole, string | number>>; exclude: string[] },
  context: TaskContext,
): ReturnType<typeof importOrders> {
  return importOrders(args.paths, { columns: args.columns, exclude: args.exclude }, context);
}
