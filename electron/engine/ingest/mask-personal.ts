/** Ids of customers that are personal (an e-mail address, a phone number, a name), shown without giving them away. */
import { contactKind, personalKind } from './personal.ts';

const sampleSize = 2000;
const hidden = '*****';

export interface Masker {
  /** Whether this id looks personal. */
  isPersonal: (id: string) => boolean;
  /** The id as it may be shown: as it is, or masked where it looks personal. */
  mask: (id: string) => string;
}

/**
 * Judges ids as a column: where enough of them are e-mail addresses, numbers or names, every id is masked; otherwise
 * only those that are an e-mail address or a written phone number by themselves. Looks at 2,000 ids, spread evenly.
 */
export function createMasker(ids: readonly string[]): Masker {
  const step = Math.max(1, Math.floor(ids.length / sampleSize));
  const sample = ids.filter((_, i) => i % step === 0).slice(0, sampleSize);
  const all = personalKind(sample) !== null;
  const isPersonal = (id: string): boolean => all || contactKind(id) !== null;
  return { isPersonal, mask: (id) => (isPersonal(id) ? maskText(id) : id) };
}

/**
 * `m*****@s*****.com`, `+** *** **17` for numbers (the last two digits stay), `M***** S*****` for names. Every
 * hidden word of letters has the same five stars, so that its length says nothing.
 */
export function maskText(text: string): string {
  const at = text.lastIndexOf('@');
  if (at > 0) {
    const domain = text.slice(at + 1);
    const ending = domain.includes('.') ? domain.slice(domain.lastIndexOf('.')) : '';
    return `${first(text)}${hidden}@${first(domain)}${hidden}${ending}`;
  }
  const digits = text.replace(/\P{Nd}/gu, '').length;
  if (digits >= 6) {
    let seen = 0;
    return text.replace(/\p{Nd}/gu, (digit) => (seen++ < digits - 2 ? '*' : digit)).replace(/\p{L}/gu, '*');
  }
  return text
    .split(/(\s+)/)
    .map((part) => (/\S/.test(part) ? `${first(part)}${hidden}` : part))
    .join('');
}

function first(text: string): string {
  return [...text][0] ?? '';
}
