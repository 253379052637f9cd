/** The lists of products among the files of an import: read first, joined when all else has been read. */
import type { CatalogueItems } from '../../../../shared/catalogue.ts';
import type { CatalogueMatch, SourceFile } from '../../../../shared/domain.ts';
import type { Product } from '../../../../shared/orders.ts';
import type { ImportContext } from '../import-orders.ts';
import type { Layout } from '../layout.ts';
import { findPictures, listPictures } from './find-pictures.ts';
import { joinCatalogue, matchOfProducts, pictureCounts, type JoinedCatalogue } from './join-catalogue.ts';
import { mergeItems, readCatalogue, type ReadCatalogue } from './read-catalogue.ts';
import type { ReadTable } from './read-customers.ts';

export interface FoundCatalogue {
  layout: Layout;
  path: string;
  context: ImportContext;
}

export interface Catalogues {
  /** All lists as one. */
  items: CatalogueItems;
  rejectedLines: ReadCatalogue['rejectedLines'];
  /**
   * @param products those of the orders; null where there are none, and what visits or reviews name counts.
   * @returns besides what was joined, the files with how well each fits.
   */
  join: (products: Product[] | null, tables: readonly ReadTable[]) => JoinedCatalogue & { files: SourceFile[] };
}

/**
 * Reads all lists of products and finds their pictures. Null where there are none.
 * @param images pictures, or folders of them, that were handed over along.
 * @throws AppError as `readCatalogue`.
 */
export async function readCatalogues(
  found: readonly FoundCatalogue[],
  images: readonly string[],
): Promise<Catalogues | null> {
  if (found.length === 0) return null;
  const given = await listPictures(images, found[0]!.context.checkCancelled);
  const lists: ReadCatalogue[] = [];
  for (const { layout, path, context } of found) {
    const list = await readCatalogue(layout, context);
    Object.assign(list.items, await findPictures(list.items, path, given));
    lists.push(list);
  }
  const items = mergeItems(lists.map((list) => list.items));
  return {
    items,
    rejectedLines: lists.flatMap((list) => list.rejectedLines),
    join: (products, tables) => {
      const named = products && products.length > 0 ? { by: 'orders' as const, products } : namedByTables(tables);
      const files = lists.map(({ file, items: own }): SourceFile => {
        const fit = named ? matchOfProducts(named.products, own) : { of: 0, matched: 0 };
        const catalogue = { items: own.codes.length, namedBy: named?.by ?? null, ...fit, ...pictureCounts(own) };
        return { ...file, catalogue };
      });
      return { ...joinCatalogue(products ?? [], items), files };
    },
  };
}

/** Products of visits, else of reviews. */
function namedByTables(
  tables: readonly ReadTable[],
): { by: NonNullable<CatalogueMatch['namedBy']>; products: Pick<Product, 'code' | 'isService'>[] } | null {
  for (const by of ['events', 'reviews'] as const) {
    const codes = new Set(tables.flatMap(({ file, products }) => (file.kind === by ? (products ?? []) : [])));
    if (codes.size > 0) return { by, products: Array.from(codes, (code) => ({ code, isService: false })) };
  }
  return null;
}
