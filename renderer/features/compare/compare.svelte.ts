/** Two runs side by side: which other run, what the engine found, and which move is looked at. */
import type { RunReport } from '../../../shared/domain.ts';
import type { RunComparison } from '../../../shared/evaluation.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';

/** The comparison with the reports that name its segments. */
export interface Compared {
  report: RunReport;
  other: RunReport;
  result: RunComparison;
}

/** A move: positions in the earlier and in the later run. */
export interface Move {
  before: number;
  after: number;
}

export class CompareState {
  readonly #session: Session;
  #chosen = $state<number | null>(null);
  #compared = $state.raw<Compared | null>(null);
  #asked: { report: RunReport; otherId: number } | null = null;
  /** The move that is looked at. */
  move = $state.raw<Move | null>(null);
  error = $state.raw<AppError | null>(null);

  /** Runs that the shown one can be compared with, latest first. */
  readonly others = $derived.by(() =>
    this.#session.readyRuns.filter(({ id }) => id !== this.#session.report?.runId).reverse(),
  );
  /** The run to compare with: the one chosen, else the one made just before the one shown, else the latest. */
  readonly otherId = $derived.by(() => {
    const ids = this.others.map(({ id }) => id);
    if (this.#chosen !== null && ids.includes(this.#chosen)) return this.#chosen;
    const shown = this.#session.report?.runId ?? 0;
    return ids.find((id) => id < shown) ?? ids[0] ?? null;
  });
  /** The comparison of the two; null while it is being made. */
  readonly compared = $derived.by(() => {
    const compared = this.#compared;
    const fits = compared?.report === this.#session.report && compared?.other.runId === this.otherId;
    return fits ? compared : null;
  });

  constructor(session: Session) {
    this.#session = session;
  }

  /** Chooses the run to compare with. */
  choose(runId: number): void {
    this.#chosen = runId;
    this.move = null;
  }

  /** Compares the shown run with the chosen one, unless that was done. */
  async follow(): Promise<void> {
    const { report, client } = this.#session;
    const { otherId } = this;
    if (!report || otherId === null) return;
    if (this.#asked?.report === report && this.#asked.otherId === otherId) return;
    const asked = { report, otherId };
    this.#asked = asked;
    this.move = null;
    this.error = null;
    try {
      const [other, result] = await Promise.all([
        client.request('run.report', { runId: otherId }),
        client.request('run.compare', { runId: report.runId, otherId }),
      ]);
      if (this.#asked === asked) this.#compared = { report, other, result };
    } catch (thrown) {
      if (this.#asked !== asked) return;
      this.#asked = null;
      this.error = AppError.from(thrown);
    }
  }

  /** Rows of the shown run whose customers made the move. */
  rowsOf({ before, after }: Move): Int32Array {
    const result = this.compared?.result;
    if (!result) return new Int32Array();
    const rows: number[] = [];
    for (let row = 0; row < result.after.length; row++) {
      if (result.before[row] === before && result.after[row] === after) rows.push(row);
    }
    return Int32Array.from(rows);
  }
}
