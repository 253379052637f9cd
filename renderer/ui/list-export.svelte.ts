/** Writing a list into a file: the job, its end, and where the file is. */
import { AppError } from '../../shared/errors.ts';
import type { Session } from '../session.svelte.ts';

/** What is listed: also the figure of the finished job that says how many there are, and the file's name. */
type Listed = 'customers' | 'products';

export class ListExport {
  /** The job that writes; its id is null until it has one. */
  writing = $state.raw<{ jobId: number | null } | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Address of the list that was written, the key of what it was a list of, and how many it holds. */
  written = $state.raw<{ address: string; key: string; count: number } | null>(null);

  readonly #session: Session;
  readonly #listed: Listed;

  constructor(session: Session, listed: Listed) {
    this.#session = session;
    this.#listed = listed;
  }

  /** Writes a list; `written` then says where it is. Nothing happens while another is being written. */
  async write(subjectId: number, start: (folder: string) => Promise<{ jobId: number }>, key: string): Promise<void> {
    if (this.writing) return;
    const { client, host } = this.#session;
    this.writing = { jobId: null };
    this.error = null;
    try {
      const exportId = `${this.#listed}${subjectId}at${Date.now()}`;
      const { jobId } = await start(`export:${exportId}`);
      this.writing = { jobId };
      await this.#session.ended(jobId);
      const result = (await client.request('job.list', {})).find(({ id }) => id === jobId)?.result;
      const address = host.exportAddress(exportId, `${this.#listed}.csv`);
      this.written = { address, key, count: Number(result?.[this.#listed] ?? NaN) };
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code !== 'cancelled') this.error = error;
    } finally {
      this.writing = null;
    }
  }

  forget(): void {
    this.written = this.error = null;
  }
}
