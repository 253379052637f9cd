/** What files of the same making have in common, and what a person corrected about one: to be done again with the next. */
import { createHash } from 'node:crypto';
import type { FileReading, SourceFile } from '../../../shared/domain.ts';
import { findColumn } from './column-roles.ts';
import { readLayout, type Layout } from './layout.ts';
import { isMatrix } from './matrices/read-matrix.ts';

/** A file's shape with what was corrected about it; null where it was read as it was found. */
export interface Correction {
  shape: string;
  reading: FileReading | null;
}

/**
 * Names the shape of a file as it is found, before anybody corrects it: a hash of its columns' names in their order, or,
 * where it has no header, of what kind of values they hold. No cell is in it.
 */
export function shapeOf({ hasHeader, columns, values }: Layout): string {
  const parts = hasHeader
    ? columns.map(({ name }) => name)
    : values.map(({ date, numericShare }) => (date ? 'date' : numericShare >= 0.8 ? 'number' : 'text'));
  return createHash('sha256')
    .update(JSON.stringify([hasHeader, parts]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * The shape of a file; null for arrays of numbers, which leave nothing to correct.
 * @throws AppError as `readLayout`.
 */
export async function fileShape(path: string, part: string | undefined): Promise<string | null> {
  return (await isMatrix(path)) ? null : shapeOf(await readLayout(path, part === undefined ? {} : { part }));
}

/**
 * What a person corrected about a file that has been read: its kind, roles, encoding, delimiter, header and order of
 * dates. Columns go by their numbers, as names may be given twice. Null for arrays of numbers.
 * @param file as it was read.
 */
export async function correctionOf(path: string, reading: FileReading, file: SourceFile): Promise<Correction | null> {
  if (await isMatrix(path)) return null;
  const found = await readLayout(path, reading.part === undefined ? {} : { part: reading.part });
  const names = file.columns.map(({ name }) => name);
  const number = (column: string | number): number => findColumn(names, column, file.name) + 1;
  const { kind, columns, attributes = [], exclude, personal = [], encoding, delimiter, hasHeader, dateOrder } = reading;
  // A known label belongs to a run, not to files of this shape.
  const roles = Object.entries(columns).filter(([role]) => role !== 'label');
  const corrected: FileReading = {
    columns: Object.fromEntries(roles.map(([role, column]) => [role, number(column)])),
    exclude: exclude.map(number),
    ...(kind && kind !== found.kind ? { kind } : {}),
    ...(attributes.length > 0 ? { attributes: attributes.map(number) } : {}),
    ...(personal.length > 0 ? { personal: personal.map(number) } : {}),
    ...(encoding && encoding !== found.encoding ? { encoding } : {}),
    ...(delimiter && delimiter !== found.delimiter ? { delimiter } : {}),
    ...(hasHeader !== undefined && hasHeader !== found.hasHeader ? { hasHeader } : {}),
    ...(dateOrder ? { dateOrder } : {}),
  };
  return { shape: shapeOf(found), reading: isEmpty(corrected) ? null : corrected };
}

/** Whether a reading leaves everything to the recognition; which part and which customers are read is none of its matter. */
export function isEmpty(reading: FileReading): boolean {
  const { columns, attributes = [], exclude, personal = [], kind, encoding, delimiter, hasHeader, dateOrder } = reading;
  const said = [kind, encoding, delimiter, hasHeader, dateOrder, ...attributes, ...exclude, ...personal];
  return Object.keys(columns).length === 0 && said.every((one) => one === undefined);
}
