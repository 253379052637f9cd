/** Reads files of any kind into one data set: orders as lines, products as a catalogue, all else as a table of customers. */
import type { CatalogueItems, CatalogueTexts } from '../../../shared/catalogue.ts';
import type { FileKind, FileReading, SourceFile } from '../../../shared/domain.ts';
import type { CustomerTable } from '../../../shared/customer-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Orders } from '../../../shared/orders.ts';
import { importOrders, type ImportContext, type ImportedOrders } from './import-orders.ts';
import { isEmpty, shapeOf } from './file-shape.ts';
import { layoutOptions, readLayout, type Layout, type LayoutOptions } from './layout.ts';
import { LineColumns } from './line-columns.ts';
import { expectLayout, expectMatrix, requireMemory, watchMemory } from './memory-plan.ts';
import { personalKind } from './personal.ts';
import { StandIns, type PersonalIds } from './stand-ins.ts';
import type { ByteSource } from './sources/byte-source.ts';
import { importMatrix, openFeatures } from './matrices/import-matrix.ts';
import { checkLabel, readLabelColumn } from './matrices/label-column.ts';
import { isMatrix, type OpenMatrix } from './matrices/read-matrix.ts';
import { readCatalogues, type FoundCatalogue } from './tables/catalogues.ts';
import { joinTables } from './tables/join-tables.ts';
import { readBehaviour } from './tables/read-behaviour.ts';
import { readCustomers, type ReadTable } from './tables/read-customers.ts';

export interface ImportFilesOptions {
  /** A file of known labels, one for every row of the first file. */
  truth?: string | undefined;
  /**
   * Secret of the workspace: customer ids that are personal are replaced by pseudonyms made with it, in all files alike,
   * so that these still join. By default ids stay as they are.
   */
  key?: Uint8Array | undefined;
  /** All ids are personal, whatever they look like: the data that the files are for have pseudonyms. */
  personal?: boolean | undefined;
  /** Pictures of products, or folders of them, that were handed over along with a catalogue. */
  images?: readonly string[] | undefined;
}

/** A file whose beginning has been looked at: a text of records, or an array of numbers. */
type FoundFile = { kind: FileKind; source: ByteSource } & ({ layout: Layout } | { matrix: OpenMatrix });

export interface ImportedFiles extends ImportedOrders {
  personalIds: PersonalIds | null;
  /** What the catalogue says in words; null where there is none. */
  catalogueTexts: CatalogueTexts | null;
  /** Of each file its shape, as `fileShape`, where it was read as it was found; else null. */
  shapes: (string | null)[];
}

/**
 * Each file is read as the kind it is; the customers of all of them are joined by id, those of the orders (else of the
 * first file) being the customers of the data set.
 * @param readings what a person knows better than the recognition, one a file.
 * A catalogue is joined to the products of the orders; where there are none, to those that visits or reviews name.
 * @throws AppError as `importOrders`, `readCustomers`, `importMatrix` and `readLabelColumn`; invalid_input
 * `labels_without_rows`, `too_many_labels`, `sample_needs_ids`; out_of_memory `memory_short`, `memory_short_always`,
 * `memory_gone`; invalid_input `no_customers_in_file` for catalogues alone.
 */
export async function importFiles(
  paths: readonly string[],
  readings: readonly FileReading[],
  context: ImportContext,
  { truth, key, personal = false, images = [] }: ImportFilesOptions = {},
): Promise<ImportedFiles> {
  if (paths.length === 0) throw new AppError('invalid_input', { reason: 'no_files' });
  const options = readings.map(layoutOptions);
  const found: FoundFile[] = [];
  for (const [i, path] of paths.entries()) {
    context.checkCancelled();
    found.push(await findFile(path, options[i]!));
  }
  refuseOnlyProducts(found);
  refuseSampleWithoutIds(found, readings, truth);
  const standIns = key && new StandIns(key, personal || found.some(namesCustomersPersonally));
  const share = shares(found, { ...withinMemory(found, readings, context), standIns });
  // What products are is known before what was done with them is read.
  const listFiles = indicesOf(found, (kind) => kind === 'catalogue');
  // Pictures of nothing: looked at as a table, each says what it is.
  if (listFiles.length === 0 && images[0] !== undefined) await findFile(images[0], {});
  const lists = await readCatalogues(
    listFiles.map((i) => cataloguesOf(found[i]!, paths[i]!, share([i]))),
    images,
  );
  const orderFiles = indicesOf(found, (kind) => kind === 'orders');
  const layouts = found.flatMap((file) => ('layout' in file && file.kind === 'orders' ? [file.layout] : []));
  const imported = layouts.length > 0 ? await importOrders(layouts, share(orderFiles)) : null;
  const tableFiles = indicesOf(found, (kind) => kind !== 'orders' && kind !== 'catalogue');
  const tables: ReadTable[] = [];
  for (const i of tableFiles) tables.push(await readTable(found[i]!, options[i]!, share([i]), lists?.items));

  const { customers, table, matches } = joinTables(
    imported?.orders.dictionaries.customers ?? null,
    tables.map((read) => read.table),
    imported?.consent,
  );
  const files: SourceFile[] = [];
  orderFiles.forEach((i, at) => (files[i] = { ...imported!.files[at]!, kind: 'orders' }));
  tableFiles.forEach((i, at) => {
    files[i] = { ...tables[at]!.file, ...(paths.length > 1 ? { match: matches[at]! } : {}) };
  });
  const joined = lists?.join(imported?.orders.dictionaries.products ?? null, tables);
  joined?.files.forEach((file, at) => (files[listFiles[at]!] = file));
  if (truth !== undefined) {
    const [first] = files;
    if (imported || !table) throw new AppError('invalid_input', { reason: 'labels_without_rows', file: first!.name });
    const known = await readLabelColumn(truth, { rows: first!.lines, customers: customers.length });
    table.label = known.label;
    files[0] = { ...first!, truth: known.file };
  }
  const labelled = files.find(({ truth: own }) => own)?.truth ?? files[tableFiles[0] ?? -1];
  if (table && labelled) checkLabel(table, labelled.name);
  const personalIds = standIns?.finish() ?? null;
  const catalogue = joined?.catalogue;
  return {
    shapes: found.map((file, i) => ('layout' in file && isEmpty(readings[i]!) ? shapeOf(file.layout) : null)),
    personalIds,
    catalogueTexts: joined?.texts ?? null,
    orders: imported ? { ...imported.orders, table, catalogue } : { ...noOrders(customers), table, catalogue },
    files: personalIds ? files.map(markReplaced) : files,
    rejectedLines: [
      ...(imported?.rejectedLines ?? []),
      ...tables.flatMap((read) => read.rejectedLines),
      ...(lists?.rejectedLines ?? []),
    ],
  };
}

/** The context that stops what takes more memory than there is. Throws AppError as `requireMemory`. */
function withinMemory(
  found: readonly FoundFile[],
  readings: readonly FileReading[],
  context: ImportContext,
): ImportContext {
  const { memory } = context;
  if (memory === undefined) return context;
  const expected = found.map((file) => ('matrix' in file ? expectMatrix(file.matrix) : expectLayout(file.layout)));
  requireMemory(expected, memory, readings[0]?.sample?.share ?? 1);
  const watch = watchMemory(
    memory,
    () => found.reduce((a, b) => (b.source.bytes > a.source.bytes ? b : a)).source.name,
  );
  return {
    ...context,
    checkCancelled: () => {
      context.checkCancelled();
      watch();
    },
  };
}

/** Lists of products name nobody: they say something only beside files that do. */
function refuseOnlyProducts(found: readonly FoundFile[]): void {
  if (found.every(({ kind }) => kind === 'catalogue')) {
    throw new AppError('invalid_input', { reason: 'no_customers_in_file', file: found[0]!.source.name });
  }
}

/** Rows without a name, and rows that a file of labels counts, cannot be left out by their customers. */
function refuseSampleWithoutIds(found: readonly FoundFile[], readings: readonly FileReading[], truth?: string): void {
  const unnamed = found.find((file, i) => {
    if (!readings[i]?.sample || file.kind === 'catalogue') return false;
    return truth !== undefined || 'matrix' in file || !file.layout.columns.some(({ role }) => role === 'customer');
  });
  if (unnamed) throw new AppError('invalid_input', { reason: 'sample_needs_ids', file: unnamed.source.name });
}

async function findFile(path: string, options: LayoutOptions): Promise<FoundFile> {
  if (await isMatrix(path)) {
    const matrix = await openFeatures(path, options);
    return { kind: 'features', source: matrix.source, matrix };
  }
  const layout = await readLayout(path, options);
  return { kind: layout.kind, source: layout.source, layout };
}

/** Whether the ids of a file's customers are personal as a column: e-mail addresses, numbers or names of people. */
function namesCustomersPersonally(file: FoundFile): boolean {
  if (!('layout' in file)) return false;
  const { columns, values } = file.layout;
  return columns.some(
    ({ role, index, masked }) =>
      (role === 'customer' || role === 'other') &&
      (masked || personalKind(values[index]!.cells.filter((cell) => cell !== '')) !== null),
  );
}

/** Says of the columns that name customers that they hold pseudonyms now. */
function markReplaced(file: SourceFile): SourceFile {
  const columns = file.columns.map((column) =>
    column.role === 'customer' || column.role === 'other' ? { ...column, replaced: true as const } : column,
  );
  return { ...file, columns };
}

function indicesOf(found: readonly FoundFile[], isWanted: (kind: FileKind) => boolean): number[] {
  return found.flatMap(({ kind }, i) => (isWanted(kind) ? [i] : []));
}

function cataloguesOf(found: FoundFile, path: string, context: ImportContext): FoundCatalogue {
  if (!('layout' in found)) throw new TypeError('an array of numbers is no list of products');
  return { layout: found.layout, path, context };
}

function readTable(
  found: FoundFile,
  options: LayoutOptions,
  context: ImportContext,
  items?: CatalogueItems,
): Promise<ReadTable> {
  if ('matrix' in found) return importMatrix(found.matrix, options, context);
  const { layout } = found;
  switch (layout.kind) {
    case 'attributes':
    case 'features':
      return readCustomers(layout, context);
    case 'events':
    case 'relationships':
    case 'reviews':
      return readBehaviour(layout, context, items);
    default:
      throw new AppError('invalid_input', { reason: 'no_customers_in_file', file: layout.source.name });
  }
}

/** Progress of some of the files as a part of all, by their bytes; they are read one after the other. */
function shares(found: readonly FoundFile[], context: ImportContext): (chosen: readonly number[]) => ImportContext {
  const bytes = found.map(({ source }) => source.bytes);
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
