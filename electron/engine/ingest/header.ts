/** Whether the first record of a file holds the names of its columns, and what these are. */
import { roleOfName } from './column-names.ts';
import { readsAsDate } from './column-values.ts';

function looksLikeValue(cell: string): boolean {
  return /^[-+(]?[\d.,]*\d[\d.,]*[)%]?$/.test(cell) || (/\d/.test(cell) && readsAsDate(cell, 'calendar'));
}

/** A first record is a header when its cells are names: known ones, or texts above columns of numbers and dates. */
export function findHeader(records: readonly string[][]): 'names' | 'values' | 'data' {
  const first = records[0]!;
  const given = first.filter((cell) => cell !== '');
  if (given.length === 0 || given.filter(looksLikeValue).length > given.length * 0.2) return 'data';
  if (given.filter((cell) => (roleOfName(cell)?.strength ?? 0) >= 0.85).length >= Math.min(2, given.length))
    return 'names';
  if (given.some(looksLikeValue)) return 'data';
  const rest = records.slice(1, 200);
  const aboveValues = first.some((_, column) => {
    const cells = rest.map((record) => record[column] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.filter(looksLikeValue).length >= 0.8 * cells.length;
  });
  if (aboveValues) return 'values';
  const recurs = first.some((cell, column) => cell !== '' && rest.some((record) => record[column] === cell));
  return !recurs && new Set(given).size === given.length && given.length === first.length ? 'values' : 'data';
}

/** Column names and the number of fields; a first column without a name holds the row names that R writes. */
export function nameColumns(header: string[] | null, data: readonly string[][]): { width: number; names: string[] } {
  const counts = new Map<number, number>();
  for (const { length } of data) counts.set(length, (counts.get(length) ?? 0) + 1);
  const usual = [...counts].sort((a, b) => b[1] - a[1])[0]![0];
  const number = (i: number): string => `column ${i + 1}`;
  if (!header) return { width: usual, names: Array.from({ length: usual }, (_, i) => number(i)) };
  const names = [...header];
  while (names.length > usual && names.at(-1) === '') names.pop();
  const endsEmpty = data.every((record) => (record[names.length] ?? '') === '');
  if (names.length === usual - 1 && !endsEmpty) names.unshift('');
  return { width: names.length, names: names.map((name, i) => (name === '' ? number(i) : name)) };
}
