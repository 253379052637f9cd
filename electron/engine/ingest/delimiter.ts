/** Finds the delimiter of a table: the sign that gives every record the same number of fields. */
import { AppError } from '../../../shared/errors.ts';
import { RecordScanner } from './record-scanner.ts';

const candidates = ['\t', ';', '|', ','] as const;

interface Trial {
  delimiter: string;
  headerFields: number;
  /** Share of records with the most frequent number of fields; of those the header has. */
  consistency: number;
  matchesHeader: boolean;
  fields: number;
  error: AppError | null;
}

/**
 * @param sample bytes from the start of the file.
 * @param complete whether they are all of it; otherwise the last record may be cut.
 * @returns one character, or `blanks`; a comma for a table of one column.
 * @throws AppError invalid_input unclosed_quote or line_too_long, where the table is broken with every delimiter.
 */
export function findDelimiter(sample: Uint8Array, complete: boolean, file: string): string {
  const trials = candidates.map((delimiter) => attempt(sample, complete, delimiter, file));
  const tables = trials.filter(({ headerFields }) => headerFields > 1);
  const regular = tables.filter(({ fields, error }) => fields > 1 && error === null);
  const best = bestOf(regular) ?? bestOf(tables);
  if (best && best.consistency >= 0.5) return best.delimiter;
  const blanks = attempt(sample, complete, 'blanks', file);
  if (blanks.fields > 1 && blanks.consistency >= 0.9 && blanks.error === null) return 'blanks';
  if (best) return best.delimiter;
  const broken = trials.find(({ error }) => error !== null);
  if (broken) throw broken.error;
  return ',';
}

function bestOf(trials: readonly Trial[]): Trial | undefined {
  // Equal marks are decided by the order of the candidates: a semicolon is no decimal comma.
  const mark = ({ consistency, matchesHeader }: Trial): number =>
    Math.round(consistency * 50) + (matchesHeader ? 100 : 0);
  return [...trials].sort((a, b) => mark(b) - mark(a))[0];
}

function attempt(sample: Uint8Array, complete: boolean, delimiter: string, file: string): Trial {
  const counts = new Map<number, number>();
  let records = 0;
  let headerFields = 0;
  let error: AppError | null = null;
  try {
    const scanner = new RecordScanner(
      delimiter,
      ({ nFields }) => {
        if (records++ === 0) headerFields = nFields;
        else counts.set(nFields, (counts.get(nFields) ?? 0) + 1);
      },
      { file },
    );
    scanner.push(sample);
    if (complete) scanner.end();
  } catch (thrown) {
    error = AppError.from(thrown);
  }
  let [fields, most] = [headerFields, 0];
  for (const [n, times] of counts) if (times > most) [fields, most] = [n, times];
  return {
    delimiter,
    headerFields,
    fields,
    consistency: records <= 1 ? 1 : most / (records - 1),
    // Row names and a delimiter at the end of lines make one more.
    matchesHeader: Math.abs(fields - headerFields) <= 1 && fields > 1,
    error,
  };
}
