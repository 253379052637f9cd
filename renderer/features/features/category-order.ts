/** The order of a category's levels as a person reads and writes it: in one line, parted by commas. */

/** A level that holds a comma stands in quotes. */
export function orderText(levels: readonly string[]): string {
  return levels.map((level) => (/[,，"]/.test(level) ? `"${level.replaceAll('"', '""')}"` : level)).join(', ');
}

/** Each level once, in the order written; commas may be Chinese ones. */
export function readOrder(text: string): string[] {
  const parts = text.match(/"(?:[^"]|"")*"|[^,，]+/g) ?? [];
  const levels = parts.map((part) => {
    const plain = part.trim();
    return /^".*"$/s.test(plain) ? plain.slice(1, -1).replaceAll('""', '"') : plain;
  });
  return [...new Set(levels.filter((level) => level !== ''))];
}
