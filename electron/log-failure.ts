import type { AppError } from '../shared/errors.ts';

/** Writes what was unexpected to standard error, for whoever asked for it with CLIENTELE_DEBUG: it may name files. */
export function logFailure(error: AppError): void {
  if (!process.env.CLIENTELE_DEBUG) return;
  process.stderr.write(`${error.cause instanceof Error ? error.cause.stack : String(error.cause ?? error.stack)}\n`);
}
