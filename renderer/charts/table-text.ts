/** The table of a chart as text: what a person pastes into a sheet. */
import { csvCell, harmlessCell } from '../../shared/spreadsheet-cell.ts';

/** Cells as they are read, row by row; what is only for the eye or only for the ear counts by its text. */
export function cellsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [
      (cell.textContent ?? '').replace(/\s+/g, ' ').trim(),
      ...new Array<string>(Math.max(0, cell.colSpan - 1)).fill(''),
    ]),
  );
}

/** Tabs between cells; a sheet takes them apart again, and runs what is pasted no less than what it opens. */
export function asTabs(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => harmlessCell(cell.replaceAll('\t', ' '))).join('\t')).join('\n');
}

/** CSV by RFC 4180 with a byte order mark, without which Excel misreads anything but English. */
export function asCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** A title as the name of a file: no sign that some system refuses, no more than 80 of them. */
export function fileName(title: string, ending: string): string {
  const name = title
    // eslint-disable-next-line no-control-regex -- exactly these are what file systems refuse
    .replace(/[\u0000-\u001f<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^(.{60,80}) .*$|^(.{80}).*$/u, '$1$2')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${name || 'chart'}.${ending}`;
}
