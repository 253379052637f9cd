import { defaultColumns, type CustomerPage } from '../../../../shared/customers.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldCustomers, type ListQuery } from './held-customers.ts';

/** A page of the list; `segment` is the position in the run's list. */
export function run(
  args: HeldKeys & ListQuery & { offset: number; limit: number; columns: readonly string[] | null; reveal: boolean },
): CustomerPage & { personalShown: number } {
  const { list, masker } = heldCustomers(args);
  const { table, labels } = list;
  const view = list.view(args.filter, args.sort);
  const columns = args.columns ? [...args.columns] : defaultColumns(table.definitions);
  const values = columns.map((feature) => list.column(feature));
  let personal = 0;
  const rows = Array.from(view.rows.subarray(args.offset, args.offset + args.limit), (row) => {
    const id = list.idOf(row);
    if (masker.isPersonal(id)) personal++;
    return {
      row,
      customer: args.reveal ? id : masker.mask(id),
      segment: labels[row]!,
      values: values.map((column) => column[row]!),
      ...(list.consent ? { consent: list.consent[row]! } : {}),
    };
  });
  return {
    total: view.rows.length,
    all: table.customers.length,
    revenueShare: view.revenueShare,
    rows,
    columns,
    personal: personal > 0,
    personalShown: args.reveal ? personal : 0,
  };
}
