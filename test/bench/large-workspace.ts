/** A workspace of as many customers as wanted with a finished run, put together straight in the database. */
import type { Workspace } from '../../electron/engine/workspace/open.ts';
import { createDataset, storeDataset } from '../../electron/engine/workspace/datasets.ts';
import { appendOrderBlock } from '../../electron/engine/workspace/order-blocks.ts';
import { createRun, finishRun } from '../../electron/engine/workspace/runs.ts';
import { defaultRecipe } from '../../electron/engine/ingest/clean-orders.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import type { OrderLines } from '../../shared/orders.ts';
import { makeRunReport } from '../fixtures/run-report.ts';

const secondsPerDay = 86_400;
const firstTime = Date.UTC(2022, 0, 1) / 1000;
const days = 1000;

/**
 * `nCustomers` with one to five orders of one to three lines; ids are `C-` and seven digits. Segments are drawn by
 * chance: the list does not care what they mean. Returns the run's id.
 */
export function fillWithCustomers({ db }: Workspace, nCustomers: number, seed = 1): number {
  const random = new Random(seed);
  const orders: { customer: number; day: number; lines: number }[] = [];
  for (let customer = 0; customer < nCustomers; customer++) {
    const count = 1 + Math.floor(5 * random.uniform() ** 2);
    for (let i = 0; i < count; i++) {
      orders.push({ customer, day: Math.floor(days * random.uniform()), lines: 1 + Math.floor(3 * random.uniform()) });
    }
  }
  orders.sort((a, b) => a.day - b.day || a.customer - b.customer);
  const count = orders.reduce((sum, { lines }) => sum + lines, 0);
  const lines: OrderLines = {
    count,
    customer: new Int32Array(count),
    invoice: new Int32Array(count),
    product: new Int32Array(count),
    country: new Int32Array(count),
    quantity: new Float64Array(count),
    price: new Float64Array(count),
    time: new Float64Array(count),
    flags: new Uint8Array(count),
  };
  let line = 0;
  orders.forEach((order, invoice) => {
    for (let i = 0; i < order.lines; i++, line++) {
      lines.customer[line] = order.customer;
      lines.invoice[line] = invoice;
      lines.product[line] = Math.floor(4000 * random.uniform());
      lines.quantity[line] = 1 + Math.floor(12 * random.uniform());
      lines.price[line] = Math.round(100 + 4900 * random.uniform()) / 100;
      lines.time[line] = firstTime + order.day * secondsPerDay + 36_000;
    }
  });
  const datasetId = createDataset(db, { name: 'Many customers' });
  appendOrderBlock(db, datasetId, lines);
  const recipe = defaultRecipe();
  storeDataset(db, {
    datasetId,
    dictionaries: {
      customers: Array.from({ length: nCustomers }, (_, i) => `C-${String((i * 7919) % nCustomers).padStart(7, '0')}`),
      products: Array.from({ length: 4000 }, (_, i) => ({ code: `P${i}`, name: `Thing ${i}`, isService: false })),
      countries: ['Land'],
      invoices: null,
    },
    files: [],
    rejectedLines: [],
    lines: count,
    orders: orders.length,
    firstTime,
    lastTime: firstTime + days * secondsPerDay,
    recipe,
  });
  const report = makeRunReport(2000, seed);
  const runId = createRun(db, { datasetId, settings: { ...report.settings, exclude: [] }, createdAt: Date.now() });
  const segments = Int32Array.from({ length: nCustomers }, () => Math.floor(report.segments.length * random.uniform()));
  finishRun(db, {
    runId,
    report: {
      ...report,
      runId,
      customers: nCustomers,
      dataset: { ...report.dataset, id: datasetId, name: 'Many customers', recipe },
      segments: report.segments.map((segment, position) => {
        const size = segments.reduce((sum, other) => sum + (other === position ? 1 : 0), 0);
        return { ...segment, size, share: size / nCustomers };
      }),
    },
    customers: Int32Array.from({ length: nCustomers }, (_, i) => i),
    segments,
    method: report.method,
    model: new Uint8Array(8),
  });
  return runId;
}
