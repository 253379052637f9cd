import type { FileReading } from '../../../../shared/domain.ts';
import type { DataQuality } from '../../../../shared/quality.ts';
import { addFiles, type There } from '../../ingest/additions/add-files.ts';
import { mergeCatalogues, type MergedCatalogue } from '../../ingest/additions/merge-catalogue.ts';
import type { MergeCounts } from '../../ingest/additions/merge-content.ts';
import { correctionOf, type Correction } from '../../ingest/file-shape.ts';
import { importFiles, type ImportedFiles } from '../../ingest/import-files.ts';
import { surveyOrders } from '../../ingest/survey-orders.ts';
import type { TaskContext } from '../tasks.ts';

export interface ImportedContent extends ImportedFiles {
  quality: DataQuality;
  corrections: (Correction | null)[];
  /** What was done to the data that were there. */
  counts: MergeCounts | null;
  /** Theirs and that of the files, where any has one. */
  catalogue: MergedCatalogue | null;
}

/**
 * Reads files into columns, or into data that are there, and looks at what is in the order lines.
 * @param args.readings one a file. @param args.truth a file of known labels. @param args.images pictures of products, or
 * folders of them. @param args.key of the workspace's pseudonyms.
 * @param args.now seconds since 1970. @param args.memory bytes that can be had.
 * @throws AppError as `importFiles` and `addFiles`.
 */
export async function run(
  args: {
    paths: string[];
    readings: FileReading[];
    truth?: string | undefined;
    images?: string[] | undefined;
    key: Uint8Array;
    personal?: boolean;
    there?: There | undefined;
    /** What the data that were there are counted in. */
    currency?: string | undefined;
    now: number;
    memory?: number;
  },
  context: TaskContext,
): Promise<ImportedContent> {
  const { memory, currency } = args;
  const imported = await importFiles(args.paths, args.readings, { ...context, memory, currency }, args);
  const { orders, files, counts } = args.there ? addFiles(args.there, imported) : { ...imported, counts: null };
  const corrections: (Correction | null)[] = [];
  for (const [i, path] of args.paths.entries()) {
    context.checkCancelled();
    const shape = imported.shapes[i]!;
    if (shape !== null) corrections.push({ shape, reading: null });
    // The data are read: that nothing can be learned from the file any more is no failure.
    else corrections.push(await correctionOf(path, args.readings[i]!, imported.files[i]!).catch(() => null));
  }
  context.checkCancelled();
  const read = {
    ...imported,
    orders,
    files,
    counts,
    corrections,
    quality: surveyOrders(orders, args.now),
    catalogue: null,
  };
  if (!args.there?.orders) return read;
  const catalogue = mergeCatalogues(args.there, imported, orders.dictionaries.products);
  if (!catalogue) return read;
  return { ...read, catalogue, catalogueTexts: catalogue.texts, orders: { ...orders, catalogue: catalogue.catalogue } };
}
