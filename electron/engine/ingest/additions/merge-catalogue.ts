/** The catalogue of data that files are read into: what it says of the new products as well, and what a newer list says. */
import type { CatalogueItems, CatalogueTexts } from '../../../../shared/catalogue.ts';
import type { CatalogueMatch, SourceFile } from '../../../../shared/domain.ts';
import type { Orders, Product } from '../../../../shared/orders.ts';
import { joinCatalogue, matchOfProducts, type JoinedCatalogue } from '../tables/join-catalogue.ts';
import { mergeItems } from '../tables/read-catalogue.ts';

/** Data, or files that were read, with what they say of products. */
export interface Catalogued {
  orders: Pick<Orders, 'catalogue'> | null;
  catalogueTexts: CatalogueTexts | null;
}

export interface MergedCatalogue extends JoinedCatalogue {
  /** How well it fits all orders by now. */
  match: Pick<CatalogueMatch, 'of' | 'matched'>;
}

/** Joined to all products that there are now; of what both know, the added list says what it is. Null without any. */
export function mergeCatalogues(there: Catalogued, added: Catalogued, products: Product[]): MergedCatalogue | null {
  const lists = [there, added].flatMap((one) => itemsOf(one) ?? []);
  if (lists.length === 0) return null;
  const items = mergeItems(lists);
  return { ...joinCatalogue(products, items), match: matchOfProducts(products, items) };
}

function itemsOf({ orders, catalogueTexts }: Catalogued): CatalogueItems | null {
  if (!orders?.catalogue || !catalogueTexts) return null;
  const { category, brand, listPrice } = orders.catalogue;
  return { category, brand, listPrice, ...catalogueTexts };
}

/** Files with how well the catalogue fits by now, where one list is all of it. */
export function refitted(files: readonly SourceFile[], merged: MergedCatalogue | null): SourceFile[] {
  const lists = files.filter(({ catalogue }) => catalogue?.namedBy === 'orders');
  if (!merged || lists.length !== 1) return [...files];
  return files.map((file) =>
    file === lists[0] ? { ...file, catalogue: { ...file.catalogue!, ...merged.match } } : file,
  );
}
