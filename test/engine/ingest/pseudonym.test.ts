import { describe, expect, it } from 'vitest';
import { normalId, pseudonym } from '../../../electron/engine/ingest/pseudonym.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');

describe('pseudonym', () => {
  it('is the HMAC-SHA-256 of the id, in short', () => {
    // RFC 4231, test case 6: a key of 131 bytes 0xaa; the hash begins with 60e431591ee0b67f.
    const text = pseudonym('Test Using Larger Than Block-Size Key - Hash Key First', Buffer.alloc(131, 0xaa));
    const bits = BigInt('0x60e431591ee0b67f') >> 4n;
    const letters = '0123456789abcdefghjkmnpqrstvwxyz';
    const expected = Array.from({ length: 12 }, (_, i) => letters[Number((bits >> BigInt(55 - 5 * i)) & 31n)]).join('');
    expect(text.replaceAll('-', '').slice(1)).toBe(expected);
  });

  it('knows a person who writes an address in two ways, and nobody else', () => {
    const name = pseudonym('Ada@Northwind.example', key);
    expect(name).toMatch(/^p(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
    expect(pseudonym('  ada@northwind.example ', key)).toBe(name);
    expect(pseudonym('ada@northwind.example', Buffer.alloc(16, 1))).not.toBe(name);
    expect(pseudonym('adb@northwind.example', key)).not.toBe(name);
    expect(new Set(Array.from({ length: 20_000 }, (_, i) => pseudonym(`u${i}@a.example`, key))).size).toBe(20_000);
  });

  it('keeps the case of what is no address, and refuses a key that is too short', () => {
    expect(normalId(' ab12 ')).toBe('ab12');
    expect(pseudonym('AB12', key)).not.toBe(pseudonym('ab12', key));
    expect(() => pseudonym('a', Buffer.alloc(8))).toThrow(RangeError);
  });
});
