/** Where a person writes, the keys belong to the text. */
const writes = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]';

/** What Ctrl Z and Ctrl Shift Z (or Ctrl Y) ask for; null for any other key, and while somebody is writing. */
export function undoKey(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  // The window itself can be the target, and has no surroundings.
  const target = event.target as Partial<Element> | null;
  if (target?.closest?.(writes)) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' ? 'redo' : null;
}
