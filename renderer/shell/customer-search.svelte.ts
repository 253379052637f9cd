/** The search of the top bar: what is typed, who was found, and which of them the arrow keys are at. */
import type { FoundCustomer } from '../../shared/customers.ts';
import type { Session } from '../session.svelte.ts';

const typingMs = 120;

export class CustomerSearch {
  text = $state('');
  open = $state(false);
  /** Null until the answer to what is typed has come. */
  found = $state.raw<readonly FoundCustomer[] | null>(null);
  active = $state(0);

  readonly #session: Session;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  type(text: string): void {
    this.text = text;
    this.open = text.trim() !== '';
    this.found = null;
    this.active = 0;
    clearTimeout(this.#typing);
    this.#asked++;
    if (this.open) this.#typing = setTimeout(() => void this.#find(), typingMs);
  }

  /** Goes to the next or an earlier one, round the ends. */
  move(by: number): void {
    const count = this.found?.length ?? 0;
    if (count === 0) return;
    this.open = true;
    this.active = (this.active + by + count) % count;
  }

  /** Row of the customer to go to; null while there is none. What was typed is forgotten. */
  take(position = this.active): number | null {
    const row = this.found?.[position]?.row ?? null;
    if (row !== null) this.clear();
    return row;
  }

  close(): void {
    this.open = false;
  }

  clear(): void {
    this.type('');
  }

  async #find(): Promise<void> {
    const runId = this.#session.report?.runId;
    if (runId === undefined) return;
    const asked = this.#asked;
    await this.#session.attempt(async () => {
      const found = await this.#session.client.request('customer.find', { runId, text: this.text });
      if (asked === this.#asked) this.found = found;
    });
  }
}
