import { describe, expect, it } from 'vitest';
import { isCardNumber, isIban, isNationalId } from '../../../electron/engine/ingest/identity-numbers.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { personalKind } from '../../../electron/engine/ingest/personal.ts';
import { isConsent } from '../../../electron/engine/ingest/consent.ts';
import { fileOf } from './import-text.ts';

const column = (make: (i: number) => string, n = 60): string[] => Array.from({ length: n }, (_, i) => make(i));

describe('identity numbers', () => {
  it.each([
    '11010519491231002X',
    '123-45-6789',
    'AB 12 34 56 C',
    'SX123456C',
    '12345678Z',
    'X1234567L',
    '2 55 08 14 168 025 38',
    'RSSMRA85T10A562S',
    '529.982.247-25',
  ])('%s is one', (text) => {
    expect(isNationalId(text)).toBe(true);
  });

  it.each([
    '110105194912310021',
    '000-45-6789',
    '666-45-6789',
    'BG123456C',
    '12345678A',
    '529.982.247-26',
    '255081416802539',
    '1234567890',
    'SKU-12345-678',
    '',
  ])('%j is none', (text) => {
    expect(isNationalId(text)).toBe(false);
  });

  it('checks the digits of accounts and cards', () => {
    expect(isIban('DE89 3704 0044 0532 0130 00')).toBe(true);
    expect(isIban('GB82WEST12345698765432')).toBe(true);
    expect(isIban('GB83WEST12345698765432')).toBe(false);
    expect(isCardNumber('4111-1111-1111-1111')).toBe(true);
    expect(isCardNumber('378282246310005')).toBe(true);
    // Right by its check digit, but no card begins with 9.
    expect(isCardNumber('9111111111111113')).toBe(false);
  });
});

describe('personalKind', () => {
  it.each<[string, (i: number) => string]>([
    ['British phones', (i) => `+44 20 7946 0${100 + i}`],
    ['British mobiles', (i) => `07700 900${100 + i}`],
    ['American phones', (i) => `+1 (555) 013-${1000 + i}`],
    ['American phones without the country', (i) => `555-013-${1000 + i}`],
    ['German phones', (i) => `+49 (0)30 5550${100 + i}`],
    ['German numbers of a town', (i) => `0170/5550${100 + i}`],
    ['French phones', (i) => `+33 6 55 50 ${10 + i} 01`],
    ['Chinese mobiles', (i) => `1390013${1000 + 37 * i}`],
    ['Chinese mobiles in groups', (i) => `+86 139 0013 ${1000 + i}`],
    ['Chinese lines', (i) => `010-6555${1000 + i}`],
    ['IPv4', (i) => `203.0.113.${i}`],
    ['IPv6', (i) => `2001:db8::${i.toString(16)}`],
    ['American social security', (i) => `219-09-${1000 + i}`],
  ])('knows %s', (_, make) => {
    expect(personalKind(column(make))).toBe('contact');
  });

  it.each<[string, (i: number) => string]>([
    ['order numbers', (i) => `#${1000 + i}`],
    ['long order numbers', (i) => String(20_230_501_000_000 + 17 * i)],
    ['order numbers of Amazon', (i) => `203-${4_410_023 + i * 7919}-${1_180_355 + i * 1047}`],
    ['product codes', (i) => `AB-${10_000 + i}-X`],
    ['EAN 13', (i) => String(4_006_381_333_900 + 7 * i)],
    ['GTIN 14', (i) => String(10_614_141_000_400 + 13 * i)],
    ['prices', (i) => `${i}.99`],
    ['large amounts', (i) => `1 234 ${500 + i},00`],
    ['latitudes', (i) => `+51.50${7_000_000 + 13 * i}`],
    ['coordinates', (i) => `51.507${i}, -0.1278${i}`],
    ['months', (i) => `0${1 + (i % 9)}/20${10 + (i % 10)}`],
    ['dates', (i) => `0${1 + (i % 9)}-12-20${10 + (i % 10)}`],
    ['times', (i) => `10:${10 + (i % 50)}:00:00`],
    ['Unix seconds', (i) => String(1_511_544_070 + 60 * i)],
    ['Unix milliseconds', (i) => String(1_511_544_070_123 + 60_000 * i)],
    ['tracking numbers', (i) => `1Z999AA10123${456_784 + i}`],
    ['colours', (i) => ['Rose', 'Mark II', 'Royal Blue'][i % 3]!],
    ['brands', (i) => ['自然堂', '欧莱雅', '悦诗风吟', '雅诗兰黛', '美宝莲'][i % 5]!],
    ['cities', (i) => ['New York', 'San Jose', 'Los Angeles', 'St. Louis', 'Boston'][i % 5]!],
  ])('does not take %s for it', (_, make) => {
    expect(personalKind(column(make))).toBeNull();
  });
});

it('leaves names of brands, places and campaigns, which may be names of people', async () => {
  const names = ['Paul Smith', 'Ralph Lauren', 'Calvin Klein', 'Jack Jones', 'Maria Galland'];
  const rows = column((i) => `${i},${names[i % 5]},${names[i % 5]},${names[(i + 1) % 5]},${names[i % 5]}`);
  const { columns } = await inspectFile(fileOf(['customer_id,Brand,City,Campaign name,Who', ...rows].join('\n')));
  expect(columns.map(({ role }) => role)).toEqual(['customer', 'attribute', 'attribute', 'attribute', 'personal']);
});

describe('isConsent', () => {
  it.each<[string, string[]]>([
    ['Accepts Marketing', ['yes', 'no', '']],
    ['newsletter', ['1', '0', '0']],
    ['email_opt_in', ['TRUE', 'FALSE']],
    ['GDPR consent', ['Granted', 'Denied']],
    ['Email Marketing Consent', ['subscribed', 'unsubscribed', 'never subscribed'.slice(0, 5)]],
    ['Werbeeinwilligung', ['Ja', 'Nein']],
    ['是否同意', ['是', '否']],
    ['订阅', ['已订阅', '未订阅']],
  ])('%s', (name, values) => {
    expect(isConsent(name, values)).toBe(true);
  });

  it.each<[string, string[]]>([
    ['Newsletter', ['Spring 2023', 'Summer 2023']],
    ['AcceptedCmp1', ['0', '1']],
    ['Churn', ['yes', 'no']],
    ['Subscription', ['Gold', 'Silver']],
    ['newsletter', ['', '']],
    ['订阅', ['12', '31', '7']],
  ])('not %s', (name, values) => {
    expect(isConsent(name, values)).toBe(false);
  });
});

describe('names of personal columns', () => {
  const rolesOf = async (header: string[], row: (i: number) => string[]): Promise<Record<string, string>> => {
    const text = [header, ...Array.from({ length: 40 }, (_, i) => row(i))].map((cells) => cells.join(';')).join('\n');
    const { columns } = await inspectFile(fileOf(text));
    return Object.fromEntries(columns.map(({ name, role }) => [name, role]));
  };

  it.each([
    ['German', 'Vorname;Nachname;Straße;PLZ;Telefonnummer;E-Mail-Adresse;Geburtsdatum'],
    ['French', 'Prénom;Nom de famille;Adresse;Code postal;Téléphone;Courriel;Date de naissance'],
    ['Spanish', 'Apellidos;Nombre completo;Dirección;Código postal;Teléfono;Correo electrónico;Fecha de nacimiento'],
    ['Chinese', '姓名;收货人;详细地址;邮编;手机号码;电子邮箱;身份证号'],
    ['traditional Chinese', '收貨人姓名;聯絡人姓名;收貨地址;買家手機號;電話;電子郵箱;手機號碼'],
    ['English', 'First Name;Surname;Street Address;Zip Code;Mobile Phone;Email Address;Date of Birth'],
  ])('%s', async (_, header) => {
    const names = header.split(';');
    const roles = await rolesOf(['customer_id', ...names], (i) => [String(i), ...names.map(() => `w${i % 7}`)]);
    for (const name of names) expect([name, roles[name]]).toEqual([name, 'personal']);
  });

  it('leaves columns that only say yes or no, or count', async () => {
    const header = ['customer_id', 'PhoneService', 'Email opt-in', 'Emails opened', 'Year_Birth', 'Smartphone model'];
    const roles = await rolesOf(header, (i) => [
      String(i),
      i % 2 ? 'Yes' : 'No',
      i % 3 ? 'true' : 'false',
      String(i % 12),
      String(1950 + i),
      `S${i % 5}`,
    ]);
    for (const name of header.slice(1)) expect([name, roles[name]]).not.toEqual([name, 'personal']);
  });
});
