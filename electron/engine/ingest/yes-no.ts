/** Columns of yes and no, and those by which somebody agreed to be written to. */
import { plainName } from './column-names.ts';

const yesOrNo = new Set(
  (
    'yes no y n true false t f 1 0 on off x ja nein j oui non o si sim nao subscribed unsubscribed notsubscribed optin ' +
    'optout optedin optedout granted denied accepted declined agreed refused allowed pending never cleaned 是 否 同意 不同意 ' +
    '已同意 未同意 已订阅 未订阅 订阅 退订 已退订 允许 不允许 有 无 真 假'
  ).split(' '),
);

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
