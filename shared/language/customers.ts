/** What is said of one customer and of lists of them, in every language. */
import type { Language } from '../domain.ts';

/** The first cells of customers.csv. */
export function customersCsvHeader(language: Language): string[] {
  return language === 'en' ? ['Customer', 'Segment number', 'Segment'] : ['客户', '细分编号', '细分'];
}
