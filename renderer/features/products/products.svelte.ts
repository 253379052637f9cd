/** The products of the data set in view: which are listed, in which order, and the pages that have come. */
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/domain.ts';
import type { ProductColumn, ProductPage, ProductRow, ProductSort } from '../../../shared/products.ts';
import type { Session } from '../../session.svelte.ts';
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
  exporting = $state(false);
  /** Address of the file that was written of the list as it is. */
  written = $state<string | null>(null);
  /** Products there are, searched for or not. */
  all = $state(0);
  readonly list: ListPages<ProductRow, ProductPage>;

  readonly #session: Session;
  #subject: Subject | null = null;
  #key = '';
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.list = new ListPages<ProductRow, ProductPage>(
      async (offset, limit) => {
        const page = await session.client.request('product.page', { ...this.#query(), offset, limit });
        this.all = page.all;
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
    const descending = sort.by === by ? !sort.descending : by !== 'code' && by !== 'name';
    this.sort = { by, descending };
    this.#renew();
  }

  setSearch(text: string): void {
    this.search = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#renew(), typingMs);
  }

  /** Writes the list as it is searched and sorted; `written` then says where it is. */
  async write(language: Language): Promise<void> {
    const { client, host } = this.#session;
    this.exporting = true;
    const query = this.#query();
    try {
      const exportId = `products${query.datasetId}at${Date.now()}`;
      await client.request('product.export', { ...query, folder: `export:${exportId}`, language });
      if (JSON.stringify(query) === JSON.stringify(this.#query())) {
        this.written = host.exportAddress(exportId, 'products.csv');
      }
    } catch (thrown) {
      this.error = AppError.from(thrown);
    } finally {
      this.exporting = false;
    }
  }

  #query(): Subject & { sort: ProductSort; search: string } {
    return { ...this.#subject!, sort: this.sort, search: this.search };
  }

  #renew(): void {
    this.active = 0;
    this.written = this.error = null;
    if (this.#subject) this.list.renew({ fromTop: true });
  }
}
