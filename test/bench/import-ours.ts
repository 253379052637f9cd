/**
 * One import as a process of its own, for `npm run bench:import`: an order file into an encrypted workspace, and back from
 * there as all figures of every customer. Prints one JSON object.
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
const cleaned = cleanOrders(orders, defaultRecipe());
const features = featureCandidates(cleaned);
const ended = performance.now();

let revenue = 0;
const { lines } = orders;
for (let i = 0; i < lines.count; i++) if (cleaned.verdict[i] === 0) revenue += lines.price[i]! * lines.quantity[i]!;
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    seconds: (ended - begun) / 1000,
    stages: { import: (stored - begun) / 1000, aggregate: (ended - stored) / 1000 },
    processor: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    lines: lines.count,
    customers: features.customers.length,
    figures: features.definitions.length,
    revenue: Math.round(revenue),
  }),
);
await session.close();
rmSync(configFolder, { recursive: true, force: true });
