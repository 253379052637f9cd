/**
 * Strategy notes: saved as they are typed. What the engine has not confirmed is also kept in the window's memory, so
 * that neither a reload nor a failing disk loses a word.
 */
import { SvelteMap } from 'svelte/reactivity';
import { AppError } from '../../../shared/errors.ts';
import { emptyFields, isBlank, type StrategyFields, type StrategyNote } from '../../../shared/strategy-note.ts';
import type { Session } from '../../session.svelte.ts';

export interface WrittenNote {
  fields: StrategyFields;
  text: string;
}

/** What was changed in a note: the rest stays as it is, also where another window has changed it since. */
interface Draft {
  runId: number;
  segment: number;
  fields: Partial<StrategyFields>;
  text?: string;
}

function withDraft(note: WrittenNote, { fields, text }: Draft): WrittenNote {
  return { fields: { ...note.fields, ...fields }, text: text ?? note.text };
}

const blank = (): WrittenNote => ({ fields: emptyFields(), text: '' });

const memoryKey = (place: string): string => `clientele.notes ${place}`;
/** How long nobody types before it is saved, in milliseconds. */
const restBeforeSaving = 400;
const keyOf = (runId: number, segment: number): string => `${runId}/${segment}`;

export class NoteState {
  /** Notes of the run that is shown, as the engine has them. */
  readonly #saved = new SvelteMap<string, StrategyNote>();
  /** What was typed and is not confirmed, of any run. */
  readonly #drafts = new SvelteMap<string, Draft>();
  /** When each note was last confirmed, in milliseconds since 1970. */
  readonly #confirmed = new SvelteMap<string, number>();
  saving = $state(false);
  /** Why the last saving failed; what was typed stays. */
  error = $state.raw<AppError | null>(null);

  readonly readOnly = $derived.by(() => this.#session.workspace?.readOnly ?? false);
  /** Ids of the segments shown that have a note. */
  readonly written = $derived.by(() =>
    (this.#session.report?.segments ?? []).map(({ id }) => id).filter((id) => !isBlank(this.noteOf(id))),
  );
  /** Owners that are named in any note, to be offered in the others. */
  readonly owners = $derived(
    [...this.#saved.values()]
      .map(({ fields }) => fields.owner.trim())
      .filter((owner, i, all) => owner !== '' && all.indexOf(owner) === i),
  );

  readonly #session: Session;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> | null = null;
  /** The workspace whose unconfirmed notes have been taken up from memory. */
  #restored: string | null = null;

  constructor(session: Session) {
    this.#session = session;
    session.listeners.push({
      shown: () => void this.#load(),
      changed: ({ what, runId }) => {
        if (what === 'notes' && runId === session.report?.runId) void this.#load();
      },
    });
  }

  /** What is written about a segment of the run that is shown; blank where nothing is. */
  noteOf(segment: number): WrittenNote {
    const key = keyOf(this.#session.report?.runId ?? 0, segment);
    const saved = this.#saved.get(key) ?? blank();
    const draft = this.#drafts.get(key);
    return draft ? withDraft(saved, draft) : saved;
  }

  /** How the note of a segment stands; `at` is when it was confirmed. */
  standing(segment: number): { state: 'none' | 'typing' | 'saved' | 'failed'; at: number } {
    const key = keyOf(this.#session.report?.runId ?? 0, segment);
    const at = this.#confirmed.get(key) ?? this.#saved.get(key)?.updatedAt ?? 0;
    if (this.#drafts.has(key)) return { state: this.error && !this.saving ? 'failed' : 'typing', at };
    return { state: at > 0 ? 'saved' : 'none', at };
  }

  /** Changes the note of a segment; it is saved once nobody has typed for a moment. */
  edit(segment: number, change: Partial<StrategyFields> & { text?: string }): void {
    const runId = this.#session.report?.runId;
    if (runId === undefined || this.readOnly) return;
    const { text, ...fields } = change;
    const key = keyOf(runId, segment);
    const before = this.#drafts.get(key);
    const draft: Draft = { runId, segment, fields: { ...before?.fields, ...fields } };
    const typed = text ?? before?.text;
    this.#drafts.set(key, typed === undefined ? draft : { ...draft, text: typed });
    this.#remember();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), restBeforeSaving);
  }

  /** Saves all that is not confirmed, at once. Resolves when nothing more can be done; `error` says why something is left. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#flushing) await this.#flushing;
    if (this.#drafts.size === 0) return;
    this.#flushing = this.#saveAll();
    await this.#flushing;
  }

  async #saveAll(): Promise<void> {
    this.saving = true;
    this.error = null;
    for (const [key, draft] of [...this.#drafts]) {
      try {
        await this.#save(key, draft);
      } catch (thrown) {
        this.error = AppError.from(thrown);
        // A segment that was cut off takes its note with it; anything else can be tried again.
        if (this.error.code === 'not_found') this.#settle(key, draft);
      }
    }
    this.saving = false;
    this.#flushing = null;
  }

  async #save(key: string, draft: Draft): Promise<void> {
    const { runId, segment } = draft;
    const notes = await this.#session.client.request('note.list', { runId });
    const note = withDraft(notes.find((each) => each.segment === segment) ?? blank(), draft);
    const whole = { runId, segment, fields: note.fields, text: note.text };
    const { updatedAt } = await this.#session.client.request('note.save', whole);
    if (runId === this.#session.report?.runId) this.#saved.set(key, { ...whole, updatedAt });
    this.#confirmed.set(key, updatedAt);
    this.#settle(key, draft);
  }

  /** Lets go of what was typed, unless more was typed since. */
  #settle(key: string, draft: Draft): void {
    if (this.#drafts.get(key) !== draft) return;
    this.#drafts.delete(key);
    this.#remember();
  }

  async #load(): Promise<void> {
    this.#restore();
    const runId = this.#session.report?.runId;
    if (runId === undefined) return;
    try {
      const notes = await this.#session.client.request('note.list', { runId });
      if (this.#session.report?.runId !== runId) return;
      this.#saved.clear();
      for (const note of notes) this.#saved.set(keyOf(runId, note.segment), note);
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  #remember(): void {
    const { memory } = this.#session.host;
    const key = memoryKey(this.#restored ?? '');
    if (this.#drafts.size === 0) memory.removeItem(key);
    else memory.setItem(key, JSON.stringify([...this.#drafts.values()]));
  }

  /** Takes up what an earlier life of this window could not save in this workspace. */
  #restore(): void {
    const place = this.#session.workspace?.path ?? null;
    if (place === null || place === this.#restored) return;
    this.#restored = place;
    this.#drafts.clear();
    this.#confirmed.clear();
    this.error = null;
    const kept = this.#session.host.memory.getItem(memoryKey(place));
    if (!kept) return;
    const drafts = JSON.parse(kept) as Draft[];
    for (const draft of drafts) this.#drafts.set(keyOf(draft.runId, draft.segment), draft);
    void this.flush();
  }
}
