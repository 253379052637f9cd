/** What there is to know of the columns of categories before a run. */
import type { CategoryCoding } from '../../../shared/domain.ts';
import type { CustomerTable } from '../../../shared/customer-table.ts';
import type { CategorySummary } from '../../../shared/feature-overview.ts';
import { knownOrder, sizesOf } from './category-features.ts';

const mostShown = 12;

/** @param codings those that a person chose, by the id of their column. */
export function describeCategories(
  table: Pick<CustomerTable, 'columns'> | undefined,
  customers: Int32Array,
  codings: Readonly<Record<string, CategoryCoding>>,
): CategorySummary[] {
  return (table?.columns ?? []).flatMap((column) => {
    if (column.type !== 'category') return [];
    const sizes = sizesOf(column, customers);
    const present = column.levels
      .map((level, i) => ({ level, customers: sizes[i]! }))
      .filter((one) => one.customers > 0)
      .sort((a, b) => b.customers - a.customers || (a.level < b.level ? -1 : 1));
    if (present.length < 2) return [];
    return [
      {
        id: column.id,
        coding: codings[column.id] ?? { code: 'levels' },
        nLevels: present.length,
        levels: present.slice(0, mostShown),
        order: knownOrder(column, customers),
      },
    ];
  });
}
