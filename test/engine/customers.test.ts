/** Customers through a whole engine over a real workspace: pages, one customer, search, export, masking, the log. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { keepIdsAsWritten } from '../fixtures/ids-as-written.ts';
import { openWorkspace } from '../../electron/engine/workspace/open.ts';
import { listAudit } from '../../electron/engine/workspace/audit-log.ts';
import { fewestCustomers } from '../../electron/engine/segmentation/presets.ts';
import type { CustomerRow } from '../../shared/customers.ts';
import type { Job, RunReport, RunSettings } from '../../shared/domain.ts';
import type { AppError } from '../../shared/errors.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
const configFolder = join(folder, 'config');
const failures: AppError[] = [];
let engine: Engine;
let client: Client;

function rest(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      resolve(job);
    });
  });
}

const settings: RunSettings = {
  ...{ methods: ['kmeans'], segments: 3, preset: 'fast', seed: 1, network: null },
  ...{ map: 'none', backend: 'kernels', exclude: [] },
};

/** Ids that a spreadsheet would run, or take for a number. */
const dangerous = ['=1+1', '+SUM(A1)', '-2+3', '@home', '-5', '"quoted", with comma'];

/** 120 customers; the first has ten orders a month apart, every second one ordered once; u7 returned something. */
function writeOrders(file: string, idOf: (i: number) => string, customers = 120): void {
  const lines: string[] = [];
  let invoice = 1000;
  for (let i = 0; i < customers; i++) {
    const orders = i === 0 ? 10 : i % 2 ? 1 : 1 + (i % 6);
    for (let o = 0; o < orders; o++) {
      const day = new Date(Date.UTC(2024, o, 1 + (i % 27))).toISOString().slice(0, 10);
      invoice++;
      for (let p = 0; p <= i % 3; p++) {
        lines.push(
          `${invoice};P${(i + p + o) % 13};Thing ${(i + p + o) % 13};${1 + (i % 4)};${day};${5 + (i % 9)};${idOf(i)}`,
        );
      }
    }
    if (i === 7) lines.push(`C${invoice};P7;Thing 7;-1;2024-02-20;5;${idOf(i)}`);
  }
  writeFileSync(
    join(folder, file),
    ['InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID', ...lines].join('\n'),
  );
}

async function runOn(file: string): Promise<RunReport> {
  const read = await client.request('dataset.import', {
    name: file,
    files: [file],
    columns: { customer: 'CustomerID' },
  });
  expect(await rest(read.jobId)).toMatchObject({ status: 'succeeded' });
  const { jobId, runId } = await client.request('run.start', { datasetId: read.datasetId, settings });
  expect(await rest(jobId)).toMatchObject({ status: 'succeeded' });
  return client.request('run.report', { runId });
}

let report: RunReport;
let runId: number;
/** Everybody, a page at a time. */
async function everyone(extra: object = {}): Promise<CustomerRow[]> {
  const rows: CustomerRow[] = [];
  for (;;) {
    const page = await client.request('customer.page', { runId, offset: rows.length, limit: 50, ...extra });
    rows.push(...page.rows);
    if (page.rows.length < 50) return rows;
  }
}

beforeAll(async () => {
  engine = createEngine({
    workers: 2,
    configFolder,
    resolveFile: (file) => join(folder, file),
    onFailure: (error) => failures.push(error),
  });
  const [clientPort, enginePort] = memoryPorts();
  engine.attach(enginePort);
  client = connect(clientPort);
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
  const quote = (id: string): string => `"${id.replaceAll('"', '""')}"`;
  writeOrders('plain.csv', (i) => (i >= 20 && i < 26 ? quote(dangerous[i - 20]!) : `u${i}`));
  report = await runOn('plain.csv');
  ({ runId } = report);
});
afterAll(() => engine.close());

describe('the table of customers', () => {
  it('pages through everybody once, best first, and agrees with the segments of the report', async () => {
    const first = await client.request('customer.page', { runId, offset: 0, limit: 10 });
    expect(first).toMatchObject({ total: 120, all: 120, revenueShare: 1, personal: false });
    expect(first.columns.slice(0, 3)).toEqual(['recency', 'frequency', 'monetary']);
    const rows = await everyone();
    expect(new Set(rows.map(({ row }) => row)).size).toBe(120);
    const money = rows.map(({ values }) => values[2]!);
    expect(money).toEqual(money.toSorted((a, b) => b - a));
    expect(money.reduce((sum, value) => sum + value, 0)).toBeCloseTo(report.revenue!);
    for (const segment of report.segments) {
      expect(rows.filter((row) => row.segment === segment.id)).toHaveLength(segment.size);
    }
    const beyond = await client.request('customer.page', { runId, offset: 500, limit: 10 });
    expect(beyond.rows).toEqual([]);
  });

  it('sorts with ties in order of rows and missing values last, both ways', async () => {
    const columns = ['daysBetweenOrders', 'frequency'];
    for (const descending of [true, false]) {
      const rows = await everyone({ columns, sort: { by: 'daysBetweenOrders', descending } });
      const known = rows.filter(({ values }) => !Number.isNaN(values[0]));
      expect(rows.slice(known.length).every(({ values }) => values[1] === 1)).toBe(true);
      const missing = rows.slice(known.length).map(({ row }) => row);
      expect(missing.length).toBeGreaterThan(50);
      expect(missing).toEqual(missing.toSorted((a, b) => a - b));
      const ties = await everyone({ columns, sort: { by: 'frequency', descending } });
      for (let i = 1; i < ties.length; i++) {
        if (ties[i]!.values[1] === ties[i - 1]!.values[1]) expect(ties[i]!.row).toBeGreaterThan(ties[i - 1]!.row);
      }
    }
    const byId = await everyone({ sort: { by: 'customer', descending: false }, search: 'u' });
    expect(byId.slice(0, 4).map(({ customer }) => customer)).toEqual(['"quoted", with comma', '+SUM(A1)', 'u0', 'u1']);
  });

  it('filters by segment, id, rows and range, and tells their share of the money', async () => {
    const [segment] = report.segments;
    const page = await client.request('customer.page', { runId, offset: 0, limit: 500, segments: [segment!.id] });
    expect(page.total).toBe(segment!.size);
    expect(page.revenueShare).toBeCloseTo(segment!.revenueShare!);
    expect(await everyone({ search: 'U11' })).toHaveLength(11);
    expect((await everyone({ rows: Int32Array.of(3, 5) })).map(({ row }) => row).sort()).toEqual([3, 5]);
    const once = await everyone({ columns: ['frequency'], where: [{ feature: 'frequency', low: 1, high: 1 }] });
    expect(once.every(({ values }) => values[0] === 1)).toBe(true);
    expect(await everyone({ search: 'nobody has this' })).toEqual([]);
  });

  it('refuses what is not there', async () => {
    const page = (extra: object) => client.request('customer.page', { runId, offset: 0, limit: 10, ...extra });
    await expect(page({ sort: { by: 'shoes', descending: true } })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'unknown_feature' },
    });
    await expect(page({ segments: [999] })).rejects.toMatchObject({ details: { reason: 'no_such_segment' } });
    await expect(page({ limit: 501 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(page({ runId: 999 })).rejects.toMatchObject({ details: { reason: 'no_such_run' } });
    const nobody = client.request('customer.get', { runId, row: 120 });
    await expect(nobody).rejects.toMatchObject({ code: 'not_found', details: { reason: 'no_such_customer' } });
  });
});

describe('one customer', () => {
  it('has figures, orders and neighbours that agree with the table', async () => {
    const rows = await everyone({ columns: ['monetary', 'frequency'] });
    for (const position of [0, 60, 119]) {
      const { row, customer, segment, values } = rows[position]!;
      const detail = await client.request('customer.get', { runId, row });
      expect(detail).toMatchObject({ row, customer, segment, personal: false });
      expect(detail.place).toEqual({
        ...{ position, total: 120 },
        ...{ previous: rows[position - 1]?.row ?? null, next: rows[position + 1]?.row ?? null },
      });
      const sales = detail.orders.filter(({ items }) => items.some(({ kind }) => kind === 'sale'));
      expect(sales.reduce((sum, { total }) => sum + total, 0)).toBeCloseTo(values[0]!);
      expect(sales).toHaveLength(values[1]!);
      expect(detail.months.spend.reduce((sum, money) => sum + money, 0)).toBeCloseTo(values[0]!);
      expect(detail.moreMoneyThan).toBeCloseTo(rows.filter((other) => other.values[0]! < values[0]!).length / 120);
      expect(report.segments.map(({ id }) => id)).toContain(detail.closest!.segment);
      expect(detail.closest!.segment).not.toBe(segment);
      const median = detail.figures.find(({ feature }) => feature === 'monetary')!.overallMedian;
      const sorted = rows.map((other) => other.values[0]!).sort((a, b) => a - b);
      expect(median).toBeCloseTo((sorted[59]! + sorted[60]!) / 2);
    }
  });

  it('who ordered once has no gap; who returned has it told apart; who returned nothing has none', async () => {
    const [found] = await client.request('customer.find', { runId, text: 'u7' });
    const detail = await client.request('customer.get', { runId, row: found!.row });
    expect(detail.orders.map(({ total, returned }) => [total > 0, returned])).toEqual([
      [false, 5],
      [true, 0],
    ]);
    expect(detail.orders[1]!.items[0]).toMatchObject({ code: 'P7', name: 'Thing 7', kind: 'sale' });
    expect(detail.figures.find(({ feature }) => feature === 'daysBetweenOrders')).toMatchObject({
      value: NaN,
      rank: NaN,
    });
    expect(detail.moreOrdersThan).toBe(0);
    const [steady] = await client.request('customer.find', { runId, text: 'u0' });
    const other = await client.request('customer.get', { runId, row: steady!.row });
    expect(other.orderCount).toBe(10);
    expect(other.orders.every(({ returned }) => returned === 0)).toBe(true);
    // The order list begins with the latest; silence is counted from the end of the last day of all.
    expect(other.orders[0]!.time).toBeGreaterThan(other.orders[9]!.time);
    const recency = other.figures.find(({ feature }) => feature === 'recency')!.value;
    expect(other.referenceTime - other.orders[0]!.time).toBe(recency * 86_400);
  });

  it('stands in no place of a list that has no such customer', async () => {
    const [found] = await client.request('customer.find', { runId, text: 'u7' });
    const detail = await client.request('customer.get', { runId, row: found!.row, search: 'u0' });
    expect(detail.place).toBeNull();
  });

  it('is found by id, the very id first', async () => {
    const found = await client.request('customer.find', { runId, text: 'U1' });
    expect(found[0]).toMatchObject({ customer: 'u1', orders: 1 });
    expect(found).toHaveLength(20);
    expect(found.every(({ customer }) => customer.startsWith('u1'))).toBe(true);
    expect(await client.request('customer.find', { runId, text: '' })).toEqual([]);
  });
});

describe('the list as a file', () => {
  /** Cells of a small CSV without line breaks in cells. */
  const cellsOf = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
    );

  it('holds the whole filtered list in its order, with no cell that a spreadsheet would run', async () => {
    const { jobId } = await client.request('customer.export', {
      ...{ runId, folder: 'out', language: 'en', columns: ['monetary', 'daysBetweenOrders'] },
      ...{ sort: { by: 'monetary', descending: false } },
    });
    const job = await rest(jobId);
    expect(job).toMatchObject({ kind: 'customers', status: 'succeeded', result: { customers: 120 } });
    const text = readFileSync(join(folder, 'out', 'customers.csv'), 'utf8');
    expect(text.startsWith('\ufeffCustomer,Segment number,Segment,Money spent,Days between orders\n')).toBe(true);
    const lines = text.trim().split('\n').slice(1).map(cellsOf);
    expect(lines).toHaveLength(120);
    const rows = await everyone({ sort: { by: 'monetary', descending: false } });
    expect(lines.map(([customer]) => customer)).toEqual(
      rows.map(({ customer }) => (/^[=+@-]/.test(customer) && customer !== '-5' ? `'${customer}` : customer)),
    );
    expect(lines.some(([customer]) => customer === "'=1+1")).toBe(true);
    expect(lines.some(([customer]) => customer === '-5')).toBe(true);
    // Who ordered once has an empty cell, not NaN.
    expect(text).not.toMatch(/NaN|null|undefined/);
    const numbers = new Map(report.segments.map(({ id, number }) => [id, String(number)]));
    expect(lines.map((cells) => cells[1])).toEqual(rows.map((row) => numbers.get(row.segment)));
  });

  it('can hold a selection, in Chinese', async () => {
    const { jobId } = await client.request('customer.export', {
      ...{ runId, folder: 'two', language: 'zh-CN', rows: Int32Array.of(1, 2), columns: [] },
    });
    expect((await rest(jobId)).status).toBe('succeeded');
    const lines = readFileSync(join(folder, 'two', 'customers.csv'), 'utf8')
      .split('\n')
      .slice(0, -1);
    expect(lines[0]).toBe('\ufeff客户,细分编号,细分');
    expect(lines).toHaveLength(3);
  });
});

describe('ids that are personal, in a data set from before pseudonyms', () => {
  let personal: RunReport;
  beforeAll(async () => {
    writeOrders('mails.csv', (i) => `person${i}@shop${i % 5}.example`);
    personal = await runOn('mails.csv');
    await client.request('workspace.close', {});
    keepIdsAsWritten(join(folder, 'w.clientele'), configFolder, personal.dataset.id);
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
  });

  it('are masked by the engine wherever they are shown', async () => {
    const shown = { runId: personal.runId };
    const page = await client.request('customer.page', { ...shown, offset: 0, limit: 500 });
    expect(page.personal).toBe(true);
    expect(new Set(page.rows.map(({ customer }) => customer))).toEqual(new Set(['p*****@s*****.example']));
    const detail = await client.request('customer.get', { ...shown, row: 0 });
    expect(detail).toMatchObject({ customer: 'p*****@s*****.example', personal: true });
    const found = await client.request('customer.find', { ...shown, text: 'person7@' });
    expect(found.map(({ customer }) => customer)).toEqual(['p*****@s*****.example']);
    expect(JSON.stringify([page, detail, found])).not.toMatch(/person\d|shop\d/);
  });

  it('are shown when asked for, which is noted as a count and nothing else; exports are noted, too', async () => {
    const shown = { runId: personal.runId, reveal: true };
    const page = await client.request('customer.page', {
      ...shown,
      offset: 0,
      limit: 7,
      sort: { by: 'customer', descending: false },
    });
    expect(page.rows[2]!.customer).toBe('person2@shop2.example');
    const detail = await client.request('customer.get', { ...shown, row: page.rows[2]!.row });
    expect(detail.customer).toBe('person2@shop2.example');
    // There is nothing to note where no id is personal.
    await client.request('customer.page', { runId, reveal: true, offset: 0, limit: 7 });
    const { jobId } = await client.request('customer.export', {
      runId: personal.runId,
      folder: 'mails',
      language: 'en',
    });
    await rest(jobId);
    const reader = openWorkspace(join(folder, 'w.clientele'), { key: { kind: 'local', configFolder }, readOnly: true });
    const entries = listAudit(reader.db).map(({ action, details }) => ({ action, details }));
    reader.close();
    expect(entries.filter(({ action }) => action === 'customers.revealed')).toEqual([
      { action: 'customers.revealed', details: { run: personal.runId, customers: 1 } },
      { action: 'customers.revealed', details: { run: personal.runId, customers: 7 } },
    ]);
    expect(entries[0]).toEqual({
      action: 'customers.exported',
      details: { run: personal.runId, customers: 120, features: 6, revealed: 0 },
    });
    expect(JSON.stringify(entries)).not.toMatch(/person\d|shop\d/);
  });

  it('stay masked in a workspace that is open for reading only', async () => {
    const reader = createEngine({
      workers: 1,
      configFolder,
      resolveFile: (file) => join(folder, file),
      onFailure: () => {},
    });
    const [clientPort, enginePort] = memoryPorts();
    reader.attach(enginePort);
    const reading = connect(clientPort);
    await reading.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' }, readOnly: true });
    const page = { runId: personal.runId, offset: 0, limit: 5 };
    expect((await reading.request('customer.page', page)).rows[0]!.customer).toBe('p*****@s*****.example');
    await expect(reading.request('customer.page', { ...page, reveal: true })).rejects.toMatchObject({
      details: { reason: 'read_only' },
    });
    await reader.close();
  });
});

describe('the least there can be', () => {
  it('lists a run of the fewest customers; with one less there is no run', async () => {
    writeOrders('few.csv', (i) => `f${i}`, fewestCustomers);
    const few = await runOn('few.csv');
    const page = await client.request('customer.page', { runId: few.runId, offset: 0, limit: 500 });
    expect(page.total).toBe(fewestCustomers);
    writeOrders('fewer.csv', (i) => `f${i}`, fewestCustomers - 1);
    const read = await client.request('dataset.import', { name: 'fewer', files: ['fewer.csv'] });
    await rest(read.jobId);
    const { jobId, runId: none } = await client.request('run.start', { datasetId: read.datasetId, settings });
    expect(await rest(jobId)).toMatchObject({ status: 'failed', error: { code: 'insufficient_data' } });
    await expect(client.request('customer.page', { runId: none, offset: 0, limit: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
    // And back to another data set: what the thread holds is changed, not mixed up.
    expect((await client.request('customer.page', { runId, offset: 0, limit: 5 })).total).toBe(120);
  });

  it('met no failure that nobody expected', () => {
    expect(failures).toEqual([]);
  });
});
