/** Tells money that is no product (postage, fees, corrections, vouchers, samples) by code and name, in any shop. */

/** Codes that shops give to such lines. */
const serviceCode =
  /^(?:post|postage|dot|c2|cruk|pads|adjust\w*|test\d*|(?:bank ?)?charges?|\w*fee|fee\w*|ship(?:ping)?\w{0,3}|deliver(?:y)?|freight|carriage|handling|discount\w{0,3}|rabatt|voucher\w{0,4}|coupon\w{0,4}|gift[ _-]?(?:card|voucher)?[ _-]?[\d_-]*|manual|sample?s?|deposit|tip|tax|vat|rounding|versand\w*|porto)$/i;

/** Words that make a line a service when nothing else is left in its name. */
const serviceWords = new Set(
  (
    'postage shipping shipment delivery carriage freight handling courier fee fees charge charges commission ' +
    'surcharge discount manual adjust adjustment adjustments correction voucher vouchers coupon samples sample deposit ' +
    'refund rounding tip donation tax vat insurance debt credit porto versand versandkosten livraison envio frete ' +
    'giftcard giftwrap write-off'
  ).split(' '),
);
/** Words that say more about a service. */
const accompanying = new Set(
  (
    'dotcom dotcomgiftshop amazon ebay paypal stripe shopify cruk bank bad next day same standard express economy first ' +
    'second class international domestic overseas uk eu us order orders shop online free extra flat rate cost costs and ' +
    'for of on the a by to payment card transaction service gift amount total import duty price packing packaging per ' +
    'item items cash store loyalty bonus points loss goods debtor next-day special royal mail dhl ups fedex dpd gls hermes ' +
    'priority tracked signed overnight weekend saturday account booking processing restocking cancellation late charity'
  ).split(' '),
);
const giftVoucher = /\bgift (?:vouchers?|cards?|certificates?)\b|\be-?gift\b|\bgutschein\b/i;
const chineseService =
  /运费|邮费|快递费|手续费|服务费|配送费|送餐费|外送费|包装费|打包费|餐盒费|安装费|差价|补差|补拍|押金|小费|税费|礼品卡|礼品券|代金券|优惠券|储值卡|充值|红包|抵扣|调账|坏账|银行费用|佣金|退款/;
const chineseSample = /^(?:小样|样品|试用装|赠品|折扣|优惠|抹零|调整|手工录入)$/;

/**
 * Whether a line of this code and name is money but no product.
 * @param code the shop's code of the product.
 * @param name its description; may be empty.
 * @param numbered the shop's codes mostly hold digits, so that a letter alone (D, M, S) stands for no product.
 */
export function isService(code: string, name: string, numbered = false): boolean {
  if (serviceCode.test(code.trim()) || (numbered && /^[a-z]$/i.test(code))) return true;
  if (giftVoucher.test(name)) return true;
  if (/\p{Script=Han}/u.test(name)) {
    const text = name.trim();
    // A long title only mentions the postage it includes.
    return (text.length <= 12 && chineseService.test(text)) || chineseSample.test(text);
  }
  const words = name
    .toLowerCase()
    .split(/[^\p{L}-]+/u)
    .filter((word) => word !== '');
  return (
    words.length > 0 &&
    words.some((word) => serviceWords.has(word)) &&
    words.every((word) => serviceWords.has(word) || accompanying.has(word))
  );
}
