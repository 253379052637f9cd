import type { FileReading } from '../../../../shared/domain.ts';
import type { DataQuality } from '../../../../shared/quality.ts';
import { correctionOf, type Correction } from '../../ingest/file-shape.ts';
import { importFiles, type ImportedFiles } from '../../ingest/import-files.ts';
import { surveyOrders } from '../../ingest/survey-orders.ts';
import type { TaskContext } from '../tasks.ts';

/**
 * Reads files into columns, and looks at what is in their order lines.
 * @param args.readings one a file. @param args.truth a file of known labels. @param args.images pictures
 * of products, or folders of them. @param args.key of the workspace's pseudonyms.
 * @param args.now seconds since 1970. @param args.memory bytes that can be had.
 */
export async function run(
  args: {
    paths: string[];
    readings: FileReading[];
    truth?: string | undefined;
    images?: string[] | undefined;
    key: Uint8Array;
    now: number;
    memory?: number;
  },
  context: TaskContext,
): Promise<ImportedFiles & { quality: DataQuality; corrections: (Correction | null)[] }> {
  const imported = await importFiles(args.paths, args.readings, { ...context, memory: args.memory }, args);
  const corrections: (Correction | null)[] = [];
  for (const [i, path] of args.paths.entries()) {
    // The data are read: that nothing can be learned from the file any more is no failure.
    corrections.push(await correctionOf(path, args.readings[i]!, imported.files[i]!).catch(() => null));
  }
  return { ...imported, corrections, quality: surveyOrders(imported.orders, args.now) };
}
