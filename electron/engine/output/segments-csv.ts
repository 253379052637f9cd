/** Which segment every customer is in. */
import { consentAnswers } from '../../../shared/consent.ts';
import { csvText } from './csv-writer.ts';

export interface CustomerSegment {
  customer: string;
  /** 1-based number of the segment. */
  segment: number;
  /** The segment's name. */
  name: string;
  /** Chance of belonging, 0 to 1; null where the method has none. */
  probability: number | null;
  /** One of `consentAnswers`; absent where no file says it. */
  consent?: number;
}

const words = new Map([
  [consentAnswers.yes, 'yes'],
  [consentAnswers.no, 'no'],
  [consentAnswers.unknown, 'unknown'],
] as [number, string][]);

/**
 * `customer,segment,name,probability`, a line per customer; probabilities with four decimals. Where files say who agreed
 * to be written to, `consent` follows: yes, no or unknown.
 */
export function segmentsCsv(rows: readonly CustomerSegment[]): string {
  const told = rows.some(({ consent }) => consent !== undefined);
  const cells = rows.map(({ customer, segment, name, probability, consent }) => [
    ...[customer, segment, name, probability === null ? null : Math.round(probability * 1e4) / 1e4],
    ...(told ? [words.get(consent ?? consentAnswers.unknown)!] : []),
  ]);
  return csvText(['customer', 'segment', 'name', 'probability', ...(told ? ['consent'] : [])], cells);
}
