/** Which file shows which product: as the catalogue names it, else a picture that is called like the product. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { CatalogueItems } from '../../../../shared/catalogue.ts';
import { isPictureName } from '../../../../shared/picture-files.ts';

/** Folders within folders that are looked into. */
const deepest = 4;
/** Pictures that are looked at, at most: more are no shop's. */
const mostPictures = 2_000_000;

/** The files of pictures among these paths and in those of them that are folders, in the order of their names. */
export async function listPictures(paths: readonly string[], checkCancelled: () => void): Promise<string[]> {
  const found: string[] = [];
  const look = async (path: string, depth: number): Promise<void> => {
    checkCancelled();
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= mostPictures) return;
      if (entry.isDirectory() && depth < deepest) await look(join(path, entry.name), depth + 1);
      else if (entry.isFile() && isPictureName(entry.name)) found.push(join(path, entry.name));
    }
  };
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder) await look(path, 0);
    else if (isPictureName(path)) found.push(path);
  }
  return found;
}

/**
 * The items with what is known of their pictures: `images` are paths relative to the folder of the catalogue, with
 * slashes, where the file was found, which is what `imageFound` says; else what the catalogue has. A file that the
 * catalogue names is looked for beside it, and by its name alone among those that were given along. Only whether files
 * are there is asked: none is opened.
 * @param catalogue path of the file that the items come from. @param given pictures handed over along with it.
 */
export async function findPictures(
  items: CatalogueItems,
  catalogue: string,
  given: readonly string[],
): Promise<{ images: string[]; imageFound: Uint8Array }> {
  const folder = dirname(resolve(catalogue));
  const reference = (path: string): string => relative(folder, resolve(path)).split(sep).join('/');
  const byName = new Map<string, string>();
  const byProduct = new Map<string, string>();
  for (const path of given) {
    const name = basename(path).toLowerCase();
    if (!byName.has(name)) byName.set(name, path);
    const stem = name.replace(/\.[^.]*$/, '');
    if (!byProduct.has(stem)) byProduct.set(stem, path);
  }
  const beside = new Map<string, Promise<ReadonlySet<string>>>();
  const isBeside = async (path: string): Promise<boolean> => {
    const place = dirname(path);
    let names = beside.get(place);
    if (!names)
      beside.set(
        place,
        (names = readdir(place).then(
          (all) => new Set(all),
          () => new Set<string>(),
        )),
      );
    return (await names).has(basename(path));
  };
  const imageFound = new Uint8Array(items.codes.length);
  const images: string[] = [];
  for (const [item, code] of items.codes.entries()) {
    const named = firstOf(items.images[item]!);
    const name = basename(named.split(/[?#]/, 1)[0]!.replaceAll('\\', '/')).toLowerCase();
    const path = named === '' ? byProduct.get(code.trim().toLowerCase()) : byName.get(name);
    const own = path ?? (await besideCatalogue(named, folder, isBeside));
    if (own !== undefined) imageFound[item] = 1;
    images.push(own === undefined ? named : reference(own));
  }
  return { images, imageFound };
}

/** Of several pictures in a cell, the first. */
function firstOf(cell: string): string {
  return /^(.*?\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif))\s*[,;|]/i.exec(cell)?.[1]?.trim() ?? cell;
}

/** The path that a cell names, if there is a file within the folder of the catalogue. */
async function besideCatalogue(
  named: string,
  folder: string,
  isBeside: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  if (named === '' || /^[a-z][a-z\d+.-]*:/i.test(named) || !isPictureName(named)) return undefined;
  const path = resolve(folder, named.replaceAll('\\', '/'));
  const isWithin = path.startsWith(folder + sep);
  return isWithin && (await isBeside(path)) ? path : undefined;
}
