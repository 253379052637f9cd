import type { FileReading } from '../../../../shared/domain.ts';
import { importOrders } from '../../ingest/import-orders.ts';
import { layoutOptions } from '../../ingest/layout.ts';
import type { TaskContext } from '../tasks.ts';

/** Reads order files into columns. */
export function run(
  args: { paths: string[]; reading: FileReading },
  context: TaskContext,
): ReturnType<typeof importOrders> {
  return importOrders(args.paths, layoutOptions(args.reading), context);
}
