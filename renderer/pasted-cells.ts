/** Cells copied in a spreadsheet, as a file like any that is dropped. */

/** At least two rows of the same two columns or more, as spreadsheets put them on the clipboard; null for other text. */
export function pastedCells(text: string, name: string): File | null {
  const rows = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const columns = rows[0]!.split('\t').length;
  if (rows.length < 2 || columns < 2 || rows[1]!.split('\t').length !== columns) return null;
  return new File([`${rows.join('\n')}\n`], name, { type: 'text/tab-separated-values' });
}

/** Whether what is pasted belongs into a field that somebody is typing in. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
