/** Which segment every customer is in. */
import { csvText } from './csv-writer.ts';

export interface CustomerSegment {
  customer: string;
  /** 1-based number of the segment. */
  segment: number;
  /** The segment's name. */
  name: string;
  /** Chance of belonging, 0 to 1; null where the method has none. */
  probability: number | null;
}

/** `customer,segment,name,probability`, a line per customer; probabilities with four decimals. */
export function segmentsCsv(rows: Iterable<CustomerSegment>): string {
  const cells = function* (): Generator<(string | number | null)[]> {
    for (const { customer, segment, name, probability } of rows) {
      yield [customer, segment, name, probability === null ? null : Math.round(probability * 1e4) / 1e4];
    }
  };
  return csvText(['customer', 'segment', 'name', 'probability'], cells());
}
