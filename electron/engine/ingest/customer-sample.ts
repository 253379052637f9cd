/** A sample of customers: all lines of some of them, the same ones in every file that names them. */
import type { ColumnGuess, CustomerSample, FileKind } from '../../../shared/domain.ts';
import { isMissing } from './column-values.ts';
import { textDecoder } from './encoding.ts';
import type { RecordScanner } from './record-scanner.ts';

const [zero, point] = [48, 46];

/**
 * Chooses records by the hash of the customer they name, so that a larger share holds every smaller one of its seed. Ids
 * count in their plain form, in which tables are joined: without case, leading zeros, the `.0` of spreadsheets, and
 * whatever the encoding. A tie between two customers needs both; a record that names nobody goes by its line.
 */
export class CustomerSampler {
  /** Records that were asked about, taken or not. */
  seen = 0;
  readonly #seed: number;
  readonly #below: number;
  readonly #columns: readonly number[];
  readonly #decode: (bytes: Uint8Array) => string;

  constructor(
    { share, seed }: CustomerSample,
    layout: { columns: readonly ColumnGuess[]; kind: FileKind; encoding: string },
  ) {
    this.#seed = seed;
    this.#below = share * 2 ** 32;
    this.#columns = layout.columns
      .filter(({ role }) => role === 'customer' || (role === 'other' && layout.kind === 'relationships'))
      .map(({ index }) => index);
    this.#decode = textDecoder(layout.encoding);
  }

  takes(record: RecordScanner): boolean {
    this.seen++;
    const columns = this.#columns;
    if (columns.length === 0) return this.#isChosen(mixed(record.line, this.#seed));
    for (let n = 0; n < columns.length; n++) {
      const column = columns[n]!;
      if (column >= record.nFields) return this.#isChosen(mixed(record.line, this.#seed));
      record.unescape(column);
      if (!this.#isChosen(this.#hashOf(record, record.starts[column]!, record.ends[column]!))) return false;
    }
    return true;
  }

  #isChosen(hash: number): boolean {
    return hash >>> 0 < this.#below;
  }

  #hashOf({ bytes, line }: RecordScanner, start: number, end: number): number {
    let plain = bytes;
    for (let i = start; i < end; i++) {
      if (bytes[i]! < 128) continue;
      plain = Buffer.from(this.#decode(bytes.subarray(start, end)).trim().toLowerCase(), 'utf8');
      start = 0;
      end = plain.length;
      break;
    }
    if (end - start <= 4 && isMissing(Buffer.from(plain.subarray(start, end)).toString('latin1'))) {
      return mixed(line, this.#seed);
    }
    let last = end;
    while (last > start && plain[last - 1] === zero) last--;
    if (last < end && last > start + 1 && plain[last - 1] === point) end = last - 1;
    while (start < end - 1 && plain[start] === zero) start++;
    // FNV-1a (Fowler, Noll, Vo), lower case.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) {
      const byte = plain[i]!;
      hash = Math.imul(hash ^ (byte >= 65 && byte <= 90 ? byte + 32 : byte), 0x01000193);
    }
    return mixed(hash, this.#seed);
  }
}

/** All bits of both into all bits (the finaliser of MurmurHash3, Appleby 2011). */
function mixed(hash: number, seed: number): number {
  let bits = hash ^ Math.imul(seed + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
