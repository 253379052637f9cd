/** What a person can choose as the currency of a data set. */
import { currenciesOf, currencyCodes } from '../../../shared/currency.ts';
import type { DatasetSummary, Language } from '../../../shared/domain.ts';

/** Those that the files name first, then all others by the alphabet; each code with its name in the reader's language. */
export function currencyOptions(dataset: DatasetSummary, language: Language): { code: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' });
  const found = currenciesOf(dataset.files).map(({ code }) => code);
  return [...new Set([...found, ...currencyCodes])].map((code) => ({ code, label: `${code} ${names.of(code) ?? ''}` }));
}
