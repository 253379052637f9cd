/** Files that were read, on their way into data that are there. */
import { bringsCustomers, isNumbered, waysToAdd, type AddWay } from '../../../../shared/additions.ts';
import type { CatalogueTexts } from '../../../../shared/catalogue.ts';
import type { SourceFile } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Orders } from '../../../../shared/orders.ts';
import { mergeContent, type MergeCounts } from './merge-content.ts';

/** The data that files are read into. */
export interface There {
  how: AddWay;
  files: SourceFile[];
  /** Null where all of it is replaced, as the texts of its catalogue, or where it has none. */
  orders: Orders | null;
  catalogueTexts: CatalogueTexts | null;
}

/**
 * The data with what was read, and what came of it.
 * @throws AppError `conflict`: `layout_differs`, where the files are of another making than those that are there;
 * `file_there_already`, where all lines of a file would be there twice.
 */
export function addFiles(
  there: There,
  { orders, files }: { orders: Orders; files: SourceFile[] },
): { orders: Orders; files: SourceFile[]; counts: MergeCounts } {
  if (!waysToAdd({ status: 'ready', files: there.files }, files).includes(there.how)) {
    throw new AppError('conflict', { reason: 'layout_differs', file: files[0]!.name });
  }
  if (!there.orders) {
    const of = orders.lines.count > 0 ? 'lines' : 'customers';
    const count = of === 'lines' ? orders.lines.count : orders.dictionaries.customers.length;
    return { orders, files, counts: { of, read: count, known: 0, added: count, updated: 0 } };
  }
  const twice = files.find(({ sha256 }) => there.files.some((known) => known.sha256 === sha256));
  if (twice && there.how === 'append') {
    throw new AppError('conflict', { reason: 'file_there_already', file: twice.name });
  }
  const { passed, ...merged } = mergeContent(there.orders, orders, {
    onlyNew: there.how === 'new',
    extend: bringsCustomers(there.files, files),
    numbered: isNumbered(files),
  });
  return { ...merged, files: withoutPassed(files, passed) };
}

/** Files of orders, whose lines follow each other, with how many of them are new. */
function withoutPassed(files: SourceFile[], passed: Uint8Array): SourceFile[] {
  let from = 0;
  return files.map((file) => {
    if (file.kind !== 'orders') return file;
    const own = passed.subarray(from, (from += file.accepted)).reduce((sum, one) => sum + one, 0);
    return own === 0 ? file : { ...file, lines: file.lines - own, accepted: file.accepted - own, passed: own };
  });
}
