/** Who agreed to be written to: how its column is known, what cells mean, and whose word counts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { consentOf, joinConsent, saysRefusal } from '../../../electron/engine/ingest/consent.ts';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { countConsent } from '../../../shared/consent.ts';
import type { FileReading } from '../../../shared/domain.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-consent-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function fileOf(lines: readonly string[]): string {
  const path = join(folder, `${++files}.csv`);
  writeFileSync(path, lines.join('\n'));
  return path;
}
const context = { checkCancelled: () => {}, report: () => {} };

async function answersOf(
  paths: string[],
  readings: FileReading[] = paths.map(() => ({ columns: {}, exclude: [] })),
): Promise<Record<string, number>> {
  const { orders } = await importFiles(paths, readings, context);
  const { consent } = orders.table!;
  return Object.fromEntries(orders.dictionaries.customers.map((name, i) => [name, consent![i]!]));
}

/** Orders of three customers, each on several days. */
function orderFile(consent: string, cells: (customer: number, day: number) => string): string {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [customer, day] = [i % 3, 1 + Math.floor(i / 3)];
    return `${1000 + i},C${customer},2024-01-${String(day).padStart(2, '0')},9.9${i % 10},${cells(customer, day)}`;
  });
  return fileOf([`InvoiceNo,CustomerID,InvoiceDate,UnitPrice,${consent}`, ...rows]);
}

describe('what a cell says', () => {
  it.each<[string, string, number]>([
    ['newsletter', 'yes', 1],
    ['newsletter', '0', 0],
    ['newsletter', '', -1],
    ['email_status', 'unsubscribed', 0],
    ['Consent', 'pending', -1],
    ['Email opt-out', 'TRUE', 0],
    ['Email opt-out', 'no', 1],
    ['unsubscribed', 'Subscribed', 1],
    ['HasOptedOutOfEmail', '1', 0],
    ['Do not email', 'x', 0],
    ['退订', '是', 0],
    ['退订', '否', 1],
    ['订阅', '退订', 0],
    ['是否退订', '未退订', 1],
    ['是否同意', '是', 1],
    ['Newsletter', 'Ja', 1],
  ])('%s: %s', (name, cell, answer) => {
    expect(consentOf(cell, saysRefusal(name))).toBe(answer);
  });
});

describe('the column', () => {
  const rolesOf = async (names: string[], cells: string[]): Promise<Record<string, [string, number]>> => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      [`K${i}`, String(20 + i), ...cells.map((cell) => cell.split('|')[i % cell.split('|').length])].join(','),
    );
    const { columns } = await inspectFile(fileOf([['customer_id', 'age', ...names].join(','), ...rows]));
    return Object.fromEntries(columns.map(({ name, role, confidence }) => [name, [role, confidence]]));
  };

  it('is found among the traits of customers, and a second one is no trait either', async () => {
    const roles = await rolesOf(['sms_opt_in', 'Accepts Email Marketing', 'member'], ['1|0', 'yes|no', 'yes|no']);
    expect(roles['Accepts Email Marketing']).toEqual(['consent', 0.95]);
    expect(roles['sms_opt_in']![0]).toBe('ignored');
    expect(roles['member']![0]).toBe('attribute');
  });

  it('is less sure where yes means no, and none where cells are no answers', async () => {
    expect((await rolesOf(['email_opt_out'], ['true|false']))['email_opt_out']).toEqual(['consent', 0.85]);
    expect((await rolesOf(['newsletter'], ['Spring|Autumn']))['newsletter']![0]).toBe('attribute');
    expect((await rolesOf(['unsubscribe_count'], ['0|1']))['unsubscribe_count']![0]).toBe('attribute');
  });

  it('is found in the orders of a known shop', async () => {
    const names =
      'Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Accepts Marketing,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id';
    const rows = Array.from(
      { length: 30 },
      (_, i) =>
        `#${i},p${i % 7}@shop.example,paid,EUR,10,0,0,10,${i % 2 ? 'yes' : 'no'},2024-02-03 10:00:00 +0100,1,Cup,10.00,S${i % 4},${i}`,
    );
    const { columns } = await inspectFile(fileOf([names, ...rows]));
    expect(columns.find(({ role }) => role === 'consent')?.name).toBe('Accepts Marketing');
  });
});

describe('whose word counts', () => {
  it('the latest order that says something, whatever the order of the lines', async () => {
    const path = orderFile('newsletter', (customer, day) =>
      customer === 0 ? (day < 10 ? 'no' : 'yes') : customer === 1 ? (day === 3 ? 'yes' : '') : '',
    );
    expect(await answersOf([path])).toEqual({ C0: 1, C1: 1, C2: -1 });
    const opposite = orderFile('unsubscribed', (customer, day) => (customer === 0 && day > 5 ? 'yes' : 'no'));
    expect(await answersOf([opposite])).toEqual({ C0: 0, C1: 1, C2: 1 });
  });

  it('the last row of a list that says something', async () => {
    const list = fileOf(['customer_id,age,optin', 'C0,30,yes', 'C1,40,yes', 'C1,41,no', 'C2,50,no', 'C2,51,']);
    const reading: FileReading = { kind: 'attributes', columns: { customer: 1, consent: 3 }, exclude: [] };
    expect(await answersOf([list], [reading])).toEqual({ C0: 1, C1: 0, C2: 0 });
    const { orders } = await importFiles([list], [reading], context);
    expect(orders.table!.columns.map(({ id }) => id)).toEqual(['attributes:age']);
  });

  it('a no, where files disagree', async () => {
    const orders = orderFile('newsletter', (customer) => (customer === 0 ? 'no' : 'yes'));
    const list = fileOf([
      'customer_id,age,optin',
      ...[0, 1, 2].map((i) => `C${i},${30 + i},${i === 2 ? 'no' : 'yes'}`),
    ]);
    const readings: FileReading[] = [
      { columns: {}, exclude: [] },
      { kind: 'attributes', columns: { customer: 1, consent: 3 }, exclude: [] },
    ];
    expect(await answersOf([orders, list], readings)).toEqual({ C0: 0, C1: 1, C2: 0 });
    expect(joinConsent(Int8Array.of(-1, -1, 1), Int8Array.of(-1, 1, 0))).toEqual(Int8Array.of(-1, 1, 0));
  });

  it('is counted over all, or over some', () => {
    const answers = Int8Array.of(1, 0, -1, 1);
    expect(countConsent(answers)).toEqual({ yes: 2, no: 1, unknown: 1 });
    expect(countConsent(answers, [0, 2])).toEqual({ yes: 1, no: 0, unknown: 1 });
  });
});
