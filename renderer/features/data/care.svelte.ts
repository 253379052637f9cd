/** What a person does to data sets that have been read: which one, its name, its rejected lines, its end. */
import type { DatasetSummary, Language } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CleaningRule } from '../../../shared/orders.ts';
import { cleaningOf, withRule, type DataQuality } from '../../../shared/quality.ts';
import type { Session } from '../../session.svelte.ts';

export class CareState {
  /** What went wrong with the last thing done here. */
  error = $state.raw<AppError | null>(null);
  /** Quality of older data sets, computed when they are looked at, by data set. */
  #computed = $state.raw<Record<number, DataQuality>>({});
  /** Where the rejected lines can be fetched, once they are written. */
  rejected = $state.raw<{ datasetId: number; language: Language; address: string } | null>(null);
  writing = $state(false);

  readonly quality = $derived.by((): DataQuality | null => {
    const { dataset } = this.#session;
    return dataset ? (dataset.quality ?? this.#computed[dataset.id] ?? null) : null;
  });
  /** What the present rules do; null while that is not known. */
  readonly cleaning = $derived.by(() => {
    const { dataset } = this.#session;
    return dataset && this.quality ? cleaningOf(this.quality, dataset.recipe) : null;
  });
  /** Customers that the present rules keep. */
  readonly customers = $derived.by(() => {
    const { dataset } = this.#session;
    const kept = dataset && dataset.lines > 0 ? this.cleaning?.keptCustomers : undefined;
    return kept ?? dataset?.customers ?? 0;
  });
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Has the lines of a data set looked at that was read before that was done at once. */
  async lookInto(dataset: DatasetSummary): Promise<void> {
    if (dataset.quality || this.#computed[dataset.id]) return;
    await this.#attempt(async () => {
      const quality = await this.#session.client.request('dataset.quality', { datasetId: dataset.id });
      this.#computed = { ...this.#computed, [dataset.id]: quality };
    });
  }

  /** Lines and customers that count more (or less) if a rule were switched. */
  effectOf(rule: CleaningRule): { lines: number; customers: number } | null {
    const { dataset } = this.#session;
    const present = this.cleaning;
    if (!dataset || !this.quality || !present) return null;
    const enabled = dataset.recipe.rules.find((one) => one.rule === rule)?.enabled ?? false;
    const other = cleaningOf(this.quality, withRule(dataset.recipe, rule, !enabled));
    return {
      lines: other.keptLines - present.keptLines,
      customers: other.keptCustomers - present.keptCustomers,
    };
  }

  async rename(datasetId: number, name: string): Promise<void> {
    await this.#attempt(async () => {
      this.#session.replaceDataset(await this.#session.client.request('dataset.rename', { datasetId, name }));
    });
  }

  /** Says what money is counted in; null where nobody knows. */
  async setCurrency(datasetId: number, currency: string | null): Promise<void> {
    await this.#attempt(async () => {
      const params = { datasetId, currency };
      this.#session.replaceDataset(await this.#session.client.request('dataset.setCurrency', params));
    });
  }

  /** Removes a data set with its runs; what is shown then is what is left. */
  async remove(datasetId: number): Promise<void> {
    await this.#attempt(async () => {
      await this.#session.client.request('dataset.delete', { datasetId });
      await this.#session.refresh();
    });
  }

  /** Writes the rejected lines as a table; `rejected` says where it is. */
  async writeRejected(language: Language): Promise<void> {
    const { dataset, host, client } = this.#session;
    if (!dataset) return;
    this.writing = true;
    await this.#attempt(async () => {
      const exportId = `rejected${dataset.id}at${Date.now()}`;
      const folder = `export:${exportId}`;
      await client.request('dataset.exportRejected', { datasetId: dataset.id, folder, language });
      this.rejected = { datasetId: dataset.id, language, address: host.exportAddress(exportId, 'rejected.csv') };
    });
    this.writing = false;
  }

  async #attempt(action: () => Promise<void>): Promise<boolean> {
    this.error = null;
    try {
      await action();
      return true;
    } catch (thrown) {
      this.error = AppError.from(thrown);
      return false;
    }
  }
}
