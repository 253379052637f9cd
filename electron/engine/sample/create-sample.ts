/** The sample shop as files: an invented shop for outdoors and home, believable, seeded, of any size. */
import { AppError } from '../../../shared/errors.ts';
import type { Context } from '../ml/types.ts';
import { createCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { categories } from './catalogue-words.ts';
import { sampleKinds } from './kinds.ts';
import type { SampleKindName } from './kinds.ts';
import { customerIdOf, customerLine, customersHeader } from './people.ts';
import { createPersona } from './persona.ts';
import { planShop } from './plan-shop.ts';
import type { Shop } from './plan-shop.ts';
import { relationshipLines, relationshipsHeader } from './relationships.ts';
import { eventsHeader } from './sessions.ts';
import { writeFilesTogether } from './text-files.ts';
import type { TextFile, WrittenFile } from './text-files.ts';
import { ordersHeader, quoted, reviewsHeader, writeOrders } from './write-orders.ts';
import type { OrderCounts } from './write-orders.ts';

export { sampleKinds } from './kinds.ts';
export type { SampleKind, SampleKindName } from './kinds.ts';

export interface SampleOptions {
  /** Folder; made if absent. Files of the same names are replaced. */
  out: string;
  /** 1 to 1,000,000; default 3,000, or as many as fit where `lines` is out of the range for so many. */
  customers?: number;
  /** Lines of orders.csv, met exactly: 8 to 5,000 for each customer; default 25 for each. */
  lines?: number;
  /** Default 1. */
  seed?: number;
}

export interface SampleSummary extends OrderCounts {
  seed: number;
  customers: number;
  /** Lines of orders.csv. */
  lines: number;
  /** Customers of each hidden kind. */
  kinds: Record<SampleKindName, number>;
  files: WrittenFile[];
}

export const sampleDefaults = { customers: 3000, linesPerCustomer: 25, seed: 1 } as const;

const limits = { customers: [1, 1_000_000], linesPerCustomer: [8, 5000] } as const;
const customersBetweenChecks = 1024;

/** The files of a sample, in the order in which they are written. `truth.csv` holds the hidden kind of each customer. */
export const sampleFiles = [
  'orders.csv',
  'events.csv',
  'reviews.csv',
  'customers.csv',
  'truth.csv',
  'relationships.csv',
  'products.csv',
] as const;

/**
 * Generates the sample shop. The same options give the same bytes. Memory depends on orders and customers, not on lines
 * (every basket is a pure function of seed, customer and order, and is made again where it is needed).
 * Throws `invalid_input` for options out of range, `storage` for what the disk refuses, and `cancelled`; then no file
 * is left behind.
 */
export async function createSample(
  options: SampleOptions,
  ctx: Pick<Context, 'checkCancelled' | 'report'>,
): Promise<SampleSummary> {
  const { out, seed = sampleDefaults.seed } = options;
  const customers = options.customers ?? usualCustomers(options.lines);
  requireWithin('customers', customers, ...limits.customers);
  const lines = options.lines ?? customers * sampleDefaults.linesPerCustomer;
  const [fewest, most] = limits.linesPerCustomer;
  requireWithin('lines', lines, fewest * customers, most * customers);
  requireWithin('seed', seed, 0, 2 ** 32 - 1);

  ctx.checkCancelled();
  let counts: OrderCounts | undefined;
  let shop: Shop | undefined;
  const files = await writeFilesTogether(out, sampleFiles, async ([orders, events, reviews, ...rest]) => {
    shop = planShop(seed, customers, lines, ctx.checkCancelled);
    ctx.report(0.05);
    const catalogue = createCatalogue(seed);
    orders!.append(ordersHeader, 0);
    events!.append(eventsHeader, 0);
    reviews!.append(reviewsHeader, 0);
    const targets = { orders: orders!, events: events!, reviews: reviews! };
    counts = await writeOrders(shop, catalogue, targets, ctx.checkCancelled, (share) => ctx.report(0.05 + 0.9 * share));
    await writePeople(shop, rest as [TextFile, TextFile, TextFile], ctx.checkCancelled);
    writeProducts(catalogue, rest[3]!);
  });
  ctx.report(1);
  const kinds = Object.fromEntries(
    sampleKinds.map(({ name }, index) => [name, shop!.kinds.reduce((sum, kind) => sum + Number(kind === index), 0)]),
  ) as Record<SampleKindName, number>;
  return { seed, customers, lines: files[0]!.lines, kinds, files, ...counts! };
}

function usualCustomers(lines: number | undefined): number {
  const { customers, linesPerCustomer } = sampleDefaults;
  const [fewest, most] = limits.linesPerCustomer;
  if (lines === undefined || (lines >= customers * fewest && lines <= customers * most)) return customers;
  return Math.max(1, Math.round(lines / linesPerCustomer));
}

function requireWithin(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new AppError('invalid_input', { reason: 'out_of_range', option, value, least, most });
}

async function writePeople(
  shop: Shop,
  [customers, truth, relationships]: [TextFile, TextFile, TextFile],
  checkCancelled: () => void,
): Promise<void> {
  const { seed, kinds, firstDays } = shop;
  customers.append(customersHeader, 0);
  truth.append('customer,kind\n', 0);
  relationships.append(relationshipsHeader, 0);
  for (let customer = 0; customer < kinds.length; customer++) {
    if (customer % customersBetweenChecks === 0) checkCancelled();
    const persona = createPersona(seed, customer, kinds[customer]!);
    customers.append(customerLine(seed, customer, persona.country, firstDays[customer]!));
    truth.append(`${customerIdOf(customer)},${persona.kind.name}\n`);
    const related = relationshipLines(shop, customer);
    relationships.append(related.join(''), related.length);
    for (const file of [customers, truth, relationships]) if (file.isLong) await file.flush();
  }
}

function writeProducts(catalogue: Catalogue, file: TextFile): void {
  file.append('StockCode,name,category,brand,price,cost,stock\n', 0);
  for (const { code, name, category, make, laterPence, costPence, stock } of catalogue.products) {
    const money = `${(laterPence / 100).toFixed(2)},${(costPence / 100).toFixed(2)}`;
    file.append(`${code},${quoted(name)},${quoted(categories[category]!.name)},${make},${money},${stock}\n`);
  }
}
