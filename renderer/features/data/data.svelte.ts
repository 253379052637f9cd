/** Files that were handed over and not read in yet: what each is, what its columns mean, and what a person corrected. */
import {
  orderRoles,
  type ColumnRole,
  type FileInspection,
  type OrderRole,
  type RunSettings,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { isActive } from '../../../shared/training.ts';
import type { Session } from '../../session.svelte.ts';

export interface Draft {
  /** The host's reference; null while the file goes up. */
  reference: string | null;
  name: string;
  bytes: number;
  /** Share that has gone up, 0 to 1. */
  uploaded: number;
  inspection: FileInspection | null;
  error: AppError | null;
}

const draftsKey = 'clientele.drafts';
/** Without these roles a file of orders cannot be read; a price may be given as an amount. */
const needed: readonly OrderRole[] = ['customer', 'date'];
/** Below this confidence a person is asked. */
export const sureFrom = 0.6;

export class DataState {
  drafts = $state<Draft[]>([]);
  /** Position of the file whose columns are shown. */
  selected = $state(0);
  /** Roles that a person gave, by column name. */
  corrections = $state<Record<string, ColumnRole>>({});

  readonly ready = $derived(
    this.drafts.length > 0 && this.drafts.every(({ inspection, error }) => inspection !== null && error === null),
  );
  readonly shown = $derived(this.drafts[this.selected] ?? this.drafts[0] ?? null);
  /** Columns of all files that nobody is sure of. */
  readonly questions = $derived(
    this.drafts.reduce((sum, draft) => sum + this.columnsOf(draft).filter(({ ask }) => ask).length, 0),
  );
  /** Roles that a file needs and no column has. */
  readonly missing = $derived(
    this.ready
      ? needed.filter((role) =>
          this.drafts.some((draft) => !this.columnsOf(draft).some((column) => column.role === role)),
        )
      : [],
  );

  readonly #session: Session;
  /** The job that reads the files. */
  #reading: number | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Columns of a draft with the role in force, and whether it should be asked about. */
  columnsOf(draft: Draft): (FileInspection['columns'][number] & { ask: boolean; corrected: boolean })[] {
    return (draft.inspection?.columns ?? []).map((column) => {
      const corrected = Object.hasOwn(this.corrections, column.name);
      const role = corrected ? this.corrections[column.name]! : column.role;
      const matters = role !== 'ignored' && role !== 'personal';
      return { ...column, role, corrected, ask: !corrected && matters && column.confidence < sureFrom };
    });
  }

  /** Hands files to the host and looks into each. */
  async add(files: readonly File[]): Promise<void> {
    await Promise.all(
      files.map(async (file) => {
        const position = this.drafts.length;
        const empty = {
          reference: null,
          name: file.name,
          bytes: file.size,
          uploaded: 0,
          inspection: null,
          error: null,
        };
        this.drafts.push(empty);
        const draft = this.drafts[position]!;
        try {
          draft.reference = await this.#session.host.upload(file, (share) => (draft.uploaded = share));
          draft.uploaded = 1;
          await this.#inspect(draft);
        } catch (thrown) {
          draft.error = AppError.from(thrown);
        }
      }),
    );
    this.#keep();
  }

  /** After a reload: looks again into the files that the host still holds. */
  async restore(): Promise<void> {
    const kept = this.#session.host.memory.getItem(draftsKey);
    if (!kept || this.drafts.length > 0) return;
    const { place, drafts, reading } = JSON.parse(kept) as { place: string; drafts: Draft[]; reading: number | null };
    if (place !== this.#session.workspace?.path) return;
    if (reading !== null) {
      const jobs = await this.#session.client.request('job.list', {});
      const job = jobs.find(({ id }) => id === reading);
      if (job?.status === 'succeeded') return this.clear();
      this.#reading = reading;
      if (job && isActive(job)) void this.#clearAfter(reading);
    }
    this.drafts = drafts.map((draft) => ({ ...draft, uploaded: 1, inspection: null, error: null }));
    await Promise.all(
      this.drafts.map((draft) => this.#inspect(draft).catch((thrown) => (draft.error = AppError.from(thrown)))),
    );
  }

  remove(position: number): void {
    this.drafts.splice(position, 1);
    this.selected = Math.max(0, Math.min(this.selected, this.drafts.length - 1));
    this.#keep();
  }

  /** Says what a column is; a role that only one column can have leaves the one that had it. */
  setRole(column: string, role: ColumnRole): void {
    const draft = this.shown;
    if (!draft) return;
    if (role !== 'ignored' && role !== 'personal') {
      const holder = this.columnsOf(draft).find((other) => other.role === role && other.name !== column);
      if (holder) this.corrections[holder.name] = 'ignored';
    }
    this.corrections[column] = role;
  }

  /** Reads the files in; with settings, finds the segments right after. */
  async read(settings: RunSettings | null): Promise<void> {
    if (!this.ready) return;
    const [first] = this.drafts;
    const params = {
      name: first!.name.replace(/\.(csv|tsv|txt|gz)$/gi, '').slice(0, 200) || first!.name,
      files: this.drafts.map(({ reference }) => reference!),
      ...this.#columns(),
    };
    const jobId = await this.#session.importFiles(params, settings);
    if (jobId === null) return;
    this.#reading = jobId;
    this.#keep();
    await this.#clearAfter(jobId);
  }

  /** Files that were read are done with; after a failure they stay, so that columns can be corrected. */
  async #clearAfter(jobId: number): Promise<void> {
    try {
      await this.#session.ended(jobId);
      this.clear();
    } catch {
      // The session shows the error; here it only means that the files stay.
      this.#reading = null;
      this.#keep();
    }
  }

  clear(): void {
    this.drafts = [];
    this.#reading = null;
    this.corrections = {};
    this.selected = 0;
    this.#session.host.memory.removeItem(draftsKey);
  }

  /** Corrections as the contract wants them: a column for a role, and columns to leave out. */
  #columns(): { columns: Partial<Record<OrderRole, string | number>>; exclude: string[] } {
    const columns: Partial<Record<OrderRole, string | number>> = {};
    const exclude: string[] = [];
    for (const [name, role] of Object.entries(this.corrections)) {
      const known = orderRoles.find((candidate) => candidate === role);
      if (known) columns[known] = this.#columnReference(name);
      else exclude.push(name);
    }
    return { columns, exclude };
  }

  /** Files without a header have made-up names: their columns go by number. */
  #columnReference(name: string): string | number {
    for (const { inspection } of this.drafts) {
      const column = inspection?.columns.find((candidate) => candidate.name === name);
      if (column && !inspection!.hasHeader) return column.index + 1;
    }
    return name;
  }

  async #inspect(draft: Draft): Promise<void> {
    if (draft.reference === null) return;
    draft.inspection = await this.#session.client.request('file.inspect', { file: draft.reference });
  }

  #keep(): void {
    const place = this.#session.workspace?.path;
    const drafts = this.drafts.filter(({ reference }) => reference !== null);
    const { memory } = this.#session.host;
    if (drafts.length === 0 || place === undefined) return memory.removeItem(draftsKey);
    const kept = drafts.map(({ reference, name, bytes }) => ({ reference, name, bytes }));
    memory.setItem(draftsKey, JSON.stringify({ place, drafts: kept, reading: this.#reading }));
  }
}
