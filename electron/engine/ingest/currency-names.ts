/** Signs, codes and names of currencies, in cells and in the names of columns. */
import { isCurrencyCode } from '../../../shared/currency.ts';
import { plainForm } from './plain-text.ts';

/** The yen's and the yuan's: a cell alone cannot tell which. */
export const yenOrYuan = '¥';

/** In capitals, without blanks and points. A bare dollar is the one of the United States. */
const written: Readonly<Record<string, string>> = {
  GBP: '£ ￡ STG POUND POUNDS STERLING 英镑',
  EUR: '€ \u0080 EURO EUROS 欧元 歐元',
  USD: '$ US$ U$S US DOLLAR DOLLARS USDOLLAR 美元 美金',
  AUD: 'A$ AU$ AUS$ 澳元',
  CAD: 'C$ CA$ CDN$ 加元',
  NZD: 'NZ$',
  HKD: 'HK$ 港币 港元 港幣',
  SGD: 'S$ SG$ 新加坡元',
  TWD: 'NT$ NT TW$ 新台币 台币 新台幣 台幣',
  MXN: 'MX$ MEX$',
  BRL: 'R$',
  CNY: 'RMB CNH CN¥ CN￥ 元 圆 人民币 人民幣 YUAN',
  JPY: 'JP¥ JP￥ 円 日元 日圓 YEN',
  KRW: '₩ ￦ 원',
  INR: '₹ RS',
  RUB: '₽ РУБ Р',
  UAH: '₴',
  TRY: '₺ TL',
  PLN: 'ZŁ ZL',
  CZK: 'KČ KC',
  HUF: 'FT',
  RON: 'LEI',
  CHF: 'FR SFR',
  VND: '₫',
  THB: '฿',
  PHP: '₱',
  ILS: '₪',
  NGN: '₦',
  KZT: '₸',
  [yenOrYuan]: '¥ ￥',
};
const ofSign = new Map(
  Object.entries(written).flatMap(([code, signs]) => signs.split(' ').map((sign) => [sign, code] as const)),
);

/**
 * The currency that a sign, a code or a name stands for, `yenOrYuan` where it is one of these two; null where it is
 * none that is known. Crowns are called the same in several countries: `kr` says nothing.
 */
export function currencyOfSign(text: string): string | null {
  const plain = plainForm(text)
    .replace(/[\s.()+-]/g, '')
    .toUpperCase();
  return ofSign.get(plain) ?? (isCurrencyCode(plain) ? plain : null);
}

/** Codes that are no words, so that they may stand in the name of a column without brackets. */
const plainCodes =
  'USD|EUR|GBP|CNY|RMB|JPY|CHF|AUD|CAD|NZD|HKD|SGD|TWD|SEK|NOK|DKK|PLN|CZK|HUF|RON|RUB|UAH|INR|KRW|BRL|MXN|ZAR|AED|ILS|THB|IDR|MYR|VND';
const isPlainCode = new RegExp(`^(${plainCodes})$`, 'i');
const inBrackets = /\s*[([（【]\s*([^()[\]（）【】]{1,12}?)\s*[)\]）】]\s*$/;
const atEnd = new RegExp(`[\\s_.-]+(?:in[\\s_]+)?(${plainCodes}|[€£$¥￥])$`, 'i');
const atStart = new RegExp(`^(${plainCodes}|[€£$])[\\s_.-]+`, 'i');

/** The currency that the name of a column says its money is in, `UnitPrice (GBP)` or `price_eur`, and the name without it. */
export function currencyInName(name: string): { currency: string; rest: string } | null {
  for (const pattern of [inBrackets, atEnd, atStart]) {
    const [whole, sign] = pattern.exec(name) ?? [];
    const currency = sign === undefined || isWord(sign) ? null : currencyOfSign(sign);
    if (currency && whole!.length < name.length) return { currency, rest: name.replace(whole!, '') };
  }
  return null;
}

/** (all) and (Try) are words, (ALL) and (TRY) are codes. */
function isWord(sign: string): boolean {
  return /^[a-z]+$/i.test(sign) && sign !== sign.toUpperCase() && !isPlainCode.test(sign);
}
