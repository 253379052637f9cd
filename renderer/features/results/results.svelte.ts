/** Results: the segment that is looked at, and the report that can be made. */
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/domain.ts';
import type { Session } from '../../session.svelte.ts';
import { mostUrgent } from '../../../shared/language/finding.ts';

export class ResultsState {
  /** Position that a person chose; null leaves the choice to Clientele. */
  chosen = $state<number | null>(null);
  writing = $state(false);
  error = $state.raw<AppError | null>(null);
  /** Addresses of the files that were written, with the language they are in; they go with the first change. */
  written = $state.raw<{ report: string; customers: string; segments: string; language: Language } | null>(null);
  /** Whether this computer can print the report to a PDF without a browser. */
  prints = $state(false);
  printing = $state(false);

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
    const outdated = (): void => void (this.written = null);
    session.listeners.push({ shown: outdated, changed: outdated });
  }

  /** Asks what the host can do; once is enough. */
  async lookUp(): Promise<void> {
    try {
      this.prints = (await this.#session.client.request('host.abilities', {})).print;
    } catch {
      // A host that does not answer offers nothing more.
    }
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
      const addressOf = await this.#session.exportRun(report.runId, language);
      if (this.#session.report !== report) return;
      this.written = {
        report: addressOf('report.html'),
        customers: addressOf('segments.csv'),
        segments: addressOf('profiles.csv'),
        language,
      };
    } catch (thrown) {
      this.error = AppError.from(thrown);
    } finally {
      this.writing = false;
    }
  }

  /** Prints the report to a PDF where the person chooses. */
  async print(language: Language): Promise<void> {
    const { report } = this.#session;
    if (!report || this.printing) return;
    this.printing = true;
    this.error = null;
    try {
      await this.#session.client.request('run.print', { runId: report.runId, language });
    } catch (thrown) {
      this.error = AppError.from(thrown);
    } finally {
      this.printing = false;
    }
  }
}
