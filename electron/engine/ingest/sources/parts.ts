/** Which tables of a container are read, and how several become one. */
import { AppError } from '../../../../shared/errors.ts';
import type { Part } from './content.ts';

const lineFeed = 10;
const carriageReturn = 13;
const longestHeader = 1 << 20;

/**
 * The parts to read: the one that was asked for; else those that share a header, if together they are the largest of
 * the tables in the container; a table that shares it with none stands for itself.
 * @throws AppError invalid_input no_such_part, no_table_inside.
 */
export async function chooseParts(parts: readonly Part[], asked: string | undefined, file: string): Promise<Part[]> {
  if (parts.length === 1 && (asked === undefined || parts[0]!.name === asked)) return [...parts];
  if (asked !== undefined) {
    const isAsked = ({ name }: Part): boolean => name === asked || name.split('/').at(-1) === asked;
    const found = parts.find(({ name }) => name === asked) ?? parts.find(isAsked);
    if (found) return [found];
    const names = parts.map(({ name }) => name).slice(0, 20);
    throw new AppError('invalid_input', { reason: 'no_such_part', file, part: asked, parts: names });
  }
  const byHeader = new Map<string, Part[]>();
  for (const part of parts) {
    const header = await headerOf(part);
    if (header !== '') byHeader.set(header, [...(byHeader.get(header) ?? []), part]);
  }
  const groups = [...byHeader.values()];
  if (groups.length === 0) throw new AppError('invalid_input', { reason: 'no_table_inside', file });
  const known = groups.flat().every(({ rows }) => rows !== null);
  const size = (group: readonly Part[]): number =>
    group.reduce((sum, { rows, weight }) => sum + (known ? rows! : weight), 0);
  return groups.reduce((best, group) => (size(group) > size(best) ? group : best));
}

/** The first line that is not blank; empty where there is none. */
async function headerOf(part: Part): Promise<string> {
  let start = '';
  for await (const chunk of part.chunks()) {
    start += Buffer.from(chunk).toString('latin1');
    const found = /^(?:\xef\xbb\xbf)?[\s,]*?([^\s,][^\r\n]*)[\r\n]/.exec(start);
    if (found) return found[1]!.trim();
    if (start.length > longestHeader) break;
  }
  return start.replace(/^\xef\xbb\xbf/, '').trim();
}

/** A place in the joined text as a place in the part that it came from. */
export interface Place {
  part?: string;
  line: number;
}

/** Several parts as one text. The headers of all but the first become empty lines, so that lines are counted as they are. */
export class JoinedParts {
  readonly #parts: readonly Part[];
  /** Lines before each part that has been begun. */
  #before: number[] = [];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const parts = this.#parts;
    this.#before = [0];
    if (parts.length === 1) return yield* parts[0]!.chunks();
    const lines = new LineCount();
    for (const [i, part] of parts.entries()) {
      this.#before[i] = lines.count;
      for await (const chunk of i === 0 ? part.chunks() : withoutHeader(part.chunks())) {
        lines.add(chunk);
        yield chunk;
      }
      if (lines.isOpen) {
        const end = Uint8Array.of(lineFeed);
        lines.add(end);
        yield end;
      }
    }
  }

  /** Share of all parts that has been read, by their weight; null where the bytes that are read tell it. */
  get share(): number | null {
    const current = this.#before.length - 1;
    if (current < 0 || !this.#parts[current]!.share) return null;
    const weights = this.#parts.map(({ weight }) => weight);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const own = this.#parts[current]!.share() * weights[current]!;
    return (sum(weights.slice(0, current)) + own) / Math.max(1, sum(weights));
  }

  /** Where a line of the text, 1-based, lies. Parts that are read alone need no name. */
  place(line: number): Place {
    if (this.#parts.length === 1) return { line };
    const i = this.#before.findLastIndex((before) => before < line);
    return { part: this.#parts[Math.max(0, i)]!.name, line: line - (this.#before[Math.max(0, i)] ?? 0) };
  }
}

/** Counts line ends as the scanner does: LF, CR, and both together as one. */
class LineCount {
  count = 0;
  /** The last line has no end yet. */
  isOpen = false;
  #endedOnReturn = false;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) {
      const before = at > 0 ? chunk[at - 1] === carriageReturn : this.#endedOnReturn;
      if (!before) this.count++;
    }
    for (let at = chunk.indexOf(carriageReturn); at >= 0; at = chunk.indexOf(carriageReturn, at + 1)) this.count++;
    const last = chunk.at(-1);
    this.#endedOnReturn = last === carriageReturn;
    this.isOpen = last !== lineFeed && last !== carriageReturn;
  }
}

/** Everything but the first line that is not blank; an empty line stands for each line left out. */
async function* withoutHeader(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start = Buffer.alloc(0);
  let done = false;
  for await (const chunk of chunks) {
    if (done) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    // A line end at the very end may be the first half of one.
    const found = /^(?:\xef\xbb\xbf)?\s*[^\s][^\r\n]*(?:\n|\r\n|\r(?!$))/.exec(start.toString('latin1'));
    if (!found) {
      if (start.length > longestHeader) break;
      continue;
    }
    done = true;
    yield Buffer.from('\n'.repeat(found[0].match(/\r\n|\r|\n/g)!.length));
    if (start.length > found[0].length) yield start.subarray(found[0].length);
  }
}
