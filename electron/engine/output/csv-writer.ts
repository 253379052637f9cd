/** Comma-separated values that every spreadsheet opens as they are meant. */

/** A plain number in any notation a spreadsheet reads; it stays as it is, though it may start with a sign. */
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
/** What a spreadsheet would run as a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * One cell as RFC 4180 text: quoted where it holds a comma, a quote or a line break. A text that a spreadsheet would
 * run as a formula (it starts with = + - @, tab or carriage return) gets a leading apostrophe; plain numbers do not.
 * NaN, infinities and null become an empty cell.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = formulaStart.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A header and rows as CSV text with a line feed after every line. */
export function csvText(header: readonly string[], rows: Iterable<readonly (string | number | null)[]>): string {
  const parts: string[] = [header.map(csvCell).join(',')];
  for (const row of rows) parts.push(row.map(csvCell).join(','));
  return `${parts.join('\n')}\n`;
}
