import type { Language, RejectedLine } from '../../../shared/domain.ts';
import { rejectedColumns, rejectionReasons } from '../../../shared/language/report.ts';
import { fileAndPart } from '../../../shared/language/sentence.ts';
import { csvText } from './csv-writer.ts';

/** Spreadsheets take a file without it for one in their own old encoding. */
const byteOrderMark = '\ufeff';

/**
 * The lines that could not be read, as a table that can be handed to whoever exported the orders: file, line, column,
 * reason and outline of the cell.
 * @param textOf the line itself; without it the table has no such column.
 */
export function rejectedCsv(
  rejected: readonly (RejectedLine & { file: string })[],
  language: Language,
  textOf: ((line: RejectedLine & { file: string }) => string | null) | null,
): string {
  const { file, line, column, reason, outline, text } = rejectedColumns[language];
  const reasons = rejectionReasons[language];
  const rows = rejected.map((one) => [
    fileAndPart(one.file, one.part),
    one.line,
    one.column ?? '',
    reasons[one.reason],
    one.shape ?? '',
    ...(textOf ? [textOf(one)] : []),
  ]);
  return byteOrderMark + csvText([file, line, column, reason, outline, ...(textOf ? [text] : [])], rows);
}
