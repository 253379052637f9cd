/** Personal values as they may be shown: recognisable to whoever knows them, and to nobody else. */

const dots = '•••';

/** An e-mail address as `k•••@•••.com`, anything else as its first character and dots; empty stays empty. */
export function maskPersonal(text: string): string {
  if (text === '') return '';
  const first = String.fromCodePoint(text.codePointAt(0)!);
  const domain = /@[^@\s]*(\.[\p{L}]{2,})$/u.exec(text)?.[1];
  return domain ? `${first}${dots}@${dots}${domain}` : first + dots;
}

/** A number of a customer or an order: its first character, and dots for the rest, so that its length stays hidden. */
export function maskId(text: string): string {
  return text === '' ? '' : String.fromCodePoint(text.codePointAt(0)!) + dots;
}
