import type { Language } from '../../../../shared/domain.ts';
import { customerLines } from '../../output/customers-csv.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldCustomers, type ListQuery } from './held-customers.ts';

/** A part of the list as lines of CSV, ids as they are. `segments` are number and name by position. */
export function run(
  args: HeldKeys &
    ListQuery & {
      offset: number;
      limit: number;
      features: readonly string[];
      segments: readonly { number: number; name: string }[];
      language: Language;
    },
): { total: number; count: number; text: string } {
  const { list } = heldCustomers(args);
  const { rows } = list.view(args.filter, args.sort);
  const columns = args.features.map((feature) => list.column(feature));
  const part = rows.subarray(args.offset, args.offset + args.limit);
  const lines = Array.from(part, (row) => {
    const { number, name } = args.segments[list.labels[row]!]!;
    return {
      ...{ customer: list.idOf(row), segment: number, name, consent: list.consent?.[row] ?? null },
      values: columns.map((column) => column[row]!),
    };
  });
  return { total: rows.length, count: part.length, text: customerLines(lines, args.language) };
}
