/** What tells most about an outcome that a person chose: asked anew whenever the features change. */
import type { FeatureChoice } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ImportanceReport, Outcome } from '../../../shared/importance.ts';
import { featureChoice } from '../../../shared/settings.ts';
import type { Session } from '../../session.svelte.ts';

export class ImportanceState {
  outcome = $state.raw<Outcome | null>(null);
  /** An earlier answer stays until the next is there. */
  report = $state.raw<ImportanceReport | null>(null);
  loading = $state(false);
  error = $state.raw<AppError | null>(null);

  readonly #session: Session;
  readonly #choice: () => FeatureChoice;
  #asked = 0;

  constructor(session: Session, choice: () => FeatureChoice) {
    this.#session = session;
    this.#choice = choice;
  }

  choose(outcome: Outcome | null): void {
    this.outcome = outcome;
    this.report = this.error = null;
    if (outcome === null) this.#asked++;
  }

  /** Of several questions only the last one counts. */
  async ask(): Promise<void> {
    const { outcome } = this;
    const { dataset, client } = this.#session;
    const asked = ++this.#asked;
    this.loading = outcome !== null && dataset !== null;
    if (!outcome || !dataset) return;
    try {
      const question = { datasetId: dataset.id, ...featureChoice(this.#choice()), outcome };
      const report = await client.request('features.importance', question);
      if (asked !== this.#asked) return;
      this.report = report;
      this.error = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.report = null;
      this.error = AppError.from(thrown);
    }
    this.loading = false;
  }

  clear(): void {
    this.choose(null);
    this.loading = false;
  }
}
