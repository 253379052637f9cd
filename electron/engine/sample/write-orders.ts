/** Writes what happened in the shop, in the order of time: orders, browsing events and reviews. */
import { Random } from '../ml/random.ts';
import { createBasketMaker } from './basket.ts';
import type { Basket } from './basket.ts';
import { clockTexts, days, firstSecond } from './calendar.ts';
import type { Catalogue } from './catalogue.ts';
import { seedOf } from './chance.ts';
import { countries, customerIdOf } from './people.ts';
import { firstEventMinute } from './plan-shop.ts';
import type { Shop } from './plan-shop.ts';
import { entryType } from './schedule.ts';
import type { Entry } from './schedule.ts';
import { writeSession } from './sessions.ts';
import type { TextFile } from './text-files.ts';

export const ordersHeader = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
export const reviewsHeader = 'customer,product,rating,likes,time\n';

/** What orders.csv holds besides plain sales. */
export interface OrderCounts {
  /** Invoices, without credit notes. */
  orders: number;
  /** Lines of credit notes. */
  returns: number;
  withoutCustomer: number;
  exactDuplicates: number;
  zeroPrices: number;
  postage: number;
  /** First and last line, seconds since 1970 in the shop's own time. */
  firstTime: number;
  lastTime: number;
}

const firstInvoice = 500001;
/** Pence charged for postage at home and abroad. */
const postagePence = [395, 1295] as const;
const entriesBetweenChecks = 2048;
const entriesBetweenFlushes = 32;

/** Writes orders.csv, events.csv and reviews.csv. Time: about a microsecond a line. */
export async function writeOrders(
  shop: Shop,
  catalogue: Catalogue,
  files: { orders: TextFile; events: TextFile; reviews: TextFile },
  checkCancelled: () => void,
  report: (share: number) => void,
): Promise<OrderCounts> {
  const { schedule, seed } = shop;
  const makeBasket = createBasketMaker(seed, catalogue, shop.kinds);
  const productTexts = catalogue.products.map(({ code, name }) => `,${code},${quoted(name)},`);
  const counts: OrderCounts = {
    orders: 0,
    returns: 0,
    withoutCustomer: 0,
    exactDuplicates: 0,
    zeroPrices: 0,
    postage: 0,
    firstTime: Infinity,
    lastTime: -Infinity,
  };
  let invoice = firstInvoice;
  let session = 0;

  const noteTime = (entry: Entry): void => {
    const time = firstSecond + entry.minute * 60;
    counts.firstTime = Math.min(counts.firstTime, time);
    counts.lastTime = Math.max(counts.lastTime, time);
  };

  const writeSale = (entry: Required<Entry>, basket: Basket): void => {
    const { count, product, quantity, pence, persona } = basket;
    const isGuest = entry.customer < 0;
    const number = String(invoice++);
    const date = `,${timeText(entry.minute)},`;
    const end = `,${isGuest ? '' : customerIdOf(entry.customer)},${countries[persona.country]!.name}\n`;
    const repeated = entry.repeatsLine ? seedOf(seed, entry.customer, entry.reference) % count : -1;
    let text = '';
    for (let i = 0; i < count; i++) {
      const line = number + productTexts[product[i]!]! + quantity[i]! + date + moneyText(pence[i]!) + end;
      text += i === repeated ? line + line : line;
      if (pence[i] === 0) counts.zeroPrices += i === repeated ? 2 : 1;
    }
    if (entry.hasPostage) {
      text += `${number},POST,Postage,1${date}${moneyText(postagePence[persona.country === 0 ? 0 : 1])}${end}`;
      counts.postage++;
    }
    if (repeated >= 0) counts.exactDuplicates++;
    const lines = count + Number(repeated >= 0) + Number(entry.hasPostage);
    if (isGuest) counts.withoutCustomer += lines;
    counts.orders++;
    noteTime(entry);
    files.orders.append(text, lines);
  };

  const writeReturn = (entry: Entry): void => {
    const random = new Random(seedOf(seed, entry.customer, -10 - entry.reference));
    const { count, product, quantity, pence, persona } = makeBasket(schedule.at(entry.reference));
    const drawn = random.integer(count);
    // Nobody sends back a gift of the house; the first line never is one.
    const line = pence[drawn] === 0 ? 0 : drawn;
    const units = random.uniform() < 0.6 ? quantity[line]! : 1 + random.integer(quantity[line]!);
    const money = moneyText(pence[line]!);
    const who = `${customerIdOf(entry.customer)},${countries[persona.country]!.name}`;
    files.orders.append(
      `C${invoice++}${productTexts[product[line]!]!}-${units},${timeText(entry.minute)},${money},${who}\n`,
    );
    counts.returns++;
    noteTime(entry);
  };

  const writeReview = (entry: Entry): void => {
    const random = new Random(seedOf(seed, entry.customer, -10 - entry.reference));
    const { count, product, persona } = makeBasket(schedule.at(entry.reference));
    const { code } = catalogue.products[product[random.integer(count)]!]!;
    const rating = Math.min(5, Math.max(1, Math.round(persona.kind.reviews.rating + random.normal())));
    const likes = Math.floor(random.uniform() ** 6 * 40);
    files.reviews.append(`${customerIdOf(entry.customer)},${code},${rating},${likes},${timeText(entry.minute)}\n`);
  };

  const written = [files.orders, files.events, files.reviews];
  const inTime = schedule.inTime();
  for (let i = 0; i < inTime.length; i++) {
    if (i % entriesBetweenChecks === 0) {
      checkCancelled();
      report(i / inTime.length);
    }
    const entry = schedule.at(inTime[i]!);
    if (entry.type === entryType.return) writeReturn(entry);
    else if (entry.type === entryType.review) writeReview(entry);
    else if (entry.type === entryType.visit) writeSession(files.events, seed, ++session, entry, null, shop, catalogue);
    else {
      const basket = makeBasket(entry);
      writeSale(entry, basket);
      if (entry.type === entryType.sale && entry.minute >= firstEventMinute) {
        writeSession(files.events, seed, ++session, entry, basket, shop, catalogue);
      }
    }
    if (i % entriesBetweenFlushes === 0) for (const file of written) if (file.isLong) await file.flush();
  }
  return counts;
}

/** `YYYY-MM-DD HH:MM` of a minute since the start of day 0. */
function timeText(minute: number): string {
  const day = Math.floor(minute / 1440);
  return `${days[day]!.text} ${clockTexts[minute % 1440]!}`;
}

const moneyTexts: string[] = [];

/** Pence as pounds with two decimals; each amount is made once. */
function moneyText(pence: number): string {
  return (moneyTexts[pence] ??= (pence / 100).toFixed(2));
}

/** A CSV field, quoted where it has to be (RFC 4180). */
export function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
