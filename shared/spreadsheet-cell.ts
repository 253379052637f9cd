/** Cells of every table that leaves Clientele for a spreadsheet, as text that no spreadsheet runs. */

/** Digits with their sign, separators and per cent: no spreadsheet can make more of it than a number. */
const onlyNumber = /^[+-]?(\d[\d.,\u00a0\u202f ]*|\.\d+)([eE][+-]?\d+)?\s?%?$/;
/**
 * What a spreadsheet would run as a formula (OWASP, CSV injection), also behind blanks, which some take away first, and
 * in the full width of Chinese and Japanese, which some make narrow.
 */
const formulaStart = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;
/** The same, but for numbers, behind a sign that parts columns in other countries, whatever quotes stand around it. */
const formulaInside = /([;\t])(?!\s*[+-][\d.,]+\s?%?\s*(?:[;,\t"\r\n]|$))(\s*[=+\-@＝＋－＠])/g;

/**
 * A text as a cell that a spreadsheet shows and never runs: one that begins like a formula gets a leading apostrophe,
 * also where it would begin a cell if semicolons or tabs parted columns. Plain numbers stay as they are.
 */
export function harmlessCell(text: string): string {
  if (onlyNumber.test(text)) return text;
  const inside = text.replace(formulaInside, "$1'$2");
  return formulaStart.test(inside) ? `'${inside}` : inside;
}

/**
 * One cell as RFC 4180 text, harmless, and quoted where it holds a comma, a semicolon, a tab, a quote or a line break.
 * NaN, infinities and null become an empty cell.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = harmlessCell(value);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
