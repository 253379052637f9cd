/** Columns of yes and no, and those by which somebody agreed to be written to. */
import { plainName } from './column-names.ts';

/** Words that stand for yes and for no wherever they are written. */
const yesWords = new Set(['true', 'yes', 'y', 't', '1', 'on', '是', '有', '已']);
const noWords = new Set(['false', 'no', 'n', 'f', '0', 'off', '否', '无', '未']);

/** Those, and words that do so in some languages, or where somebody agrees to something. */
const yesOrNo = new Set([
  ...yesWords,
  ...noWords,
  ...(
    'x ja nein j oui non o si sim nao subscribed unsubscribed notsubscribed optin ' +
    'optout optedin optedout granted denied accepted declined agreed refused allowed pending never cleaned 同意 不同意 ' +
    '已同意 未同意 已订阅 未订阅 订阅 退订 已退订 允许 不允许 真 假'
  ).split(' '),
]);

/** 1, 0, or NaN for a text that is neither yes nor no. */
export function yesNo(text: string): number {
  const word = text.toLowerCase();
  return yesWords.has(word) ? 1 : noWords.has(word) ? 0 : NaN;
}

const consentName =
  /newsletter|optin|optedin|optout|consent|gdpr|dsgvo|rgpd|acceptsmarketing|acceptsemail|acceptssms|marketing(status|permission|allowed|agree)|(email|sms|mail|marketing)(permission|subscription|subscribed|subscriber|status$)|subscribe|einwilligung|werbeerlaubnis|abonne|consentimiento|suscri|iscritto|同意|订阅|退订|营销许可|接收(邮件|短信|推送)/;

/** Whether a column holds nothing but yes and no, in any of the usual words; empty cells say nothing. */
export function saysYesOrNo(values: readonly string[]): boolean {
  const given = values.filter((value) => value.trim() !== '');
  const fit = given.filter((value) => yesOrNo.has(plainName(value)));
  return given.length > 0 && fit.length >= 0.95 * given.length && new Set(fit.map(plainName)).size <= 4;
}

/**
 * Whether a column says who agreed to be written to: newsletter, opt-in, GDPR, 是否同意, 订阅.
 * @param name the column's header.
 * @param values its cells, or a sample of them; they must be yes and no in some form.
 */
export function isConsent(name: string, values: readonly string[]): boolean {
  return consentName.test(plainName(name)) && saysYesOrNo(values);
}
