/** Joins what a catalogue says to the products that other files name. */
import type { Catalogue, CatalogueItems, CatalogueTexts } from '../../../../shared/catalogue.ts';
import type { CatalogueMatch } from '../../../../shared/domain.ts';
import type { Product } from '../../../../shared/orders.ts';
import { countMatches, matchEach } from './match-ids.ts';

export interface JoinedCatalogue {
  catalogue: Catalogue;
  texts: CatalogueTexts;
}

/** Where fewer of the products are found by number, their names are tried. */
const enoughByNumber = 0.5;

/**
 * The item of every product, by its number as `matchEach` finds it; where that fails for most, as where orders name
 * products by what they are called, by the item's name.
 */
export function itemsOfProducts(products: readonly string[], items: CatalogueItems): Int32Array {
  const byNumber = matchEach(products, items.codes);
  const found = countMatches(byNumber);
  if (found >= enoughByNumber * Math.min(products.length, items.codes.length)) return byNumber;
  const byName = matchEach(products, items.names);
  return countMatches(byName) > found ? byName : byNumber;
}

/** Splits the items into what is computed with and what is read; products are called what the catalogue calls them. */
export function joinCatalogue(products: Product[], items: CatalogueItems): JoinedCatalogue {
  const itemOf = itemsOfProducts(
    products.map(({ code }) => code),
    items,
  );
  products.forEach((product, i) => {
    const name = itemOf[i]! < 0 ? '' : items.names[itemOf[i]!]!;
    if (name !== '') product.name = name;
  });
  const { category, brand, listPrice, ...texts } = items;
  return { catalogue: { itemOf, category, brand, listPrice }, texts };
}

/** How many of the products are in a list; postage, fees and the like are not asked for. */
export function matchOfProducts(
  products: readonly Pick<Product, 'code' | 'isService'>[],
  items: CatalogueItems,
): Pick<CatalogueMatch, 'of' | 'matched'> {
  const codes = products.filter(({ isService }) => !isService).map(({ code }) => code);
  return { of: codes.length, matched: countMatches(itemsOfProducts(codes, items)) };
}

export function pictureCounts(items: CatalogueItems): Pick<CatalogueMatch, 'images'> {
  const named = items.images.filter((image) => image !== '').length;
  const found = items.imageFound.reduce((sum, one) => sum + one, 0);
  return named === 0 ? {} : { images: { named, found } };
}
