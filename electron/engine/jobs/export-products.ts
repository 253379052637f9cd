import { join } from 'node:path';
import type { Language } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { shownColumns, type ProductQuery } from '../../../shared/products.ts';
import { productLines, productsHeader } from '../output/products-csv.ts';
import { makeFolder, writeFileAtomically } from '../output/write-file.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { getRun } from '../workspace/runs.ts';
import type { Workspace } from '../workspace/open.ts';
import { checkCancelled } from './cancel.ts';
import { exploredRun } from './explored-run.ts';
import type { Explorer, Subject } from './explorer.ts';
import type { JobContext } from './job-context.ts';

/** Products written at a time: between two parts the thread answers who looks at a table. */
const partSize = 10_000;

export interface ExportProductsParams {
  runId: number | null;
  query: ProductQuery;
  folder: string;
  /** Of the file. */
  name: string;
  language: Language;
}

/** The job that writes the whole list of a data set's products, and a line in the log that it was done. */
export async function exportProducts(
  { runId, query, folder, name, language }: ExportProductsParams,
  context: JobContext,
  explorer: Explorer,
): Promise<void> {
  const progress = context.plan({ write: 1 });
  const written = progress.part('write');
  const { cancel, workspace, subjectId } = context;
  const subject = productSubject(workspace.db, subjectId, runId);
  let products = 0;
  async function* parts(): AsyncGenerator<string> {
    for (let total = Infinity; products < total;) {
      checkCancelled(cancel);
      const asked = { ...query, offset: products, limit: partSize };
      const part = await explorer.ask(subject, 'pageProducts', asked, { cancel });
      const columns = shownColumns(part.hasCatalogue);
      if (products === 0) yield productsHeader(columns, language);
      total = part.total;
      products += part.rows.length;
      written(total === 0 ? 1 : products / total);
      yield productLines(part.rows, columns);
    }
  }
  await makeFolder(folder);
  await writeFileAtomically(join(folder, name), parts());
  appendAudit(workspace.db, {
    time: context.wallClock(),
    action: 'products.exported',
    details: { dataset: subjectId, ...(runId === null ? {} : { run: runId }), products },
  });
  context.leave({ files: [name], products });
  progress.done('write');
}

/**
 * The lines as the run had them cleaned, which the explorer may hold already; without a run, as they are now.
 * @throws AppError not_found (`no_such_run`, also for a run of other data; `run_not_ready`)
 */
export function productSubject(db: Workspace['db'], datasetId: number, runId: number | null): Subject {
  if (runId === null) return { datasetId, exclude: [] };
  const { subject } = exploredRun(db, runId);
  if (getRun(db, runId).datasetId !== datasetId) throw new AppError('not_found', { reason: 'no_such_run', run: runId });
  return subject;
}
