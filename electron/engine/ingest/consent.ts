/** Who agreed to be written to: which column says so, in which direction, and what its cells mean. */
import { consentAnswers } from '../../../shared/consent.ts';
import type { ColumnProfile } from '../../../shared/domain.ts';
import { plainName } from './column-names.ts';
import { isMissing } from './column-values.ts';
import { emptyProfile } from './profile-columns.ts';
import { plainYesNo, saysYesOrNo, words } from './yes-no.ts';

const { yes, no, unknown } = consentAnswers;

/** Words that answer by themselves, whatever the column is called. Not confirmed yet (`pending`) says nothing. */
const agreed = words(
  'subscribed optin optedin granted accepted agreed allowed confirmed 同意 已同意 已订阅 订阅 允许 未退订 未拒绝',
);
const refused = words(
  'unsubscribed notsubscribed nonsubscribed optout optedout denied declined refused revoked withdrawn never cleaned ' +
    'bounced complained suppressed 不同意 未同意 未订阅 退订 已退订 不允许 拒绝 已拒绝',
);

const consentName =
  /newsletter|optin|optedin|consent|gdpr|dsgvo|rgpd|acceptsmarketing|acceptsemail|acceptssms|marketing(status|permission|allowed|agree)|(email|sms|mail|marketing)(permission|subscription|subscribed|subscriber|marketing|status$)|subscribe|einwilligung|werbeerlaubnis|abonne|consentimiento|suscri|iscritto|同意|订阅|营销许可|接[收受](邮件|短信|推送|营销)/;
/** In a column of such a name a bare yes means that somebody does not want to be written to. */
const refusalName =
  /opt(ed)?out|unsubscri|donot(e?mail|contact|call|sms|text|market|sendemail)|^no(e?mail|newsletter|marketing|contact|sms|ads)s?$|suppress|blocklist|blacklist|abgemeldet|abbestell|widerruf|desabonne|desinscri|desuscri|disiscri|退订|取消订阅|拒绝|拒收|不同意|不接[收受]|勿扰|免打扰/;
/** Counts, dates and kinds of what the rest of the name speaks of. */
const otherThing = /(count|number|date|time|plan|type|price|fee|since|source|次数|时间|日期|类型|来源)$/;
/** Consent to something other than letters or e-mails. */
const otherChannel = /sms|phone|call|push|whatsapp|post(al)?(mail)?optin|third|partner|profil|短信|电话|推送|微信/;

/** Whether a bare yes in a column of this name means that somebody does not agree. */
export function saysRefusal(name: string): boolean {
  return refusalName.test(plainName(name));
}

/**
 * Whether a column says who agreed to be written to: newsletter, opt-out, GDPR, 是否同意, 退订.
 * @param name the column's header.
 * @param values its cells, or a sample of them; they must be yes and no in some form.
 */
export function isConsent(name: string, values: readonly string[]): boolean {
  const plain = plainName(name);
  return (
    (consentName.test(plain) || refusalName.test(plain)) && !otherThing.test(plain) && saysYesOrNo(values, isAgreement)
  );
}

/** Whether a word, in plain form, says by itself that somebody agreed or did not, or has yet to answer. */
export function isAgreement(word: string): boolean {
  return agreed.has(word) || refused.has(word) || word === 'pending';
}

/** The column that says it best, by names and values, with how sure that is, 0 to 1; null where none does. */
export function findConsent(
  names: readonly string[],
  values: readonly { cells: readonly string[] }[],
  isFree: (index: number) => boolean,
): { index: number; confidence: number } | null {
  let best: { index: number; confidence: number } | null = null;
  names.forEach((name, index) => {
    if (!isFree(index) || !isConsent(name, values[index]!.cells)) return;
    const confidence = otherChannel.test(plainName(name)) ? 0.7 : saysRefusal(name) ? 0.85 : 0.95;
    if (!best || confidence > best.confidence) best = { index, confidence };
  });
  return best;
}

/**
 * What a cell says: yes, no, or nothing.
 * @param inverted whether a bare yes means no consent, see `saysRefusal`; words such as `unsubscribed` mean what they say.
 */
export function consentOf(cell: string, inverted: boolean): number {
  const word = plainName(cell);
  if (agreed.has(word)) return yes;
  if (refused.has(word)) return no;
  const bare = plainYesNo(word);
  return Number.isNaN(bare) ? unknown : (bare === 1) !== inverted ? yes : no;
}

/** The different cells of a column, each judged once, with how many records have each. */
export class ConsentCells {
  readonly #inverted: boolean;
  readonly #texts: string[] = [];
  readonly #answers: number[] = [];
  readonly #counts: number[] = [];

  /** @param name of the column, which says the direction. */
  constructor(name: string) {
    this.#inverted = saysRefusal(name);
  }

  /** Answer of a record. @param number that of its cell: a known one, or the next. @param text asked for only when new. */
  add(number: number, text: () => string): number {
    if (number === this.#texts.length) {
      const cell = text().trim();
      this.#texts.push(cell);
      this.#answers.push(consentOf(cell, this.#inverted));
      this.#counts.push(0);
    }
    this.#counts[number]!++;
    return this.#answers[number]!;
  }

  /** The five commonest cells that say yes or no, with their records. */
  profile(): ColumnProfile {
    const records = this.#counts.reduce((sum, count) => sum + count, 0);
    const given = this.#texts.flatMap((text, i) => (isMissing(text) ? [] : [{ text, count: this.#counts[i]! }]));
    const telling = given.filter(({ text }) => consentOf(text, this.#inverted) !== unknown);
    if (given.length === 0) return emptyProfile(records);
    const most = telling.toSorted((a, b) => b.count - a.count).slice(0, 5);
    return {
      ...emptyProfile(records),
      type: 'text',
      missing: records - given.reduce((sum, { count }) => sum + count, 0),
      distinct: given.length,
      bars: most.map(({ count }) => count),
      examples: most.map(({ text }) => text),
    };
  }
}

/** The latest answer of each customer: of two at the same time the later line counts. */
export class LatestConsent {
  readonly #answers: number[] = [];
  readonly #times: number[] = [];

  note(customer: number, answer: number, time: number): void {
    if (customer < 0 || answer === unknown || time < (this.#times[customer] ?? -Infinity)) return;
    this.#answers[customer] = answer;
    this.#times[customer] = time;
  }

  /** One answer for each of so many customers. */
  finish(customers: number): Int8Array {
    return Int8Array.from({ length: customers }, (_, customer) => this.#answers[customer] ?? unknown);
  }
}

/** Answers of two files on the same customers: one that says nothing gives way, and a no outweighs a yes. */
export function joinConsent(one: Int8Array | undefined, other: Int8Array | undefined): Int8Array | undefined {
  if (!one || !other) return one ?? other;
  return one.map((answer, i) => (answer === no || other[i] === no ? no : Math.max(answer, other[i]!)));
}
