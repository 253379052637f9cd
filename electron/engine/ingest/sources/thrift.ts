/** As much of Thrift's compact protocol as the headers of Parquet's pages need. */

/** Numbers and structures by the number of their field; texts and lists are passed over. */
export class Struct {
  readonly #fields = new Map<number, number | Struct>();

  set(field: number, value: number | Struct): void {
    this.#fields.set(field, value);
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** NaN where there is none. */
  number(field: number): number {
    const value = this.#fields.get(field);
    return typeof value === 'number' ? value : NaN;
  }

  child(field: number): Struct | null {
    const value = this.#fields.get(field);
    return value instanceof Struct ? value : null;
  }
}

const kinds = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
};
const mostDepth = 8;

export class Thrift {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws Error at what is no structure. */
  struct(depth = 0): Struct {
    if (depth > mostDepth) throw new Error('structures within structures without end');
    const struct = new Struct();
    let field = 0;
    for (;;) {
      const head = this.#byte();
      const kind = head & 15;
      if (kind === 0) return struct;
      field = head >> 4 ? field + (head >> 4) : this.#signed();
      const value = this.#value(kind, depth);
      if (value !== null) struct.set(field, value);
    }
  }

  /** An unsigned number of up to 35 bits. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      if (factor > 2 ** 63) throw new Error('a number without end');
    }
  }

  #value(kind: number, depth: number): number | Struct | null {
    switch (kind) {
      case kinds.true:
        return 1;
      case kinds.false:
        return 0;
      case kinds.byte:
        return this.#byte();
      case kinds.i16:
      case kinds.i32:
      case kinds.i64:
        return this.#signed();
      case kinds.double:
        this.at += 8;
        return null;
      case kinds.binary: {
        const length = this.varint();
        this.at += length;
        return null;
      }
      case kinds.list:
      case kinds.set:
        this.#list(depth);
        return null;
      case kinds.struct:
        return this.struct(depth + 1);
      default:
        throw new Error('an unknown kind of field');
    }
  }

  #list(depth: number): void {
    const head = this.#byte();
    const length = head >> 4 === 15 ? this.varint() : head >> 4;
    const kind = head & 15;
    for (let i = 0; i < length; i++) {
      if (kind === kinds.true || kind === kinds.false) this.#byte();
      else this.#value(kind, depth + 1);
    }
  }

  #signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new Error('it ends too early');
    return byte;
  }
}
