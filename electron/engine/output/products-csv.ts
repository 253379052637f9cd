/** The list of products for a spreadsheet. */
import type { Language } from '../../../shared/domain.ts';
import { productsCsvHeader } from '../../../shared/language/products.ts';
import { isTextColumn, type ProductColumn, type ProductRow } from '../../../shared/products.ts';
import { csvCell } from '../../../shared/spreadsheet-cell.ts';

/** The first line, with the mark by which spreadsheets know UTF-8. */
export function productsHeader(columns: readonly ProductColumn[], language: Language): string {
  return `\ufeff${productsCsvHeader(columns, language).map(csvCell).join(',')}\n`;
}

/** Lines of the list: figures with four decimals at most, days as 2011-12-09; what cannot be said is an empty cell. */
export function productLines(rows: readonly ProductRow[], columns: readonly ProductColumn[]): string {
  return rows.map((row) => `${columns.map((column) => csvCell(cellOf(row, column))).join(',')}\n`).join('');
}

function cellOf(row: ProductRow, column: ProductColumn): string | number {
  if (isTextColumn(column)) return row[column];
  const value = row[column];
  return column === 'firstSold' || column === 'lastSold' ? day(value) : Number(value.toFixed(4));
}

const day = (seconds: number): string =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString().slice(0, 10) : '';
