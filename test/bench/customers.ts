/**
 * How long the table of customers takes through a whole engine.
 *   node test/bench/customers.ts [CUSTOMERS]      (default 1,000,000)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine/engine.ts';
import { createWorkspace } from '../../electron/engine/workspace/open.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { fillWithCustomers } from '../fixtures/large-workspace.ts';

const nCustomers = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
const configFolder = join(folder, 'config');
const path = join(folder, 'many.clientele');
const { workspace } = createWorkspace(path, { key: { kind: 'local', configFolder } });
const runId = fillWithCustomers(workspace, nCustomers);
workspace.close();

const engine = createEngine({ configFolder, resolveFile: (file) => join(folder, file), onFailure: console.error });
const [clientPort, enginePort] = memoryPorts();
engine.attach(enginePort);
const client = connect(clientPort);
await client.request('workspace.open', { path: 'many.clientele', key: { kind: 'local' } });

async function timed<Value>(name: string, action: () => Promise<Value>): Promise<Value> {
  const started = performance.now();
  const value = await action();
  console.log(`${name.padEnd(44)} ${(performance.now() - started).toFixed(0).padStart(7)} ms`);
  return value;
}
const page = (extra: object = {}) => client.request('customer.page', { runId, offset: 0, limit: 100, ...extra });
const sort = (by: string, descending = true): { sort: { by: string; descending: boolean } } => ({
  sort: { by, descending },
});

console.log(`${nCustomers.toLocaleString('en')} customers`);
await timed('first page, features computed', () => page());
await timed('sort by a feature with gaps', () => page(sort('daysBetweenOrders')));
await timed('sort by orders (many ties)', () => page(sort('frequency')));
await timed('sort by id', () => page(sort('customer', false)));
await timed('sort by segment', () => page(sort('segment', false)));
await timed('filter: search', () => page({ search: '777' }));
await timed('filter: one range', () => page({ where: [{ feature: 'recency', low: 30, high: 90 }] }));
const { total } = await page({ search: '777' });
console.log(`  (${total} found)`);
const times: number[] = [];
for (let i = 0; i < 300; i++) {
  const started = performance.now();
  await page({ offset: Math.floor(((i * 7919) % 1000) * (nCustomers / 1000)) });
  times.push(performance.now() - started);
}
times.sort((a, b) => a - b);
console.log(`page of 100, anywhere: median ${times[150]!.toFixed(1)} ms, p95 ${times[285]!.toFixed(1)} ms`);
await timed('one customer, the first', () => client.request('customer.get', { runId, row: 5 }));
await timed('another customer', () => client.request('customer.get', { runId, row: 77 }));
await timed('find, the first', () => client.request('customer.find', { runId, text: 'c-00001' }));
await timed('find, another', () => client.request('customer.find', { runId, text: '4711' }));
await timed('export of everybody', async () => {
  const { jobId } = await client.request('customer.export', { runId, folder: 'out', language: 'en' });
  await new Promise<void>((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (job && job.status !== 'running' && job.status !== 'queued') {
        if (job.status !== 'succeeded') console.log(job);
        stop();
        resolve();
      }
    });
  });
});
console.log(`memory: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
await engine.close();
rmSync(folder, { recursive: true, force: true });
