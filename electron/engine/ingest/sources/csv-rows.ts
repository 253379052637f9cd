/** Rows of cells as CSV (RFC 4180, comma, LF), one line a row, so that the number of a line is that of its row. */

export type CellContent = string | number | bigint | boolean | Date | null | undefined;

const flushAt = 1 << 17;

/** The text of a cell: numbers without exponent and in full precision, dates as ISO 8601 with a blank before the time. */
export function cellText(content: CellContent): string {
  switch (typeof content) {
    case 'string':
      return quoted(content);
    case 'number':
      return Number.isFinite(content) ? plainNumber(content) : '';
    case 'bigint':
      return content.toString();
    case 'boolean':
      return content ? 'TRUE' : 'FALSE';
    default:
      return content instanceof Date ? dateText(content) : '';
  }
}

function quoted(text: string): string {
  if (!/[",\r\n]|^\s|\s$/.test(text)) return text;
  const flat = text.replace(/\r\n|[\r\n]/g, ' ');
  return /[",]/.test(flat) ? `"${flat.replaceAll('"', '""')}"` : flat;
}

function plainNumber(value: number): string {
  const short = String(value);
  if (!short.includes('e')) return short;
  const [mantissa, exponent] = short.split('e');
  if (Number(exponent) > 0) return BigInt(value).toString();
  const decimals = (mantissa!.split('.')[1]?.length ?? 0) - Number(exponent);
  return decimals > 100 ? '0' : value.toFixed(decimals);
}

const secondsPerDay = 86_400;
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
/** Texts of days that came before: a table holds the same ones again and again. */
const days = new Map<number, string>();
const mostDays = 10_000;

/** To the second; midnight is left out. */
function dateText(date: Date): string {
  const seconds = Math.round(date.getTime() / 1000);
  if (Number.isNaN(seconds)) return '';
  const day = Math.floor(seconds / secondsPerDay);
  const rest = seconds - day * secondsPerDay;
  let text = days.get(day);
  if (text === undefined) {
    if (days.size === mostDays) days.clear();
    text = new Date(day * secondsPerDay * 1000).toISOString().split('T')[0]!;
    days.set(day, text);
  }
  return rest === 0 ? text : `${text} ${timeText(rest)}`;
}

/** @param seconds since midnight. */
export function timeText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return `${twoDigits[hours]!}:${twoDigits[Math.floor(seconds / 60) % 60]!}:${twoDigits[seconds % 60]!}`;
}

/** Gathers lines and hands them out in chunks. */
export class CsvLines {
  #text = '';
  bytes = 0;

  /** Lines in the place of rows that hold nothing. */
  blank(rows: number): void {
    this.#text += '\n'.repeat(rows);
  }

  /** Cells beyond the last one with content are written up to `width`. */
  row(cells: readonly CellContent[], width: number): void {
    let line = '';
    const columns = Math.max(width, cells.length);
    for (let i = 0; i < columns; i++) line += i === 0 ? cellText(cells[i]) : `,${cellText(cells[i])}`;
    this.#text += `${line}\n`;
  }

  /** A chunk, once there is enough for one. */
  *full(): Generator<Uint8Array> {
    if (this.#text.length >= flushAt) yield* this.rest();
  }

  *rest(): Generator<Uint8Array> {
    if (this.#text === '') return;
    const chunk = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    this.bytes += chunk.length;
    yield chunk;
  }
}
