/**
 * The customers: which are listed, in which order, the pages of the list that have come, and the one that is opened.
 * Choices stay as long as the window; rows that a brush gave do not outlive a reload.
 */
import {
  defaultColumns,
  type CustomerDetail,
  type CustomerFilter,
  type CustomerPage,
  type CustomerSort,
  type ValueRange,
} from '../../../shared/customers.ts';
import type { Language, RunReport } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';
import { CustomerPages } from './customer-pages.svelte.ts';
import { ListExport } from '../../ui/list-export.svelte.ts';

const typingMs = 150;
export const revealMs = 30_000;
const memoryKey = 'clientele.customers';

export const bestFirst: CustomerSort = { by: 'monetary', descending: true };

/** Customers that another part of the window picked. */
export interface Selection {
  rows: Int32Array;
  label: string;
}

/** What the window remembers through a reload. */
interface Remembered {
  place: string;
  runId: number;
  sort: CustomerSort;
  search: string;
  segments: number[];
  where: ValueRange[];
  columns: string[] | null;
  position: number;
  active: number;
  hadSelection: boolean;
}

function saysConsent(report: RunReport | null): boolean {
  return report?.segments.some(({ consent }) => consent !== undefined) ?? false;
}

export class CustomersState {
  sort = $state.raw<CustomerSort>(bestFirst);
  /** What is typed; the list follows a moment later. */
  search = $state('');
  segments = $state.raw<readonly number[]>([]);
  where = $state.raw<readonly ValueRange[]>([]);
  selection = $state.raw<Selection | null>(null);
  /** True after a reload that lost a selection. */
  lostSelection = $state(false);
  /** Features that a person chose to see; null shows the usual ones. */
  chosenColumns = $state.raw<readonly string[] | null>(null);

  /** The list, as far as it has come. */
  readonly list: CustomerPages;
  readonly export: ListExport;
  error = $state.raw<AppError | null>(null);
  /** Index of the row that the keyboard is at. */
  active = $state(0);
  /** Counts up whenever the list begins at its top again. */
  beginnings = $state(0);
  /** True for 30 seconds after ids were asked for. */
  revealed = $state(false);

  /** Row of the feature table of the customer that is opened. */
  opened = $state<number | null>(null);
  detail = $state.raw<CustomerDetail | null>(null);

  readonly columns = $derived.by(() => this.chosenColumns ?? defaultColumns(this.#session.report?.features ?? []));
  /** Whether the data say who agreed to be written to. */
  readonly knowsConsent = $derived.by(() => saysConsent(this.#session.report));
  readonly isFiltered = $derived(
    this.search.trim() !== '' || this.segments.length > 0 || this.where.length > 0 || this.selection !== null,
  );

  /** How far the table is scrolled, in rows. */
  position = 0;
  /** True when the table is shown again after a customer: the keyboard goes on there. */
  cameBack = false;

  readonly #session: Session;
  readonly #openAddress: (row: number | null) => void;
  #report: RunReport | null = null;
  /** The workspace that the choices are of. */
  #place: string | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** `openAddress` goes to the page of the customers: to one customer, or (null) to the table. */
  constructor(session: Session, openAddress: (row: number | null) => void) {
    this.#session = session;
    this.#openAddress = openAddress;
    this.export = new ListExport(session, 'customers');
    this.list = new CustomerPages(
      (offset, limit) => this.#page(offset, limit),
      (error) => {
        this.error = error;
        if (error) this.revealed = false;
      },
    );
  }

  /** Shows the table with a filter, in place of an earlier one; without one, everybody. */
  show({ segments = [], rows, label = '' }: { segments?: readonly number[]; rows?: Int32Array; label?: string } = {}) {
    this.take();
    clearTimeout(this.#typing);
    this.segments = segments;
    this.selection = rows ? { rows, label } : null;
    this.search = '';
    this.where = [];
    this.#begin();
    this.#openAddress(null);
  }

  /** Takes up the run that is shown: call it whenever that changes. What does not fit it is dropped. */
  take(): void {
    const { report, workspace } = this.#session;
    if (report === this.#report) return;
    const before = this.#report;
    this.#report = report;
    if (before && before.runId !== report?.runId) this.opened = this.selection = null;
    const place = workspace?.path ?? null;
    if (place !== this.#place) {
      this.#forget();
      this.#place = place;
      if (place !== null && report) this.#recall(place, report);
    }
    if (!report) return;
    this.segments = this.segments.filter((id) => report.segments.some((segment) => segment.id === id));
    const known = (feature: string): boolean => report.features.some(({ id }) => id === feature);
    this.where = this.where.filter(({ feature }) => known(feature));
    this.chosenColumns = this.chosenColumns?.filter(known) ?? null;
    const others = saysConsent(report) ? ['customer', 'segment', 'consent'] : ['customer', 'segment'];
    if (!others.includes(this.sort.by) && !known(this.sort.by)) this.sort = bestFirst;
    this.list.renew();
    if (this.opened !== null) void this.#load(this.opened);
  }

  setSort(by: string): void {
    const isText = by === 'customer' || by === 'segment';
    this.sort = this.sort.by === by ? { by, descending: !this.sort.descending } : { by, descending: !isText };
    this.#begin();
  }

  setSearch(text: string): void {
    this.search = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#begin(), typingMs);
  }

  toggleSegment(id: number): void {
    this.segments = this.segments.includes(id) ? this.segments.filter((other) => other !== id) : [...this.segments, id];
    this.#begin();
  }

  /** A range of a feature in place of an earlier one; open at both ends takes it away. */
  setRange({ feature, low, high }: ValueRange): void {
    const others = this.where.filter((range) => range.feature !== feature);
    this.where = low === null && high === null ? others : [...others, { feature, low, high }];
    this.#begin();
  }

  dropSelection(): void {
    this.selection = null;
    this.lostSelection = false;
    this.#begin();
  }

  clearFilters(): void {
    clearTimeout(this.#typing);
    this.search = '';
    this.segments = [];
    this.where = [];
    this.selection = null;
    this.lostSelection = false;
    this.#begin();
  }

  /** Shows a feature as a column, or hides it; columns stand in the order of the features. */
  toggleColumn(feature: string): void {
    const shown = this.columns.includes(feature)
      ? this.columns.filter((id) => id !== feature)
      : [...this.columns, feature];
    const order = this.#report?.features.map(({ id }) => id) ?? [];
    this.chosenColumns = shown.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    this.list.renew();
    this.remember();
  }

  usualColumns(): void {
    this.chosenColumns = null;
    this.list.renew();
    this.remember();
  }

  /** Shows ids for 30 seconds; the engine notes that it was asked. */
  reveal(): void {
    this.revealed = true;
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => this.hide(), revealMs);
    this.#reread();
  }

  /** Masks ids again, at once. */
  hide(): void {
    clearTimeout(this.#hiding);
    this.revealed = false;
    this.list.drop();
    if (this.detail?.personal) this.detail = null;
    this.#reread();
  }

  /** Opens a customer's page, or (null) goes back to the table. */
  open(row: number | null): void {
    this.#openAddress(row);
  }

  /** Follows the window's address: the part behind `#customers/`, empty for the table. */
  follow(part: string): void {
    this.take();
    const row = /^\d{1,9}$/.test(part) ? Number(part) : null;
    if (row === this.opened) return;
    this.cameBack = row === null;
    this.opened = row;
    this.detail = null;
    if (row !== null && this.#report) void this.#load(row);
  }

  /** Writes the whole list, not just what is in view. */
  async write(language: Language, { revealIds = false, consented = false } = {}): Promise<void> {
    if (!this.#report) return;
    const { runId } = this.#report;
    const list = { runId, columns: [...this.columns], language, revealIds, consented, ...this.#query() };
    const start = (folder: string): Promise<{ jobId: number }> =>
      this.#session.client.request('customer.export', { ...list, folder });
    await this.export.write(runId, start, this.exportKey({ revealIds, consented }));
  }

  /** What a file of the list would be of: equal for equal files. */
  exportKey({ revealIds = false, consented = false }): string {
    return `${this.listKey} ${revealIds} ${consented}`;
  }

  /** What the list is of: equal for equal lists. */
  get listKey(): string {
    const rows = this.selection?.rows.join() ?? '';
    return JSON.stringify([this.#report?.runId, this.sort, this.search, this.segments, this.where, rows, this.columns]);
  }

  /** Keeps choices and place for a reload. Nothing personal goes in: neither rows nor a search among personal ids. */
  remember(): void {
    const { workspace, host } = this.#session;
    if (!workspace || !this.#report) return;
    const kept: Remembered = {
      place: workspace.path,
      runId: this.#report.runId,
      sort: this.sort,
      search: this.list.personal ? '' : this.search,
      segments: [...this.segments],
      where: [...this.where],
      columns: this.chosenColumns && [...this.chosenColumns],
      position: this.position,
      active: this.active,
      hadSelection: this.selection !== null,
    };
    host.memory.setItem(memoryKey, JSON.stringify(kept));
  }

  #recall(place: string, report: RunReport): void {
    const text = this.#session.host.memory.getItem(memoryKey);
    const kept = text ? (JSON.parse(text) as Remembered) : null;
    if (kept?.place !== place) return;
    this.sort = kept.sort;
    this.chosenColumns = kept.columns;
    if (kept.runId !== report.runId) return;
    this.search = kept.search;
    this.segments = kept.segments;
    this.where = kept.where;
    this.lostSelection = kept.hadSelection;
    // Without its rows it is another list, which begins at its top.
    this.position = kept.hadSelection ? 0 : kept.position;
    this.active = kept.hadSelection ? 0 : kept.active;
  }

  #forget(): void {
    this.list.forget();
    this.export.forget();
    this.detail = this.selection = this.chosenColumns = null;
    this.segments = [];
    this.where = [];
    this.search = '';
    this.sort = bestFirst;
    this.position = this.active = 0;
    this.lostSelection = this.revealed = false;
    clearTimeout(this.#hiding);
  }

  /** Another list: from its top. */
  #begin(): void {
    this.position = this.active = 0;
    this.beginnings++;
    if (this.selection) this.lostSelection = false;
    if (this.#report) this.list.renew({ fromTop: true });
    this.remember();
  }

  /** Gets again what is shown, and no more: every id that is shown is noted. */
  #reread(): void {
    if (this.opened === null) return this.list.renew();
    this.list.drop();
    void this.#load(this.opened);
  }

  #query(): CustomerFilter & { sort: CustomerSort; segments?: number[]; where?: ValueRange[] } {
    const search = this.search.trim();
    return {
      sort: this.sort,
      ...(search ? { search } : {}),
      ...(this.segments.length > 0 ? { segments: [...this.segments] } : {}),
      ...(this.where.length > 0 ? { where: [...this.where] } : {}),
      ...(this.selection ? { rows: this.selection.rows } : {}),
    };
  }

  #page(offset: number, limit: number): Promise<CustomerPage> {
    return this.#session.client.request('customer.page', {
      ...{ runId: this.#report!.runId, offset, limit, columns: [...this.columns], reveal: this.revealed },
      ...this.#query(),
    });
  }

  async #load(row: number): Promise<void> {
    if (!this.#report) return;
    const { runId } = this.#report;
    const asked = ++this.#asked;
    try {
      const list = { reveal: this.revealed, ...this.#query() };
      const detail = await this.#session.client.request('customer.get', { runId, row, ...list });
      if (asked !== this.#asked || row !== this.opened) return;
      this.detail = detail;
      this.error = null;
      // Back in the table, the keyboard is at the customer seen last.
      if (detail.place) this.active = detail.place.position;
    } catch (thrown) {
      if (asked === this.#asked) this.error = AppError.from(thrown);
    }
  }
}
