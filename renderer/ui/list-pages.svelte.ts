/** A long list that comes page by page: what is in view is asked for, what came is kept for a while. */
import { SvelteMap } from 'svelte/reactivity';
import { AppError } from '../../shared/errors.ts';

export const pageSize = 50;
/** Pages on their way at once; what scrolled out of view meanwhile is never asked for. */
const pagesAtOnce = 2;
const keptPages = 80;
const slowMs = 1000;

export class ListPages<Row, Page extends { total: number; rows: Row[] }> {
  /** Rows in the list; null until the first page has come. */
  total = $state<number | null>(null);
  /** True while the list shown is that of an earlier question. */
  waiting = $state(false);
  /** True once the first answer has taken longer than a second. */
  slow = $state(false);

  readonly #pages = new SvelteMap<number, readonly Row[]>();
  readonly #request: (offset: number, limit: number) => Promise<Page>;
  readonly #settle: (error: AppError | null) => void;
  #generation = 0;
  #inFlight: number[] = [];
  #view: [first: number, last: number] = [0, 0];
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** `request` gets a page of the list as it is now; `settle` hears how each question ended. */
  constructor(request: (offset: number, limit: number) => Promise<Page>, settle: (error: AppError | null) => void) {
    this.#request = request;
    this.#settle = settle;
  }

  /** The row at an index of the list; null until it has come. */
  rowAt(index: number): Row | null {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
  }

  /** Says which rows are in view; what is missing of them is asked for. */
  want(first: number, last: number): void {
    this.#view = [first, last];
    this.#ask();
  }

  /** The list has changed: asks for what is in view anew. What is there stays until the answer comes. */
  renew({ fromTop = false } = {}): void {
    if (fromTop) this.#view = [0, 0];
    this.#generation++;
    this.#inFlight = [];
    this.waiting = true;
    clearTimeout(this.#patience);
    if (this.total === null) this.#patience = setTimeout(() => (this.slow = true), slowMs);
    this.#ask();
  }

  /** Lets go of all rows, those on their way included. What comes into view is asked for again. */
  drop(): void {
    this.#generation++;
    this.#inFlight = [];
    this.#pages.clear();
  }

  /** Is as new. */
  forget(): void {
    this.#view = [0, 0];
    clearTimeout(this.#patience);
    this.drop();
    this.total = null;
    this.waiting = this.slow = false;
  }

  /** Takes what a page says of the whole list. */
  protected took({ total }: Page): void {
    this.total = total;
  }

  #ask(): void {
    // Before the first `renew` there is nothing to ask about.
    if (this.total === null && !this.waiting) return;
    const [first, last] = this.#view;
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) {
      if (this.#inFlight.length >= pagesAtOnce) return;
      if (this.#inFlight.includes(page) || (!this.waiting && this.#pages.has(page))) continue;
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const generation = this.#generation;
    this.#inFlight.push(page);
    let answer: Page;
    try {
      answer = await this.#request(page * pageSize, pageSize);
    } catch (thrown) {
      if (generation === this.#generation) this.#settle(AppError.from(thrown));
      return;
    }
    if (generation !== this.#generation) return;
    this.#inFlight = this.#inFlight.filter((other) => other !== page);
    if (this.waiting) this.#pages.clear();
    this.#pages.set(page, answer.rows);
    if (this.#pages.size > keptPages) this.#pages.delete(this.#farthest());
    clearTimeout(this.#patience);
    this.took(answer);
    this.waiting = this.slow = false;
    this.#settle(null);
    this.#ask();
  }

  /** The page that is farthest from what is in view. */
  #farthest(): number {
    const middle = (this.#view[0] + this.#view[1]) / 2 / pageSize;
    return [...this.#pages.keys()].reduce((a, b) => (Math.abs(a - middle) < Math.abs(b - middle) ? b : a));
  }
}
