/** The products of the data set in view: which are listed, in which order, and the pages that have come. */
import type { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/domain.ts';
import {
  isTextColumn,
  shownColumns,
  type ProductColumn,
  type ProductPage,
  type ProductRow,
  type ProductSort,
} from '../../../shared/products.ts';
import type { Session } from '../../session.svelte.ts';
import { ListExport } from '../../ui/list-export.svelte.ts';
import { ListPages } from '../../ui/list-pages.svelte.ts';

const typingMs = 150;

/** Whose products: a data set, cleaned as a run had it where there is one. */
interface Subject {
  datasetId: number;
  runId?: number;
}

export class ProductsState {
  sort = $state.raw<ProductSort>({ by: 'revenue', descending: true });
  search = $state('');
  /** Place of the row that the keyboard is at. */
  active = $state(0);
  error = $state.raw<AppError | null>(null);
  /** Products there are, searched for or not. */
  all = $state(0);
  /** Whether a catalogue says more of them. */
  hasCatalogue = $state(false);
  readonly columns = $derived(shownColumns(this.hasCatalogue));
  readonly export: ListExport;
  readonly list: ListPages<ProductRow, ProductPage>;

  readonly #session: Session;
  #subject: Subject | null = null;
  #key = $state('');
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.export = new ListExport(session, 'products');
    this.list = new ListPages<ProductRow, ProductPage>(
      async (offset, limit) => {
        const page = await session.client.request('product.page', { ...this.#query(), offset, limit });
        this.all = page.all;
        this.hasCatalogue = page.hasCatalogue;
        return page;
      },
      (error) => (this.error = error),
    );
  }

  /** Takes up the data set and run in view; a list of others is forgotten. */
  take(): void {
    const { dataset, report } = this.#session;
    const subject = report
      ? { datasetId: report.dataset.id, runId: report.runId }
      : dataset && { datasetId: dataset.id };
    const key = JSON.stringify([subject, report ? null : [dataset?.recipe, dataset?.version]]);
    if (key === this.#key) return;
    this.#key = key;
    this.#subject = subject;
    this.list.forget();
    this.search = '';
    this.#renew();
  }

  /** Sorts by a column; a second time the other way round. Figures begin with the highest, texts with the first. */
  setSort(by: ProductColumn): void {
    const { sort } = this;
    const descending = sort.by === by ? !sort.descending : !isTextColumn(by);
    this.sort = { by, descending };
    this.#renew();
  }

  setSearch(text: string): void {
    this.search = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#renew(), typingMs);
  }

  /** Writes the list as it is searched and sorted. */
  async write(language: Language): Promise<void> {
    const query = this.#query();
    const start = (folder: string): Promise<{ jobId: number }> =>
      this.#session.client.request('product.export', { ...query, folder, language });
    await this.export.write(query.datasetId, start, this.#exportKey());
  }

  /** Address of the file that was written of the list as it is; null where there is none. */
  get written(): string | null {
    const { written } = this.export;
    return written?.key === this.#exportKey() ? written.address : null;
  }

  #exportKey(): string {
    return JSON.stringify([this.#key, this.sort, this.search]);
  }

  #query(): Subject & { sort: ProductSort; search: string } {
    return { ...this.#subject!, sort: this.sort, search: this.search };
  }

  #renew(): void {
    this.active = 0;
    this.error = null;
    this.export.forget();
    if (this.#subject) this.list.renew({ fromTop: true });
  }
}
