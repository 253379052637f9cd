import { join } from 'node:path';
import type { CustomerSort } from '../../../shared/customers.ts';
import type { Language } from '../../../shared/domain.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import { customersHeader } from '../output/customers-csv.ts';
import { csvCell } from '../../../shared/spreadsheet-cell.ts';
import { makeFolder, writeFileAtomically } from '../output/write-file.ts';
import type { ListFilter } from '../insight/customers/customer-list.ts';
import { loadPersonalIds } from '../workspace/personal-ids.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { checkCancelled } from './cancel.ts';
import type { Explorer } from './explorer.ts';
import { exploredRun } from './explored-run.ts';
import type { JobContext } from './job-context.ts';

/** Customers written at a time: between two parts the thread answers who looks at the table. */
const partSize = 20_000;
/** A pseudonym as the first cell of a line. */
const idAtStart = /^p(?:-[0-9a-z]{4}){3}(?=,)/gm;

export interface ExportCustomersParams {
  /** Rows as plain numbers: parameters of jobs are kept as JSON. */
  filter: Omit<ListFilter, 'rows'> & { rows?: readonly number[] | undefined };
  sort: CustomerSort;
  features: readonly string[];
  folder: string;
  language: Language;
  /** Puts the addresses back that the customers' pseudonyms stand for. */
  revealIds?: boolean;
}

/** The job that writes the whole filtered list to customers.csv, and a line in the log that it was done. */
export async function exportCustomers(
  params: ExportCustomersParams,
  context: JobContext,
  explorer: Explorer,
): Promise<void> {
  const progress = context.plan({ write: 1 });
  const written = progress.part('write');
  const { db } = context.workspace;
  const { subject, segments, dataset } = exploredRun(db, context.subjectId);
  // Should the thread have to load them again, they are those of the beginning: the list is of one moment.
  const labels = subject.run.labels();
  const run = { ...subject.run, labels: () => labels };
  const { rows, ...filter } = params.filter;
  const query = {
    filter: { ...filter, rows: rows && Int32Array.from(rows) },
    sort: params.sort,
    features: params.features,
    language: params.language,
    segments: segments.map((segment) => ({ number: segment.number, name: segmentName(segment, params.language) })),
  };
  const personal = params.revealIds ? loadPersonalIds(db, subject.datasetId) : null;
  let customers = 0;
  async function* parts(): AsyncGenerator<string> {
    yield customersHeader(params.features, params.language, dataset.quality?.consent !== undefined);
    for (let total = Infinity; customers < total;) {
      checkCancelled(context.cancel);
      const asked = { ...query, offset: customers, limit: partSize };
      const part = await explorer.ask({ ...subject, run }, 'writeCustomerLines', asked, { cancel: context.cancel });
      total = part.total;
      customers += part.count;
      written(total === 0 ? 1 : customers / total);
      yield personal ? part.text.replace(idAtStart, (name) => csvCell(personal.get(name) ?? name)) : part.text;
    }
  }
  const onlyConsented = params.filter.consented ? { onlyConsented: 1 } : {};
  await makeFolder(params.folder);
  await writeFileAtomically(join(params.folder, 'customers.csv'), parts());
  appendAudit(db, {
    time: context.wallClock(),
    action: 'customers.exported',
    details: {
      run: context.subjectId,
      customers,
      features: params.features.length,
      revealed: personal?.size ?? 0,
      ...onlyConsented,
    },
  });
  context.leave({ files: ['customers.csv'], customers });
  progress.done('write');
}
