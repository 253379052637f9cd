/** What is personal in texts: recognised by its form, so that it is neither read nor shown. */
import { isIP } from 'node:net';
import { isCardNumber, isIban, isNationalId } from './identity-numbers.ts';
import { shareOf } from './share-of.ts';

const emailPattern = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
/** International, Chinese mobile, North American, and national numbers with a leading zero and separators. */
const phonePattern =
  /(?<![\p{L}\d])(?:(?:\+\d{1,3}|00[1-9]\d{0,2}[ .()/-])(?:[ .()/-]{0,2}\d){7,12}|(?:86[ -]?)?1[3-9]\d{9}|(?:86[ -])?1[3-9]\d[ -]\d{4}[ -]\d{4}|\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}|\(\d{3}\) ?\d{3}[ .-]?\d{4}|0\d{1,4}[ /-]\d{3,8}(?:[ -]\d{2,5}){0,3})(?![\p{L}\d])/u;
/** 14 to 19 digits: with 13, every tenth bar code would pass for a card. */
const cardPattern = /(?<!\d)\d(?:[ -]?\d){13,18}(?!\d)/;
const ibanPattern = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![\p{L}\d])/u;
const addressPattern =
  /^\d+[a-z]?,? .*\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|way|square|place|close|crescent)\b|(straße|strasse|str\.) ?\d+|^(rue|via|calle|avenida) .*\d|(省|市|区|县|镇).*(路|街|道|巷|村|弄|号)/iu;

const givenNames = new Set(
  (
    'james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald ' +
    'steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas ' +
    'eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis ' +
    'jerry tyler aaron jose adam nathan henry peter zachary kyle walter harold jeremy ethan carl keith roger arthur oliver ' +
    'harry noah liam luke simon martin hans klaus jan lukas felix max stefan andreas pierre jean louis antonio carlos juan ' +
    'luis marco giovanni mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra ' +
    'margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon ' +
    'cynthia kathleen amy shirley anna angela ruth brenda pamela nicole katherine virginia catherine christine samantha ' +
    'debra janet rachel carolyn emma maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith ' +
    'olivia frances martha cheryl megan andrea hannah jacqueline ann jean alice kathryn gloria teresa sara janice julia ' +
    'grace judy sophie sophia charlotte amelia isabella mia lucy claire marie lena lea ines ana carmen elena mohammed ' +
    'muhammad ahmed ali fatima wei li ming yan jing hiroshi yuki'
  ).split(' '),
);
const surnames =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';

function wholly(pattern: RegExp, value: string): boolean {
  return pattern.exec(value)?.[0].length === value.length;
}

/** Whether a text is a phone number and nothing else: 7 to 15 digits (E.164), and no number with a decimal mark. */
function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && !/^[+-]?\d+[.,]\d+$/.test(value) && wholly(phonePattern, value);
}

function holdsEmail(value: string): boolean {
  // The pattern tries every letter as a beginning.
  return value.includes('@') && emailPattern.test(value);
}

/** Whether a column holds e-mail addresses. */
export function holdsEmails(values: readonly string[]): boolean {
  return shareOf(values, 0.3, holdsEmail) >= 0.3;
}

/**
 * What the values of a column tell about people: `contact` are e-mails, phone, card, account and identity numbers and
 * IP addresses; `person` are names and postal addresses. A column counts when enough of its cells are alike.
 */
export function personalKind(values: readonly string[]): 'contact' | 'person' | null {
  if (values.length === 0) return null;
  const atLeast = (least: number, test: (value: string) => boolean): boolean => shareOf(values, least, test) >= least;
  if (
    holdsEmails(values) ||
    atLeast(0.5, (value) => isIP(value) !== 0) ||
    atLeast(0.7, isNationalId) ||
    atLeast(0.7, isPhone) ||
    // Numbers of bare digits may be anything; by chance one in ten has a right check digit.
    atLeast(0.8, (value) => wholly(cardPattern, value) && isCardNumber(value)) ||
    atLeast(0.8, isIban)
  ) {
    return 'contact';
  }
  const isPerson = atLeast(0.5, (value) => addressPattern.test(value)) || atLeast(0.4, isWesternName);
  return isPerson || atLeast(0.8, isChineseName) ? 'person' : null;
}

/** What a text is as a whole: an e-mail address, or a phone number that is written as one, not as bare digits. */
export function contactKind(text: string): 'email' | 'phone' | null {
  if (emailPattern.exec(text)?.[0].length === text.length) return 'email';
  return /\D/.test(text) && isPhone(text) ? 'phone' : null;
}

/** Two to four words of which one is a common given name. */
function isWesternName(value: string): boolean {
  const words = value.split(/[ ,]+/);
  return (
    words.length >= 2 &&
    words.length <= 4 &&
    // San José, St. Louis
    !/^(?:san|santa|santo|st|ste|saint|new|los|las|port|fort|mount|lake)$/i.test(words[0]!.replace('.', '')) &&
    words.every((word) => /^\p{Lu}[\p{L}'.-]*$/u.test(word)) &&
    words.some((word) => givenNames.has(word.toLowerCase()))
  );
}

/** Two to four characters after a Chinese surname. */
function isChineseName(value: string): boolean {
  return /^\p{Script=Han}{2,4}$/u.test(value) && surnames.includes(value[0]!);
}

const everyEmail = new RegExp(emailPattern, 'gu');
const everyPhone = new RegExp(phonePattern, 'gu');
const everyCard = new RegExp(cardPattern, 'g');
const everyIban = new RegExp(ibanPattern, 'gu');

/** A text without e-mail addresses, phone numbers, card numbers and IBANs; what is left is tidied. */
export function redactPersonal(text: string): string {
  // Anything personal takes a sign or seven digits: most texts need no closer look.
  if (!text.includes('@') && !/(?:\d[ .()/-]{0,2}){7}/.test(text) && !/[A-Z]{2}\d{2} ?[A-Z0-9]{4}/.test(text))
    return text;
  const redacted = text
    .replace(everyEmail, ' ')
    .replace(everyIban, (text) => (isIban(text) ? ' ' : text))
    .replace(everyCard, (digits) => (isCardNumber(digits) ? ' ' : digits))
    .replace(everyPhone, ' ');
  return redacted === text ? text : redacted.replace(/[ \t]+/g, ' ').trim();
}
