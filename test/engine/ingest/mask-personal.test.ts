import { describe, expect, it } from 'vitest';
import { createMasker, maskText } from '../../../electron/engine/ingest/mask-personal.ts';

describe('masking', () => {
  it('leaves no more than first letters, the ending of a domain and two digits', () => {
    expect(maskText('maria.lopez@shop.example.com')).toBe('m*****@s*****.com');
    expect(maskText('a@b.de')).toBe('a*****@b*****.de');
    expect(maskText('Klara Schmidt')).toBe('K***** S*****');
    expect(maskText('王小明')).toBe('王*****');
    expect(maskText('+49 170 123 4567')).toBe('+** *** *** **67');
    expect(maskText('13812345678')).toBe('*********78');
  });

  it('masks a whole column of addresses, and only what is one where most are not', () => {
    const mails = createMasker(Array.from({ length: 50 }, (_, i) => (i % 3 ? `u${i}@shop.example` : `u${i}`)));
    expect(mails.isPersonal('u3')).toBe(true);
    expect(mails.mask('u3')).toBe('u*****');
    const numbers = createMasker(Array.from({ length: 50 }, (_, i) => String(12_000 + i)));
    expect(numbers.mask('12003')).toBe('12003');
    expect(numbers.mask('anna@shop.example')).toBe('a*****@s*****.example');
    expect(numbers.mask('+44 20 7946 0018')).toBe('+** ** **** **18');
    // Bare digits may be anything, as long as the column does not look like telephone numbers.
    expect(numbers.mask('13812345678')).toBe('13812345678');
    const phones = createMasker(Array.from({ length: 50 }, (_, i) => String(13_812_345_600 + i)));
    expect(phones.mask('13812345678')).toBe('*********78');
  });

  it('has nothing to say of no ids', () => {
    expect(createMasker([]).isPersonal('12')).toBe(false);
  });
});
