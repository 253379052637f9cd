/** Step 4: who was chosen on the map, how well customers fit, and whose segments are looked at. */
import type { Method, RunReport } from '../../../shared/domain.ts';
import type { FitProgress, SelectionSummary, SilhouettePlot } from '../../../shared/evaluation.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Place } from '../../charts/map/view.ts';
import type { Session } from '../../session.svelte.ts';

/** Customers chosen on the map or by a rule, of one run. */
export interface Selection {
  runId: number;
  /** Rows of the run's feature table. */
  rows: Int32Array;
  /** The line that was drawn; null where a rule chose. */
  outline: readonly Place[] | null;
  /** Null while the engine works it out. */
  summary: SelectionSummary | null;
}

export interface Rule {
  feature: string;
  low: number | null;
  high: number | null;
}

export class EvaluateState {
  readonly #session: Session;
  #selection = $state.raw<Selection | null>(null);
  #silhouettes = $state.raw<{ report: RunReport; plot: SilhouettePlot | null } | null>(null);
  /** The report that is being measured, or was. */
  #measuring: RunReport | null = null;
  /** Rows that another page wants to stand out on the map. */
  highlight = $state.raw<Int32Array | null>(null);
  /** Values a rule's feature runs between, as the engine last said. */
  range = $state.raw<{ feature: string; least: number; most: number } | null>(null);
  /** How far silhouettes are; null while nothing is measured. */
  fitProgress = $state.raw<FitProgress | null>(null);
  /** The method whose segments are being fetched. */
  choosing = $state<Method | null>(null);
  /** What went wrong with the last choice. */
  error = $state.raw<AppError | null>(null);

  /** Who is chosen in the run that is shown. */
  readonly selection = $derived.by(() => {
    const selection = this.#selection;
    return selection && selection.runId === this.#session.report?.runId ? selection : null;
  });
  /** Rows that stand out: those chosen, else those another page pointed at. */
  readonly standOut = $derived(this.selection?.rows ?? this.highlight);
  /** Silhouettes of the run that is shown; null while they are measured or where they cannot be. */
  readonly silhouettes = $derived.by(() => {
    const known = this.#silhouettes;
    return known && known.report === this.#session.report ? known.plot : null;
  });
  /** False while silhouettes are still being measured. */
  readonly measured = $derived.by(() => this.#silhouettes?.report === this.#session.report);

  constructor(session: Session) {
    this.#session = session;
  }

  /** Chooses customers, and asks what they have in common. */
  async choose(rows: Int32Array, outline: readonly Place[] | null): Promise<void> {
    const { report } = this.#session;
    if (!report) return;
    this.error = null;
    const asked: Selection = { runId: report.runId, rows, outline, summary: null };
    this.#selection = asked;
    try {
      const summary = await this.#session.client.request('selection.describe', { runId: report.runId, rows });
      if (this.#selection === asked) this.#selection = { ...asked, summary };
    } catch (thrown) {
      if (this.#selection !== asked) return;
      this.#selection = null;
      this.error = AppError.from(thrown);
    }
  }

  /** Chooses by a rule; resolves to how many customers meet it. */
  async chooseByRule({ feature, low, high }: Rule): Promise<number> {
    const { report } = this.#session;
    if (!report) return 0;
    this.error = null;
    try {
      const asked = { runId: report.runId, feature, low, high };
      const { rows, least, most } = await this.#session.client.request('selection.find', asked);
      this.range = { feature, least, most };
      if (rows.length === 0) this.clear();
      else await this.choose(rows, null);
      return rows.length;
    } catch (thrown) {
      this.error = AppError.from(thrown);
      return 0;
    }
  }

  /** Lets go of who was chosen or pointed at. */
  clear(): void {
    this.#selection = null;
    this.highlight = null;
  }

  /**
   * Takes up the report that is shown: measures how well customers fit, and works out anew who is chosen where
   * customers have changed their segments. Does nothing for a report that was taken up before.
   */
  async follow(): Promise<void> {
    const { report } = this.#session;
    if (!report || report === this.#measuring) return;
    this.#measuring = report;
    const { selection } = this;
    const choosing = selection ? this.choose(selection.rows, selection.outline) : null;
    let plot: SilhouettePlot | null = null;
    const stop = this.#session.client.subscribe('fit', {}, (progress) => (this.fitProgress = progress));
    try {
      plot = await this.#session.client.request('run.silhouettes', { runId: report.runId });
    } catch (thrown) {
      const error = AppError.from(thrown);
      // One segment alone has no neighbour: there is nothing to measure, and nothing went wrong.
      if (error.details.reason !== 'one_segment' && this.#session.report === report) this.error = error;
    } finally {
      stop();
      this.fitProgress = null;
    }
    if (this.#session.report === report) this.#silhouettes = { report, plot };
    await choosing;
  }

  /** Shows the segments that another method of the race found. */
  async chooseMethod(method: Method): Promise<void> {
    const { report, client } = this.#session;
    if (!report || this.choosing || method === report.method) return;
    this.error = null;
    this.choosing = method;
    try {
      const { jobId, runId } = await client.request('run.chooseMethod', { runId: report.runId, method });
      if (jobId !== null) await this.#session.ended(jobId);
      await this.#session.refresh();
      await this.#session.show(runId);
    } catch (thrown) {
      this.error = AppError.from(thrown);
    } finally {
      this.choosing = null;
    }
  }
}
