/** Personal customer ids leave the import as pseudonyms; which address each stands for is handed over apart. */
import { plainId } from './plain-id.ts';
import { contactKind } from './personal.ts';
import { pseudonym } from './pseudonym.ts';

/** Pseudonyms, each with the id that it stands for as it was first written. */
export interface PersonalIds {
  pseudonyms: string[];
  ids: string[];
}

export class StandIns {
  readonly #key: Uint8Array;
  readonly #all: boolean;
  readonly #ids = new Map<string, string>();

  /**
   * @param key secret of the workspace.
   * @param all every id is personal, whatever it looks like: some file's customers were recognised as e-mail addresses,
   * numbers or names. Otherwise only an id that is an address or a written phone number by itself is replaced.
   */
  constructor(key: Uint8Array, all: boolean) {
    this.#key = key;
    this.#all = all;
  }

  /** The id as it goes on: a pseudonym where it is personal, else as it is. */
  of(id: string): string {
    if (id === '' || !(this.#all || contactKind(id.trim()))) return id;
    const name = pseudonym(id, this.#key);
    if (!this.#ids.has(name)) this.#ids.set(name, id.trim());
    return name;
  }

  /** A column of ids, each distinct one once: two spellings of an address become one customer. */
  replace({ texts, codes }: { texts: string[]; codes: Int32Array }): { texts: string[]; codes: Int32Array } {
    const places = new Map<string, number>();
    const own = Int32Array.from(texts, (text) => {
      const name = this.of(plainId(text));
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    });
    return { texts: [...places.keys()], codes: codes.map((code) => (code < 0 ? code : own[code]!)) };
  }

  /** Null where no id was personal. */
  finish(): PersonalIds | null {
    return this.#ids.size === 0 ? null : { pseudonyms: [...this.#ids.keys()], ids: [...this.#ids.values()] };
  }
}
