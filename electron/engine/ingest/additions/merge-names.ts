/** Dictionaries of data that are there and of what is added, as one. */
import type { OrderDictionaries, OrderLines, Orders, Product } from '../../../../shared/orders.ts';

/** Names with the place of each added one among them; -1 for one that is left out. */
export interface MergedNames {
  names: string[];
  at: Int32Array;
}

/** The names that are there, then those that are not among them yet; `extend` false leaves these out. */
export function mergeNames(there: readonly string[], added: readonly string[], extend = true): MergedNames {
  const names = [...there];
  const places = new Map(names.map((name, place) => [name, place]));
  const at = Int32Array.from(added, (name) => {
    const known = places.get(name);
    if (known !== undefined || !extend) return known ?? -1;
    places.set(name, names.length);
    return names.push(name) - 1;
  });
  return { names, at };
}

/** Customers who are called by the numbers of their rows: the added ones are counted on. */
export function appendNumbered(there: readonly string[], added: readonly string[]): MergedNames {
  const names = [...there, ...added.map((_, i) => String(there.length + i + 1))];
  return { names, at: Int32Array.from(added, (_, i) => there.length + i) };
}

/** Products by their code; one that had no name takes that of the added. */
export function mergeProducts(
  there: readonly Product[],
  added: readonly Product[],
): { products: Product[]; at: Int32Array } {
  const { names, at } = mergeNames(
    there.map(({ code }) => code),
    added.map(({ code }) => code),
  );
  const products = names.map((_, place) => there[place]!);
  added.forEach((product, i) => {
    if (!products[at[i]!]?.name) products[at[i]!] = product;
  });
  return { products, at };
}

/** Numbers of orders; those of files that have none are called by their customer and day, as such orders are told apart. */
export function invoiceNames({ lines, dictionaries }: Orders): string[] {
  return dictionaries.invoices ?? unnumberedNames(lines, dictionaries);
}

function unnumberedNames({ count, invoice, customer, time }: OrderLines, { customers }: OrderDictionaries): string[] {
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    if (names[invoice[i]!] !== undefined) continue;
    const day = new Date(Math.floor(time[i]! / 86_400) * 86_400_000).toISOString().slice(0, 10);
    names[invoice[i]!] = `${customers[customer[i]!] ?? ''} ${day}`.trim();
  }
  return names;
}
