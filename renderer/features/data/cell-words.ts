/** How a cell that was understood is written in words. */
import type { ColumnRole, Language, PreviewCell } from '../../../shared/domain.ts';
import { formatDay } from '../../../shared/language/report.ts';

/** A date in words, with its time where it has one; a number that was written in another way; null where nothing helps. */
export function understood(cell: PreviewCell, role: ColumnRole, language: Language): string | null {
  if (cell.value === undefined) return null;
  if (role === 'date') return formatDay(cell.value, language);
  const plain = String(cell.value).replace('-', '−');
  return plain === cell.text.replace('-', '−') || Number(cell.text) === cell.value ? null : plain;
}
