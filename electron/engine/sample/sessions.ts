/** Browsing events: what a customer looked at, put into the cart and bought in one session. */
import { Random } from '../ml/random.ts';
import type { Basket } from './basket.ts';
import { clockTexts, days } from './calendar.ts';
import type { Catalogue } from './catalogue.ts';
import { exponential, seedOf } from './chance.ts';
import { customerIdOf } from './people.ts';
import type { Shop } from './plan-shop.ts';
import type { Entry } from './schedule.ts';
import type { TextFile } from './text-files.ts';

export const eventsHeader = 'customer,session,time,type,product,device,seconds\n';

const devices = ['phone', 'desktop', 'tablet'] as const;
/** Products of a large basket whose events are kept. */
const mostBoughtShown = 4;

interface Step {
  type: 'view' | 'cart' | 'purchase';
  product: number;
  seconds: number;
}

/**
 * Writes the events of one session. With a basket it ends in the purchase at the entry's time; without, it starts then
 * and leads at most to the cart. The product is viewed before it is put into the cart, and that before it is bought.
 */
export function writeSession(
  file: TextFile,
  seed: number,
  session: number,
  entry: Entry,
  basket: Basket | null,
  shop: Shop,
  catalogue: Catalogue,
): void {
  const random = new Random(seedOf(seed ^ 0x5e551041, entry.customer, entry.reference * 2 + Number(basket !== null)));
  const steps: Step[] = [];
  const look = (product: number): void => {
    steps.push({ type: 'view', product, seconds: 5 + Math.floor(exponential(random, 40)) });
  };
  const others = basket ? random.integer(3) : 1 + random.integer(4);
  for (let i = 0; i < others; i++) {
    const product = random.integer(catalogue.products.length);
    look(product);
    if (!basket && random.uniform() < 0.2) steps.push({ type: 'cart', product, seconds: 0 });
  }
  const bought = basket ? Array.from(basket.product.subarray(0, Math.min(basket.count, mostBoughtShown))) : [];
  for (const product of bought) {
    look(product);
    steps.push({ type: 'cart', product, seconds: 0 });
  }
  for (const product of bought) steps.push({ type: 'purchase', product, seconds: 0 });

  const length = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  let second = entry.minute * 60 - (basket ? length : 0);
  const device = devices[deviceOf(seed, entry.customer, shop)]!;
  const id = customerIdOf(entry.customer);
  let text = '';
  for (const { type, product, seconds } of steps) {
    text += `${id},${session},${secondText(second)},${type},${catalogue.products[product]!.code},${device},${seconds}\n`;
    second += seconds;
  }
  file.append(text, steps.length);
}

/** People keep to one device; those who buy on weekday mornings sit at a desk more often. */
function deviceOf(seed: number, customer: number, shop: Shop): number {
  const draw = seedOf(seed, customer, -5) / 2 ** 32;
  const desk = shop.kinds[customer] === 1 || shop.kinds[customer] === 2 ? 0.7 : 0.3;
  if (draw < desk) return 1;
  return draw < desk + 0.1 ? 2 : 0;
}

/** `YYYY-MM-DD HH:MM:SS` of a second since the start of day 0. */
function secondText(second: number): string {
  const minute = Math.floor(second / 60);
  const clock = clockTexts[minute % 1440]!;
  return `${days[Math.floor(minute / 1440)]!.text} ${clock}:${String(second % 60).padStart(2, '0')}`;
}
