import type { FoundCustomer } from '../../../../shared/customers.ts';
import { findCustomers } from '../../insight/customers/find-customers.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldCustomers } from './held-customers.ts';

/** Customers by a part of their id; `segment` is the position in the run's list. */
export function run(args: HeldKeys & { text: string; most: number }): FoundCustomer[] {
  const { list, masker } = heldCustomers(args);
  return findCustomers(list, args.text, args.most).map((row) => ({
    row,
    customer: masker.mask(list.idOf(row)),
    segment: list.labels[row]!,
    orders: list.ofOrders('frequency', row),
    money: list.ofOrders('monetary', row),
  }));
}
