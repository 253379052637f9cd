/**
 * One import as a process of its own, for `npm run bench:import`: an order file into an encrypted workspace, and from there
 * the group-by of the peer. Prints one JSON object.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { featureCandidates } from '../../electron/engine/features/customer-features.ts';
import { cleanOrders, defaultRecipe } from '../../electron/engine/ingest/clean-orders.ts';
import { createSession } from '../../electron/engine/session.ts';
import { createDataset, loadOrders } from '../../electron/engine/workspace/datasets.ts';
import { createTemporaryWorkspace } from '../../electron/engine/workspace/temporary.ts';
import { groupByCustomer } from './group-by.ts';

const file = process.argv[2]!;
const configFolder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
const session = createSession(createTemporaryWorkspace(), {
  ...{ workers: 2, configFolder, host: {} },
  onFailure: (error) => {
    throw error;
  },
});
// As the peer has its libraries when its clock begins.
await session.warm;
const begun = performance.now();
const { db } = session.workspace;
const name = 'bench';
const datasetId = createDataset(db, { name });
const jobId = session.jobs.submit('import', datasetId, { name, files: [file], reading: { columns: {}, exclude: [] } });
for (;;) {
  const job = session.jobs.list().find(({ id }) => id === jobId)!;
  if (job.status === 'succeeded') break;
  if (job.status !== 'running' && job.status !== 'queued') throw new Error(JSON.stringify(job));
  await setTimeout(2);
}
const stored = performance.now();
const orders = loadOrders(db, datasetId);
const { lines, dictionaries } = orders;
const grouped = groupByCustomer(
  lines,
  dictionaries.customers.length,
  dictionaries.products.length,
  dictionaries.invoices!.length,
);
const ended = performance.now();
const { user, system } = process.cpuUsage();
// What the peer does not: cleaning, and all that is computed of a customer.
const { definitions } = featureCandidates(cleanOrders(orders, defaultRecipe()));
const everything = performance.now();

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
console.log(
  JSON.stringify({
    seconds: (ended - begun) / 1000,
    stages: { import: (stored - begun) / 1000, aggregate: (ended - stored) / 1000 },
    features: { count: definitions.length, seconds: (everything - ended) / 1000 },
    processor: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    totals: {
      lines: lines.count,
      customers: dictionaries.customers.length,
      orders: sum(grouped.orders),
      products: sum(grouped.products),
      units: sum(grouped.units),
      revenue: Math.round(sum(grouped.revenue)),
      days: Math.round(sum(grouped.last.map((last, c) => last - grouped.first[c]!)) / 86_400),
    },
  }),
);
await session.close();
rmSync(configFolder, { recursive: true, force: true });
