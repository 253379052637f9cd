/** Comma-separated values that every spreadsheet opens as they are meant. */
import { csvCell } from '../../../shared/spreadsheet-cell.ts';

/** A header and rows as CSV text (see `csvCell`) with a line feed after every line. */
export function csvText(header: readonly string[], rows: Iterable<readonly (string | number | null)[]>): string {
  const parts: string[] = [header.map(csvCell).join(',')];
  for (const row of rows) parts.push(row.map(csvCell).join(','));
  return `${parts.join('\n')}\n`;
}
