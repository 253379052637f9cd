import type { FileReading } from '../../../../shared/domain.ts';
import type { DataQuality } from '../../../../shared/quality.ts';
import { importOrders, type ImportedOrders } from '../../ingest/import-orders.ts';
import { layoutOptions } from '../../ingest/layout.ts';
import { surveyOrders } from '../../ingest/survey-orders.ts';
import type { TaskContext } from '../tasks.ts';

/**
 * Reads order files into columns, and looks at what is in them.
 * @param args.readings one a file. @param args.now seconds since 1970.
 */
export async function run(
  args: { paths: string[]; readings: FileReading[]; now: number },
  context: TaskContext,
): Promise<ImportedOrders & { quality: DataQuality }> {
  const imported = await importOrders(args.paths, args.readings.map(layoutOptions), context);
  return { ...imported, quality: surveyOrders(imported.orders, args.now) };
}
