/**
 * The one kind of failure that crosses a boundary. It carries a code and figures; the sentence a person reads is
 * made from them by `shared/language/errors.ts`, so that it exists in every language and never holds a customer's data.
 */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'conflict'
  | 'insufficient_data'
  | 'not_converged'
  | 'cancelled'
  | 'locked'
  | 'in_use'
  | 'storage'
  | 'out_of_memory'
  | 'incompatible_version'
  | 'internal';

/**
 * Figures of an error. `reason` selects the sentence (for example `unclosed_quote`); `file`, `line` (1-based physical
 * line) and `column` (its name, or its 1-based number) say where. Never put the content of a cell in here: what a cell
 * looked like goes in as `shape`, made by `shapeOf`, where every digit is 9 and every letter a.
 */
export interface ErrorDetails {
  reason?: string;
  file?: string;
  line?: number;
  column?: string | number;
  shape?: string;
  [figure: string]: string | number | boolean | null | readonly string[] | undefined;
}

export interface WireError {
  code: ErrorCode;
  details: ErrorDetails;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(details.reason ? `${code}: ${details.reason}` : code, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  toWire(): WireError {
    return { code: this.code, details: this.details };
  }

  static fromWire(wire: WireError): AppError {
    return new AppError(wire.code, wire.details);
  }

  /** Any thrown value as an AppError; what is not one of ours becomes `internal` and keeps its cause for the log. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    const system = thrown as { code?: unknown; message?: unknown };
    if (system?.code === 'ENOSPC' || system?.code === 'SQLITE_FULL') {
      return new AppError('storage', { reason: 'disk_full' }, { cause: thrown });
    }
    const refused = /allocation failed|invalid (typed )?array length|out of memory/i;
    if (system?.code === 'ERR_WORKER_OUT_OF_MEMORY' || (thrown instanceof RangeError && refused.test(thrown.message))) {
      return new AppError('out_of_memory', { reason: 'out_of_memory' }, { cause: thrown });
    }
    return new AppError('internal', { reason: 'unexpected' }, { cause: thrown });
  }
}

/** The outline of a text without its content: `ab-12 34` becomes `aa-99 99`; at most 24 characters. */
export function shapeOf(text: string): string {
  const outline = text
    .slice(0, 24)
    .replace(/\p{Nd}/gu, '9')
    .replace(/\p{L}/gu, 'a');
  return text.length > 24 ? `${outline}…` : outline;
}
