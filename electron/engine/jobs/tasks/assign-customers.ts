import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileReading, Language } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { featureCandidates } from '../../features/customer-features.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { importFiles } from '../../ingest/import-files.ts';
import { segmentName } from '../../../../shared/language/segments.ts';
import { segmentsCsv } from '../../output/segments-csv.ts';
import { makeFolder, writeFileAtomically } from '../../output/write-file.ts';
import { assignmentCertainty, assignSegments, decodeModel, type SegmentationModel } from '../../segmentation/model.ts';
import type { TaskContext } from '../tasks.ts';

export interface Assignment {
  lines: number;
  rejected: number;
  customers: number;
  /** Customers per segment, in the model's order. */
  sizes: number[];
}

/** New order files into the segments of an exported model; writes segments.csv. Nothing of the files is kept. */
export async function run(
  args: {
    model: string;
    paths: string[];
    reading: FileReading;
    folder: string;
    language: Language;
    /** Bytes that can be had. */
    memory?: number;
  },
  context: TaskContext,
): Promise<Assignment> {
  const model = await readModel(args.model);
  const imported = await importFiles(
    args.paths,
    args.paths.map(() => args.reading),
    {
      ...context,
      memory: args.memory,
      report: (share) => context.report(0.8 * share),
    },
  );
  const cleaned = cleanOrders(imported.orders, model.recipe);
  const table = featureCandidates(cleaned, { definitions: model.definitions });
  if (table.customers.length === 0) throw new AppError('insufficient_data', { reason: 'no_customers', customers: 0 });
  const segments = assignSegments(model, table);
  const certainties = assignmentCertainty(model, table);
  context.report(0.9);
  const names = model.segments.map((segment) => segmentName(segment, args.language));
  const { customers } = imported.orders.dictionaries;
  const rows = Array.from(segments, (segment, i) => ({
    customer: customers[table.customers[i]!]!,
    segment: model.segments[segment]!.number,
    name: names[segment]!,
    probability: certainties?.[i] ?? null,
  }));
  await makeFolder(args.folder);
  await writeFileAtomically(join(args.folder, 'segments.csv'), segmentsCsv(rows));
  const sizes = model.segments.map(() => 0);
  for (const segment of segments) sizes[segment]!++;
  return {
    lines: imported.files.reduce((sum, file) => sum + file.lines, 0),
    rejected: imported.files.reduce((sum, file) => sum + file.rejected, 0),
    customers: segments.length,
    sizes,
  };
}

async function readModel(folder: string): Promise<SegmentationModel> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, 'model.bin'));
  } catch {
    throw new AppError('not_found', { reason: 'model_missing', file: basename(folder) });
  }
  return decodeModel(bytes);
}
