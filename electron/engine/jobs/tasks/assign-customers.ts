import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileReading, Language, Period } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Orders } from '../../../../shared/orders.ts';
import { isOfCatalogue } from '../../features/catalogue-features.ts';
import { featureCandidates } from '../../features/customer-features.ts';
import { checkPeriod, referenceOf } from '../../features/period.ts';
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
  /** Ids that were personal; in segments.csv stand their pseudonyms, or the ids themselves where that was asked for. */
  personal: number;
}

/**
 * New files into the segments of an exported model; writes segments.csv. They are treated as those of the run were: its
 * rules and its time hold, and personal ids become pseudonyms. Nothing of the files is kept.
 * @param args.key of the workspace's pseudonyms. @param args.period in the place of the run's.
 * @throws AppError as `importFiles` and `checkPeriod`; invalid_input `needs_catalogue`.
 */
export async function run(
  args: {
    model: string;
    paths: string[];
    reading: FileReading;
    folder: string;
    language: Language;
    key: Uint8Array;
    revealIds?: boolean | undefined;
    period?: Period | undefined;
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
    { key: args.key, personal: model.personalIds },
  );
  requireCatalogue(model, imported.orders);
  const period = args.period ?? model.period ?? {};
  const cleaned = cleanOrders(imported.orders, model.recipe, period);
  checkPeriod(cleaned, period);
  const table = featureCandidates(cleaned, { definitions: model.definitions, ...referenceOf(period) });
  if (table.customers.length === 0) throw new AppError('insufficient_data', { reason: 'no_customers', customers: 0 });
  const segments = assignSegments(model, table);
  const certainties = assignmentCertainty(model, table);
  context.report(0.9);
  const names = model.segments.map((segment) => segmentName(segment, args.language));
  const { customers } = imported.orders.dictionaries;
  const { personalIds } = imported;
  const idOf = new Map(args.revealIds ? personalIds?.pseudonyms.map((name, i) => [name, personalIds.ids[i]!]) : []);
  const rows = Array.from(segments, (segment, i) => ({
    customer: idOf.get(customers[table.customers[i]!]!) ?? customers[table.customers[i]!]!,
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
    personal: personalIds?.ids.length ?? 0,
  };
}

/** What kinds of products somebody buys cannot be told without the list of them. */
function requireCatalogue({ preprocessing }: SegmentationModel, { catalogue }: Orders): void {
  if (catalogue || !preprocessing.columns.some(({ id }) => isOfCatalogue(id))) return;
  throw new AppError('invalid_input', { reason: 'needs_catalogue' });
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
