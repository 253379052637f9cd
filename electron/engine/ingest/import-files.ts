/** Reads files of any kind into one data set: orders as lines, all else as a table of customers. */
import type { FileReading, SourceFile } from '../../../shared/domain.ts';
import type { CustomerTable } from '../../../shared/customer-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Orders } from '../../../shared/orders.ts';
import { importOrders, type ImportContext, type ImportedOrders } from './import-orders.ts';
import { layoutOptions, readLayout, type Layout, type LayoutOptions } from './layout.ts';
import { LineColumns } from './line-columns.ts';
import { joinTables } from './tables/join-tables.ts';
import { readBehaviour } from './tables/read-behaviour.ts';
import { readCustomers, type ReadTable } from './tables/read-customers.ts';

/**
 * Each file is read as the kind it is; the customers of all of them are joined by id, those of the orders (else of the
 * first file) being the customers of the data set.
 * @param readings what a person knows better than the recognition, one a file.
 * @throws AppError as `importOrders` and `readCustomers`; invalid_input `no_customers_in_file` for a catalogue alone.
 */
export async function importFiles(
  paths: readonly string[],
  readings: readonly FileReading[],
  context: ImportContext,
): Promise<ImportedOrders> {
  if (paths.length === 0) throw new AppError('invalid_input', { reason: 'no_files' });
  const options = readings.map(layoutOptions);
  const layouts: Layout[] = [];
  for (const [i, path] of paths.entries()) {
    context.checkCancelled();
    layouts.push(await readLayout(path, options[i]));
  }
  const share = shares(layouts, context);
  const orderFiles = indicesOf(layouts, (kind) => kind === 'orders');
  const imported = orderFiles.length > 0 ? await readOrders(orderFiles, paths, options, share) : null;
  const tableFiles = indicesOf(layouts, (kind) => kind !== 'orders');
  const tables: ReadTable[] = [];
  for (const i of tableFiles) tables.push(await readTable(layouts[i]!, share([i])));

  const { customers, table, matches } = joinTables(
    imported?.orders.dictionaries.customers ?? null,
    tables.map((read) => read.table),
  );
  const files: SourceFile[] = [];
  orderFiles.forEach((i, at) => (files[i] = { ...imported!.files[at]!, kind: 'orders' }));
  tableFiles.forEach((i, at) => {
    files[i] = { ...tables[at]!.file, ...(paths.length > 1 ? { match: matches[at]! } : {}) };
  });
  return {
    orders: imported ? { ...imported.orders, table } : { ...noOrders(customers), table },
    files,
    rejectedLines: [...(imported?.rejectedLines ?? []), ...tables.flatMap((read) => read.rejectedLines)],
  };
}

function indicesOf(layouts: readonly Layout[], isWanted: (kind: Layout['kind']) => boolean): number[] {
  return layouts.flatMap(({ kind }, i) => (isWanted(kind) ? [i] : []));
}

function readOrders(
  chosen: readonly number[],
  paths: readonly string[],
  options: readonly LayoutOptions[],
  share: (chosen: readonly number[]) => ImportContext,
): Promise<ImportedOrders> {
  return importOrders(
    chosen.map((i) => paths[i]!),
    chosen.map((i) => options[i]!),
    share(chosen),
  );
}

function readTable(layout: Layout, context: ImportContext): Promise<ReadTable> {
  switch (layout.kind) {
    case 'attributes':
    case 'features':
      return readCustomers(layout, context);
    case 'events':
    case 'relationships':
    case 'reviews':
      return readBehaviour(layout, context);
    default:
      throw new AppError('invalid_input', { reason: 'no_customers_in_file', file: layout.source.name });
  }
}

/** Progress of some of the files as a part of all, by their bytes; they are read one after the other. */
function shares(layouts: readonly Layout[], context: ImportContext): (chosen: readonly number[]) => ImportContext {
  const bytes = layouts.map(({ source }) => source.bytes);
  const total = Math.max(
    1,
    bytes.reduce((sum, own) => sum + own, 0),
  );
  let before = 0;
  return (chosen) => {
    const from = before;
    const own = chosen.reduce((sum, i) => sum + bytes[i]!, 0);
    before += own;
    return { ...context, report: (share) => context.report((from + share * own) / total) };
  };
}

function noOrders(customers: CustomerTable['customers']): Orders {
  return {
    lines: new LineColumns().finish(),
    dictionaries: { customers, products: [], countries: [], invoices: null },
  };
}
