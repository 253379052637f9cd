/** The list of customers for a spreadsheet. */
import type { Language } from '../../../shared/domain.ts';
import { consentHeader, consentWord } from '../../../shared/language/consent.ts';
import { customersCsvHeader } from '../../../shared/language/customers.ts';
import { featureText } from '../../../shared/language/features.ts';
import { csvCell } from '../../../shared/spreadsheet-cell.ts';

export interface CustomerLine {
  /** As the file has it. */
  customer: string;
  /** 1-based number of the segment, and its name. */
  segment: number;
  name: string;
  /** One of `consentAnswers`; null where no file says it: then there is no such column. */
  consent: number | null;
  /** NaN is an empty cell. */
  values: readonly number[];
}

/** The first line, with the mark by which spreadsheets know UTF-8. */
export function customersHeader(features: readonly string[], language: Language, withConsent: boolean): string {
  const consent = withConsent ? [consentHeader(language)] : [];
  const cells = [...customersCsvHeader(language), ...consent, ...features.map((id) => featureText(id, language).label)];
  return `\ufeff${cells.map(csvCell).join(',')}\n`;
}

/** Lines of the list; figures with four decimals at most. */
export function customerLines(lines: Iterable<CustomerLine>, language: Language): string {
  const parts: string[] = [];
  for (const { customer, segment, name, consent, values } of lines) {
    const said = consent === null ? [] : [consentWord(consent, language)];
    const cells = [customer, segment, name, ...said, ...values.map((value) => Number(value.toFixed(4)))];
    parts.push(`${cells.map(csvCell).join(',')}\n`);
  }
  return parts.join('');
}
