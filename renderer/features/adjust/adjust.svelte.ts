/** Changing segments by hand: what is chosen, what was done so far, and what is being done. */
import type { AdjustAction, RevisionSummary, SplitRule } from '../../../shared/adjustment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';

export class AdjustState {
  /** Ids of the chosen segments; those that are gone are passed over. */
  #ticked = $state.raw<readonly number[]>([]);
  history = $state.raw<RevisionSummary[]>([]);
  /** Rules for the one chosen segment; null until they are known. */
  rules = $state.raw<{ segment: number; list: SplitRule[] } | null>(null);
  error = $state.raw<AppError | null>(null);
  /** True from asking until it is done. */
  #asking = $state(false);

  readonly segments = $derived.by(() => this.#session.report?.segments ?? []);
  readonly chosen = $derived(this.segments.filter(({ id }) => this.#ticked.includes(id)));
  readonly locked = $derived(this.chosen.filter(({ locked }) => locked));
  /** The job that regroups customers of the run that is shown, this window's or another's. */
  readonly job = $derived.by(
    () =>
      this.#session.jobs.findLast(
        ({ kind, status, subjectId }) =>
          kind === 'adjust' &&
          (status === 'queued' || status === 'running') &&
          subjectId === this.#session.report?.runId,
      ) ?? null,
  );
  readonly busy = $derived(this.#asking || this.job !== null);
  readonly readOnly = $derived.by(() => this.#session.workspace?.readOnly ?? false);
  readonly adjustment = $derived.by(() => this.#session.report?.adjustment ?? null);
  readonly canUndo = $derived(!this.busy && !this.readOnly && (this.adjustment?.canUndo ?? false));
  readonly canRedo = $derived(!this.busy && !this.readOnly && (this.adjustment?.canRedo ?? false));

  readonly #session: Session;
  #run: number | null = null;

  constructor(session: Session) {
    this.#session = session;
    session.listeners.push({ shown: () => void this.#shown() });
  }

  /** Chooses a segment, or no longer. */
  toggle(id: number): void {
    this.#ticked = this.#ticked.includes(id) ? this.#ticked.filter((other) => other !== id) : [...this.#ticked, id];
    void this.#loadRules();
  }

  /** Makes the chosen segments one. */
  async merge(): Promise<boolean> {
    return this.#do({ kind: 'merge', segments: this.chosen.map(({ id }) => id) });
  }

  async split(segment: number, into: number): Promise<boolean> {
    return this.#do({ kind: 'split', segment, into });
  }

  async splitByRule(segment: number, feature: string, threshold: number): Promise<boolean> {
    return this.#do({ kind: 'splitByRule', segment, feature, threshold });
  }

  async moveBoundary(from: number, to: number, share: number): Promise<boolean> {
    return this.#do({ kind: 'moveBoundary', from, to, share });
  }

  /** Puts customers (rows of the feature table) into a segment. Resolves to whether it was done; `error` says why not. */
  async moveRows(rows: Int32Array, to: number): Promise<boolean> {
    return this.#do({ kind: 'move', rows, to });
  }

  /** An empty name goes back to the automatic one. */
  async rename(segment: number, name: string): Promise<boolean> {
    return this.#do({ kind: 'rename', segment, name: name.trim() === '' ? null : name });
  }

  async recolour(segment: number, colour: number): Promise<boolean> {
    return this.#do({ kind: 'recolour', segment, colour });
  }

  async lock(segment: number, locked: boolean): Promise<boolean> {
    return this.#do({ kind: 'lock', segment, locked });
  }

  async undo(): Promise<void> {
    if (this.canUndo) await this.#ask((runId) => this.#session.client.request('segment.undo', { runId }));
  }

  async redo(): Promise<void> {
    if (this.canRedo) await this.#ask((runId) => this.#session.client.request('segment.redo', { runId }));
  }

  /** Goes to a point of the history. */
  async revert(position: number): Promise<void> {
    await this.#ask((runId) => this.#session.client.request('segment.revert', { runId, position }));
  }

  async cancel(): Promise<void> {
    if (this.job) await this.#session.cancel(this.job.id);
  }

  async #do(action: AdjustAction): Promise<boolean> {
    return this.#ask(async (runId) => {
      const { jobId } = await this.#session.client.request('segment.adjust', { runId, action });
      if (jobId === null) return;
      await this.#session.ended(jobId);
      this.#ticked = [];
    });
  }

  /** Asks for one change of the run that is shown; another has to wait. What a person cancelled is no error. */
  async #ask(change: (runId: number) => Promise<unknown>): Promise<boolean> {
    const runId = this.#session.report?.runId;
    if (runId === undefined || this.busy) return false;
    this.#asking = true;
    this.error = null;
    try {
      await change(runId);
      return true;
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code !== 'cancelled') this.error = error;
      return false;
    } finally {
      this.#asking = false;
    }
  }

  /** Another run, or the same one changed: its history is another, and so may be the rules. */
  async #shown(): Promise<void> {
    const runId = this.#session.report?.runId ?? null;
    if (runId !== this.#run) {
      this.#run = runId;
      this.#ticked = [];
      this.history = [];
      this.error = null;
    }
    this.rules = null;
    if (runId === null) return;
    try {
      const history = await this.#session.client.request('segment.history', { runId });
      if (this.#session.report?.runId === runId) this.history = history;
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
    await this.#loadRules();
  }

  async #loadRules(): Promise<void> {
    const [only, ...others] = this.chosen;
    const runId = this.#session.report?.runId;
    if (!only || others.length > 0 || runId === undefined) return void (this.rules = null);
    if (this.rules?.segment === only.id) return;
    try {
      const list = await this.#session.client.request('segment.rules', { runId, segment: only.id });
      if (this.chosen.length === 1 && this.chosen[0]!.id === only.id) this.rules = { segment: only.id, list };
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }
}
