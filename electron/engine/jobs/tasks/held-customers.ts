/** The list of customers of what the explorer's thread holds, with all that was sorted, filtered and measured of it. */
import { createCustomerList, type CustomerList, type ListFilter } from '../../insight/customers/customer-list.ts';
import { createMasker, type Masker } from '../../ingest/mask-personal.ts';
import type { CustomerSort } from '../../../../shared/customers.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset, heldLabels, type HeldDataset } from './held-dataset.ts';

interface HeldCustomers {
  held: HeldDataset;
  list: CustomerList;
  masker: Masker;
}

/** Which customers, in which order. */
export interface ListQuery {
  filter: ListFilter;
  sort: CustomerSort;
}

// By the memberships, which are new whenever the data set or the run is: what is let go of takes its list along.
const lists = new WeakMap<Int32Array, HeldCustomers>();

/** Throws `conflict` (`not_held`), as `heldDataset` does. */
export function heldCustomers({ datasetKey, labelsKey }: HeldKeys): HeldCustomers {
  const held = heldDataset(datasetKey);
  const labels = heldLabels(labelsKey);
  const known = lists.get(labels);
  if (known) return known;
  const ids = held.orders.dictionaries.customers;
  const made = {
    held,
    list: createCustomerList(ids, held.table, labels, held.orders.table?.consent),
    masker: createMasker(ids),
  };
  lists.set(labels, made);
  return made;
}
