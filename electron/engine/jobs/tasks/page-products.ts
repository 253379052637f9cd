import type { CleanedOrders } from '../../../../shared/orders.ts';
import type { ProductPage, ProductQuery } from '../../../../shared/products.ts';
import { createProductList, type ProductList } from '../../insight/products/product-list.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset } from './held-dataset.ts';

// By the cleaned orders, which are new whenever the data or its recipe is: what is let go of takes its list along.
const lists = new WeakMap<CleanedOrders, ProductList>();

/** A page of the products of what is held. */
export function run(args: HeldKeys & ProductQuery & { offset: number; limit: number }): ProductPage {
  const { cleaned } = heldDataset(args.datasetKey);
  const list = lists.get(cleaned) ?? createProductList(cleaned);
  lists.set(cleaned, list);
  return list.page(args, args.offset, args.limit);
}
