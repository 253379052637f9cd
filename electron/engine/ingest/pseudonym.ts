/** Names that stand for personal ids: the same for the same person, and no way back without the key. */
import { createHmac } from 'node:crypto';

/** Crockford's base 32: no letters that are taken for digits. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 12;

/** An e-mail address in lower case, as the same person writes it in two ways; anything else trimmed. */
export function normalId(id: string): string {
  const trimmed = id.normalize('NFKC').trim();
  return trimmed.includes('@') ? trimmed.toLowerCase() : trimmed;
}

/**
 * HMAC-SHA-256 (RFC 2104) of an id, cut to 60 bits: `p-7k3m-q9xd-02ht`. Among a million ids two meet with a chance of
 * one in two million.
 * @param key secret of the workspace, at least 16 bytes; another key gives other names.
 */
export function pseudonym(id: string, key: Uint8Array): string {
  if (key.length < 16) throw new RangeError('a key of at least 16 bytes');
  const hash = createHmac('sha256', key).update(normalId(id), 'utf8').digest();
  let [bits, held, text] = [0, 0, ''];
  for (let i = 0; text.length < length;) {
    if (held < 5) {
      bits = ((bits << 8) | hash[i++]!) & 0xfff;
      held += 8;
    }
    held -= 5;
    text += letters[(bits >> held) & 31]!;
  }
  return `p-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
