/** The import job: read in a worker, then store in short batches; the data set is switched on in one step at the end. */
import { setImmediate } from 'node:timers/promises';
import type { Addition, AddWay } from '../../../shared/additions.ts';
import type { FileReading, SourceFile } from '../../../shared/domain.ts';
import { currenciesOf } from '../../../shared/currency.ts';
import type { OrderLines } from '../../../shared/orders.ts';
import { AppError } from '../../../shared/errors.ts';
import { defaultRecipe } from '../ingest/clean-orders.ts';
import { refitted } from '../ingest/additions/merge-catalogue.ts';
import { rememberReading } from '../workspace/corrections.ts';
import { giveBackSpace, type WorkspaceDatabase } from '../workspace/database.ts';
import { createContent, discardContent, replaceContent } from '../workspace/dataset-contents.ts';
import { createDataset, latestRecipe, storeDataset } from '../workspace/datasets.ts';
import { appendOrderBlock, orderBlockLines } from '../workspace/order-blocks.ts';
import { allPersonalIds, importTarget } from './import-target.ts';
import { freeMemory } from './free-memory.ts';
import { pseudonymKey } from '../workspace/personal-ids.ts';
import { requireSpace } from '../workspace/free-space.ts';
import { standWhilePaused } from './cancel.ts';
import type { JobContext } from './job-context.ts';

/** Of stored columns, at most; they are packed to about half of it. */
const bytesPerLine = 37;

export interface ImportParams {
  name: string;
  files: string[];
  reading: FileReading;
  /** One a file, in the place of the common reading. */
  each?: FileReading[] | undefined;
  /** A file of known labels, one a row. */
  truth?: string | undefined;
  /** Pictures of products, or folders of them. */
  images?: string[] | undefined;
  /** Absent in jobs that an earlier Clientele began. */
  remember?: boolean;
  /** The data set that the files are read into; a new one without. */
  into?: { datasetId: number; how: AddWay } | undefined;
}

/** What an import makes: a data set, or a content that is to become that of one. Throws as `createContent`. */
export function createSubject(db: WorkspaceDatabase, { name, into }: Pick<ImportParams, 'name' | 'into'>): number {
  return into ? createContent(db, into.datasetId) : createDataset(db, { name });
}

export async function importDataset(params: ImportParams, context: JobContext): Promise<void> {
  const { pool, cancel, workspace, subjectId } = context;
  const { db } = workspace;
  const progress = context.plan({ read: 9, store: 1 });
  const readings = params.files.map((_, i) => params.each?.[i] ?? params.reading);
  const key = pseudonymKey(db);
  const target = params.into ? importTarget(db, params.into) : null;
  const mergedBytes = 2 * bytesPerLine * (target?.dataset.lines ?? 0);
  const { truth, images } = params;
  const { orders, files, rejectedLines, personalIds, catalogueTexts, quality, corrections, counts, catalogue } =
    await pool.run(
      'importFiles',
      {
        ...{ paths: params.files, readings, truth, images, key, there: target?.there },
        ...{ personal: target?.personal ?? false, now: context.wallClock() / 1000 },
        currency: target && target.how !== 'replace' ? target.dataset.currency : undefined,
        memory: Math.max(1, freeMemory() - mergedBytes),
      },
      { cancel, onProgress: progress.part('read') },
    );
  progress.done('read');
  const { lines } = orders;
  if (lines.count === 0 && !orders.table) throw new AppError('insufficient_data', { reason: 'no_lines' });
  if (orders.dictionaries.customers.length === 0) throw nobody(files);
  const addition: Addition | null = target &&
    counts && { how: target.how, at: context.wallClock(), files: files.map(({ name }) => name), ...counts };
  const remember = (): void => {
    for (const correction of corrections) {
      if (correction && params.remember !== false) rememberReading(db, correction.shape, correction.reading);
    }
  };
  if (addition) context.leave({ ...addition });
  if (addition && addition.how !== 'replace' && addition.added === 0 && addition.updated === 0) {
    // Nothing is new: the data, and what was made of them, stay as they are.
    discardContent(db, subjectId);
    return remember();
  }
  requireSpace(workspace, lines.count * bytesPerLine);
  const stored = progress.part('store');
  for (let from = 0; from < lines.count; from += orderBlockLines) {
    await standWhilePaused(cancel);
    appendOrderBlock(db, subjectId, slice(lines, from, Math.min(lines.count, from + orderBlockLines)));
    stored(from / lines.count);
    // One batch, then whoever waits for the engine gets a turn.
    await setImmediate();
  }
  const there = target && target.how !== 'replace' ? target.dataset : null;
  storeDataset(
    db,
    {
      datasetId: subjectId,
      files: refitted([...(there?.files ?? []), ...files], catalogue),
      rejectedLines: [...(there?.rejectedLines ?? []), ...rejectedLines],
      dictionaries: orders.dictionaries,
      table: orders.table,
      personalIds: target ? allPersonalIds(db, target, personalIds) : personalIds,
      catalogue: orders.catalogue,
      catalogueTexts,
      recipe: target?.dataset.recipe ?? latestRecipe(db, files) ?? defaultRecipe(),
      quality,
      currency: currenciesOf(files)[0]?.code,
      ...figures(lines),
    },
    () => {
      if (!target || !addition) return;
      const { datasetId, version } = target;
      replaceContent(db, { datasetId, contentId: subjectId, version, addition });
    },
  );
  if (target) giveBackSpace(db);
  remember();
  progress.done('store');
}

/** No line names a customer: the column is empty, or the wrong one. */
function nobody(files: SourceFile[]): AppError {
  const file = files.find(({ kind }) => kind !== 'catalogue');
  const column = file!.columns.find(({ role }) => role === 'customer')!.name;
  return new AppError('insufficient_data', {
    reason: 'no_customer_named',
    file: file!.name,
    column,
    lines: file!.lines,
  });
}

function slice(lines: OrderLines, from: number, to: number): OrderLines {
  return {
    count: to - from,
    customer: lines.customer.subarray(from, to),
    invoice: lines.invoice.subarray(from, to),
    product: lines.product.subarray(from, to),
    country: lines.country.subarray(from, to),
    quantity: lines.quantity.subarray(from, to),
    price: lines.price.subarray(from, to),
    time: lines.time.subarray(from, to),
    flags: lines.flags.subarray(from, to),
  };
}

function figures(lines: OrderLines): { lines: number; orders: number; firstTime: number; lastTime: number } {
  let firstTime = Infinity;
  let lastTime = -Infinity;
  let orders = 0;
  for (let i = 0; i < lines.count; i++) {
    const time = lines.time[i]!;
    if (time < firstTime) firstTime = time;
    if (time > lastTime) lastTime = time;
    if (lines.invoice[i]! >= orders) orders = lines.invoice[i]! + 1;
  }
  const none = lines.count === 0;
  return { lines: lines.count, orders, firstTime: none ? 0 : firstTime, lastTime: none ? 0 : lastTime };
}
