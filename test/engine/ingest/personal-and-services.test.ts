import { describe, expect, it } from 'vitest';
import { passesLuhn } from '../../../electron/engine/ingest/identity-numbers.ts';
import { personalKind, redactPersonal } from '../../../electron/engine/ingest/personal.ts';
import { isService } from '../../../electron/engine/ingest/services.ts';

describe('redactPersonal', () => {
  it.each([
    ['MUG for anna.smith@example.org please', 'MUG for please'],
    ['call +44 20 7946 0958 first', 'call first'],
    ['刻字 13800138000 张', '刻字 张'],
    ['card 4111 1111 1111 1111', 'card'],
    ['IBAN DE89 3704 0044 0532 0130 00!', 'IBAN !'],
    ['(555) 123-4567', ''],
  ])('%s', (text, rest) => {
    expect(redactPersonal(text)).toBe(rest);
  });

  it.each([
    'WHITE HANGING HEART T-LIGHT HOLDER',
    'SET OF 12 PENCILS 2010-2011',
    'RECORD FRAME 7" SINGLE SIZE',
    'Dotcomgiftshop Gift Voucher £40.00',
    '农夫山泉NFC果汁100%橙汁',
    'CAKE STAND  3 TIER @ HOME',
    'EAN 4006381333932',
    'ART 2011/12/13 1000 PIECES',
  ])('leaves %s', (text) => {
    expect(redactPersonal(text)).toBe(text);
  });
});

it('passesLuhn knows card numbers', () => {
  expect(passesLuhn('4111 1111 1111 1111')).toBe(true);
  expect(passesLuhn('4111 1111 1111 1112')).toBe(false);
  expect(passesLuhn('0000000000000000')).toBe(false);
});

describe('personalKind', () => {
  it('does not mistake ordinary columns', () => {
    const column = (make: (i: number) => string): string[] => Array.from({ length: 200 }, (_, i) => make(i));
    expect(personalKind(column((i) => String(12_340 + i)))).toBeNull();
    expect(personalKind(column((i) => String(4_006_381_333_000 + 7 * i)))).toBeNull();
    expect(personalKind(column((i) => `0000${100_000 + i}`))).toBeNull();
    expect(personalKind(column((i) => `2011-01-${10 + (i % 20)} 08:26:30`))).toBeNull();
    expect(personalKind(column((i) => ['United Kingdom', 'France', 'Germany'][i % 3]!))).toBeNull();
    expect(personalKind(column((i) => `SET OF ${i} CAKE TINS`))).toBeNull();
    expect(personalKind(column((i) => ['北京', '上海', '江苏'][i % 3]!))).toBeNull();
    expect(personalKind([])).toBeNull();
  });
});

describe('isService', () => {
  it.each([
    ['POST', 'POSTAGE'],
    ['D', 'Discount'],
    ['M', 'Manual'],
    ['DOT', 'DOTCOM POSTAGE'],
    ['C2', 'CARRIAGE'],
    ['BANK CHARGES', 'Bank Charges'],
    ['AMAZONFEE', 'AMAZON FEE'],
    ['CRUK', 'CRUK Commission'],
    ['PADS', 'PADS TO MATCH ALL CUSHIONS'],
    ['S', 'SAMPLES'],
    ['gift_0001_40', 'Dotcomgiftshop Gift Voucher £40.00'],
    ['23444', 'Next Day Carriage'],
    ['77', 'Standard shipping (UK)'],
    ['9001', 'Versandkosten'],
    ['A1', '运费'],
    ['A2', '运费补差价'],
    ['A3', '礼品卡 100元'],
    ['A4', '小样'],
  ])('%s %s', (code, name) => {
    expect(isService(code, name)).toBe(true);
  });

  it.each([
    ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER'],
    ['22423', 'POSTAGE STAMP BOX'],
    ['DCGSSBOY', 'BOYS PARTY BAG'],
    ['21730', 'GLASS STAR FROSTED T-LIGHT HOLDER'],
    ['20685', 'DOORMAT RED RETROSPOT'],
    ['47566', 'PARTY BUNTING FREE SAMPLE JAR'],
    ['22138', 'BAKING SET 9 PIECE RETROSPOT'],
    ['1001', ''],
    ['610047', '西瓜胡萝卜沙拉'],
    ['5', '包邮 面霜 50g 补水保湿 免运费 正品'],
    ['6', 'POST CARD'],
    ['7', 'FIRST CLASS ROYAL MAIL VAN TOY'],
  ])('not %s %s', (code, name) => {
    expect(isService(code, name)).toBe(false);
  });
});

it('isService takes a letter alone for a service only where codes are numbers', () => {
  expect(isService('m', '', true)).toBe(true);
  expect(isService('m', '')).toBe(false);
});
