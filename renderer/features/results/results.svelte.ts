/** Results: the segment that is looked at, and the report that can be made. */
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/domain.ts';
import type { Session } from '../../session.svelte.ts';
import { mostUrgent } from './urgent.ts';

export class ResultsState {
  /** Position that a person chose; null leaves the choice to Clientele. */
  chosen = $state<number | null>(null);
  writing = $state(false);
  error = $state.raw<AppError | null>(null);
  /** Address of the report that was written, with the run and language it is of. */
  written = $state.raw<{ address: string; runId: number; language: Language } | null>(null);

  /** Position of the segment in focus: the chosen one, else the one to act on first. */
  readonly position = $derived.by(() => {
    const segments = this.#session.report?.segments ?? [];
    if (this.chosen !== null && this.chosen < segments.length) return this.chosen;
    return mostUrgent(segments);
  });
  readonly segment = $derived.by(() => this.#session.report?.segments[this.position] ?? null);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Moves the focus to the next segment in a direction, round the ends. */
  move(by: number): void {
    const count = this.#session.report?.segments.length ?? 0;
    if (count > 0) this.chosen = (this.position + by + count) % count;
  }

  /** Writes the report of the run that is shown; `written` then says where it is. */
  async writeReport(language: Language): Promise<void> {
    const { report } = this.#session;
    if (!report || this.writing) return;
    this.writing = true;
    this.error = null;
    try {
      const address = await this.#session.exportReport(report.runId, language);
      this.written = { address, runId: report.runId, language };
    } catch (thrown) {
      this.error = AppError.from(thrown);
    } finally {
      this.writing = false;
    }
  }
}
