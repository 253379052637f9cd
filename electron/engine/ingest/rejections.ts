/** Records that could not be read: all counted, the first thousand kept with line and reason. */
import type { RejectedLine } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ByteSource } from './sources/byte-source.ts';

/** Kept per file. */
export const maxRejectedLines = 1000;

export class Rejections {
  count = 0;
  readonly #counts = new Map<RejectedLine['reason'], number>();
  readonly #first = new Map<RejectedLine['reason'], RejectedLine>();
  #kept: RejectedLine[] = [];

  /** `rejected` is called only where the line is kept. */
  add(reason: RejectedLine['reason'], line: number, rejected: () => Omit<RejectedLine, 'line' | 'reason'>): void {
    this.count++;
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    const first = this.#first.get(reason);
    if (first && first.line < line && this.#kept.length >= maxRejectedLines && line > this.#kept.at(-1)!.line) return;
    const kept: RejectedLine = { line, reason, ...rejected() };
    if (!first || line < first.line) this.#first.set(reason, kept);
    this.#kept.push(kept);
    // Lines that are rejected at the end of the file come after later ones.
    if (this.#kept.length >= 2 * maxRejectedLines) this.#kept = this.#earliest();
  }

  /** The first thousand, in the order of the file, with where in it they lie. */
  list({ name, place }: Pick<ByteSource, 'name' | 'place'>): (RejectedLine & { file: string })[] {
    return this.#earliest().map((rejected) => ({ ...rejected, ...place(rejected.line), file: name }));
  }

  #earliest(): RejectedLine[] {
    return [...this.#kept].sort((a, b) => a.line - b.line).slice(0, maxRejectedLines);
  }

  /**
   * Throws where rejections say that the file was misunderstood: more than half of its records fail for one reason,
   * or none is left.
   * @throws AppError invalid_input no_date_format, all_rejected.
   */
  check({ name, place }: Pick<ByteSource, 'name' | 'place'>, records: number): void {
    for (const [cause, times] of [...this.#counts].sort((a, b) => b[1] - a[1])) {
      if (times * 2 <= records && this.count < records) continue;
      const { line, column, shape } = this.#first.get(cause)!;
      const where = {
        file: name,
        ...place(line),
        ...(column !== undefined && { column }),
        ...(shape !== undefined && { shape }),
      };
      const reason = cause === 'bad_date' ? 'no_date_format' : 'all_rejected';
      throw new AppError('invalid_input', { reason, ...where, cause, rejected: times, records });
    }
  }
}
