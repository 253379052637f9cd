/** The list of products for a spreadsheet. */
import type { Language } from '../../../shared/domain.ts';
import { productsCsvHeader } from '../../../shared/language/products.ts';
import type { ProductRow } from '../../../shared/products.ts';
import { csvCell } from '../../../shared/spreadsheet-cell.ts';

/** The first line, with the mark by which spreadsheets know UTF-8. */
export function productsHeader(language: Language): string {
  return `\ufeff${productsCsvHeader(language).map(csvCell).join(',')}\n`;
}

/** Lines of the list: figures with four decimals at most, days as 2011-12-09; what cannot be said is an empty cell. */
export function productLines(rows: readonly ProductRow[]): string {
  return rows
    .map((row) => {
      const { customers, orders, quantity, revenue, averagePrice, returnRate } = row;
      const figures = [customers, orders, quantity, revenue, averagePrice, returnRate];
      const days = [day(row.firstSold), day(row.lastSold)];
      const cells = [row.code, row.name, ...figures.map((value) => Number(value.toFixed(4))), ...days];
      return `${cells.map(csvCell).join(',')}\n`;
    })
    .join('');
}

const day = (seconds: number): string =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString().slice(0, 10) : '';
