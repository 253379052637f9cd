/** An array of numbers as a table of ready features: its rows are customers, its columns features. */
import type { ColumnGuess, FileInspection } from '../../../../shared/domain.ts';
import type { CustomerColumn, LabelColumn } from '../../../../shared/customer-table.ts';
import { AppError } from '../../../../shared/errors.ts';
import { findColumn } from '../column-roles.ts';
import type { ImportContext } from '../import-orders.ts';
import type { LayoutOptions } from '../layout.ts';
import { profileNumbers } from '../profile-columns.ts';
import type { ReadTable } from '../tables/read-customers.ts';
import { labelColumn } from './label-column.ts';
import { openMatrix, type NumberMatrix, type OpenMatrix } from './read-matrix.ts';

/** Columns that are listed one by one; a picture's pixels tell nobody anything. */
const listedColumns = 200;
const previewRecords = 50;

/** Throws AppError as `openMatrix`; invalid_input `array_kind` where it is to be read as something else. */
export async function openFeatures(path: string, { kind }: LayoutOptions): Promise<OpenMatrix> {
  const matrix = await openMatrix(path);
  if (kind && kind !== 'features') {
    throw new AppError('invalid_input', { reason: 'array_kind', file: matrix.source.name });
  }
  return matrix;
}

/**
 * Customers are numbered from 1. A column can be left out or be the label; all others are features.
 * @throws AppError no_such_column, no_attributes; cancelled.
 */
export async function importMatrix(
  matrix: OpenMatrix,
  options: LayoutOptions,
  context: ImportContext,
): Promise<ReadTable> {
  const { source, nRows, scale } = matrix;
  const roles = columnRoles(matrix, options);
  const visit = (share: number): void => {
    context.checkCancelled();
    context.report(share);
  };
  const read = await matrix.read({ visit });
  let label: LabelColumn | null = null;
  const columns: CustomerColumn[] = [];
  for (const { index, name, role } of roles) {
    if (role === 'label') label = labelColumn(name, Array.from(valuesOf(read, index, 1), labelText));
    if (role !== 'attribute') continue;
    const values = valuesOf(read, index, scale);
    columns.push({ id: `ready:${name}`, family: 'ready', type: 'number', unit: 'number', values });
  }
  context.checkCancelled();
  return {
    table: { customers: Array.from({ length: nRows }, (_, row) => String(row + 1)), columns, label },
    file: {
      name: source.name,
      kind: 'features',
      bytes: source.bytes,
      sha256: source.sha256(),
      ...{ encoding: '', delimiter: '', hasHeader: false, dateOrder: 'ymd' },
      ...{ lines: nRows, accepted: nRows, rejected: 0 },
      columns: listed(roles).map((guess) => {
        const values = valuesOf(read, guess.index, guess.role === 'label' ? 1 : scale);
        return { ...guess, profile: profileNumbers(values.filter(Number.isFinite), 'number', nRows) };
      }),
    },
    rejectedLines: [],
  };
}

/** What the array holds, with its first 200 columns and 50 rows. */
export async function inspectMatrix(path: string, options: LayoutOptions): Promise<FileInspection> {
  const matrix = await openFeatures(path, options);
  const { source, scale } = matrix;
  const columns = listed(columnRoles(matrix, options));
  const { values, nRows, nColumns } = await matrix.read({ rows: previewRecords });
  return {
    file: source.name,
    bytes: source.bytes,
    ...{ kind: 'features', kindConfidence: 1, compression: source.compression, container: 'array', parts: [] },
    ...{ encoding: '', delimiter: '', hasHeader: false, decimal: '.' },
    ...{ dateOrder: 'ymd', dateOrderAmbiguous: false, openDates: [] },
    because: { encoding: 'valid', delimiter: 'regular', header: 'data', dateOrder: 'form' },
    columns,
    preview: Array.from({ length: nRows }, (_, row) => ({
      line: row + 1,
      cells: columns.map(({ index, role }) => {
        const raw = values[row * nColumns + index]!;
        if (!Number.isFinite(raw)) return { text: '' };
        const value = role === 'label' ? raw : raw / scale;
        return { text: String(Number(value.toPrecision(6))), value };
      }),
    })),
  };
}

function columnRoles({ source, nColumns }: OpenMatrix, options: LayoutOptions): ColumnGuess[] {
  const names = Array.from({ length: nColumns }, (_, i) => `column ${i + 1}`);
  const find = (column: string | number): number => findColumn(names, column, source.name);
  const excluded = new Set([...(options.exclude ?? []), ...(options.personal ?? [])].map(find));
  const { label, ...others } = options.columns ?? {};
  const labelAt = label === undefined ? -1 : find(label);
  // An array has no columns of customers, dates or the like.
  for (const column of Object.values(others)) {
    throw new AppError('invalid_input', { reason: 'no_such_column', file: source.name, column });
  }
  const roles = names.map((name, index): ColumnGuess => {
    const role = index === labelAt ? 'label' : excluded.has(index) ? 'ignored' : 'attribute';
    return { index, name, role, confidence: 1, because: 'values', missingShare: 0 };
  });
  if (!roles.some(({ role }) => role === 'attribute')) {
    throw new AppError('invalid_input', { reason: 'no_attributes', file: source.name });
  }
  return roles;
}

/** The first columns, and those that are something else than features. */
function listed(columns: readonly ColumnGuess[]): ColumnGuess[] {
  return columns.filter(({ index, role }) => index < listedColumns || role !== 'attribute');
}

/** What is infinite is as good as missing: nothing can be scaled or compared with it. */
function valuesOf({ values, nRows, nColumns }: NumberMatrix, column: number, scale: number): Float64Array {
  const own = new Float64Array(nRows);
  for (let row = 0; row < nRows; row++) {
    const value = values[row * nColumns + column]! / scale;
    own[row] = Number.isFinite(value) ? value : NaN;
  }
  return own;
}

function labelText(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
