/**
 * Breaks a text into lines no wider than `width`: between words, and between Chinese characters, where no full stop or
 * comma may begin a line. A word wider than a line has a line of its own.
 */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const parts = text.match(/[\p{Script=Han}][，。：；！？、）》」]*|[^\s\p{Script=Han}]+|\s+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line.trim() && measure((line + part).trimEnd()) > width) {
      lines.push(line.trim());
      line = part.trimStart();
    } else line += part;
  }
  if (line.trim()) lines.push(line.trim());
  return lines;
}
