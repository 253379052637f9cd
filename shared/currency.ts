/** What money is counted in. */

/** All currencies in use, as their codes of ISO 4217, by the alphabet. */
export const currencyCodes: readonly string[] = Intl.supportedValuesOf('currency');
const known: ReadonlySet<string> = new Set(currencyCodes);

export function isCurrencyCode(text: string): boolean {
  return known.has(text);
}

/** Currencies that files name, with the lines of each in all of them, the commonest first. */
export function currenciesOf(
  files: readonly { currencies?: readonly { code: string; lines: number }[] }[],
): { code: string; lines: number }[] {
  const lines = new Map<string, number>();
  for (const { currencies = [] } of files) {
    for (const one of currencies) lines.set(one.code, (lines.get(one.code) ?? 0) + one.lines);
  }
  return [...lines].map(([code, count]) => ({ code, lines: count })).sort((a, b) => b.lines - a.lines);
}
