/** Writing the list of customers into a file: the job, its end, and where the file is. */
import type { Params } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';

export class ListExport {
  /** The job that writes; its id is null until it has one. */
  writing = $state.raw<{ jobId: number | null } | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Address of the list that was written, the key of what it was a list of, and how many customers it holds. */
  written = $state.raw<{ address: string; key: string; count: number } | null>(null);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Writes a list; `written` then says where it is. Nothing happens while another is being written. */
  async write(list: Omit<Params<'customer.export'>, 'folder'>, key: string): Promise<void> {
    if (this.writing) return;
    const { client, host } = this.#session;
    this.writing = { jobId: null };
    this.error = null;
    try {
      const exportId = `customers${list.runId}at${Date.now()}`;
      const { jobId } = await client.request('customer.export', { ...list, folder: `export:${exportId}` });
      this.writing = { jobId };
      await this.#session.ended(jobId);
      const result = (await client.request('job.list', {})).find(({ id }) => id === jobId)?.result;
      const address = host.exportAddress(exportId, 'customers.csv');
      this.written = { address, key, count: Number(result?.customers ?? NaN) };
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
