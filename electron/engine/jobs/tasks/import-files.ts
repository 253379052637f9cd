import type { FileReading } from '../../../../shared/domain.ts';
import type { DataQuality } from '../../../../shared/quality.ts';
import { addFiles, type There } from '../../ingest/additions/add-files.ts';
import type { MergeCounts } from '../../ingest/additions/merge-content.ts';
import { correctionOf, type Correction } from '../../ingest/file-shape.ts';
import { importFiles } from '../../ingest/import-files.ts';
import type { ImportedOrders } from '../../ingest/import-orders.ts';
import type { PersonalIds } from '../../ingest/stand-ins.ts';
import { surveyOrders } from '../../ingest/survey-orders.ts';
import type { TaskContext } from '../tasks.ts';

export interface ImportedFiles extends ImportedOrders {
  personalIds: PersonalIds | null;
  quality: DataQuality;
  corrections: (Correction | null)[];
  /** What was done to the data that were there. */
  counts: MergeCounts | null;
}

/**
 * Reads files into columns, or into data that are there, and looks at what is in the order lines.
 * @param args.readings one a file. @param args.truth a file of known labels. @param args.key of the workspace's pseudonyms.
 * @param args.now seconds since 1970. @param args.memory bytes that can be had.
 * @throws AppError as `importFiles` and `addFiles`.
 */
export async function run(
  args: {
    paths: string[];
    readings: FileReading[];
    truth?: string | undefined;
    key: Uint8Array;
    personal?: boolean;
    there?: There | undefined;
    /** What the data that were there are counted in. */
    currency?: string | undefined;
    now: number;
    memory?: number;
  },
  context: TaskContext,
): Promise<ImportedFiles> {
  const imported = await importFiles(
    args.paths,
    args.readings,
    { ...context, memory: args.memory, currency: args.currency },
    args,
  );
  const { orders, counts } = args.there ? addFiles(args.there, imported) : { orders: imported.orders, counts: null };
  const corrections: (Correction | null)[] = [];
  for (const [i, path] of args.paths.entries()) {
    // The data are read: that nothing can be learned from the file any more is no failure.
    corrections.push(await correctionOf(path, args.readings[i]!, imported.files[i]!).catch(() => null));
  }
  return { ...imported, orders, counts, corrections, quality: surveyOrders(orders, args.now) };
}
