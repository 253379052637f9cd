/** A person chooses a sheet of a workbook, and goes back. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { workbook } from '../engine/ingest/workbooks.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let app: AppState;
beforeAll(async () => {
  engine = startEngine();
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  app = new AppState(engine.connect(), testHost(tabMemory()), () => {});
  await app.session.start();
  await app.welcome.create('Shop');
});
afterAll(() => engine.close());

it('forgets what was said about the other table', async () => {
  const orders = Array.from({ length: 40 }, (_, i) => [`u${i % 9}`, new Date(Date.UTC(2024, 1, 1 + i)), i + 0.5]);
  const people = Array.from({ length: 9 }, (_, i) => [`u${i}`, 20 + i, i % 2 ? 'yes' : 'no']);
  const content = await workbook({
    Orders: [['customer', 'date', 'price'], ...orders],
    People: [['customer', 'age', 'member'], ...people],
  });
  writeFileSync(join(engine.folder, 'upload', 'shop.xlsx'), content);
  await app.data.add([new File(['x'], 'shop.xlsx')]);
  const draft = app.data.shown!;
  expect(draft.usualParts).toEqual(['Orders']);
  expect(draft.inspection).toMatchObject({ container: 'excel', kind: 'orders' });
  await app.data.setRole(2, 'amount');
  await app.data.choose({ part: 'People' });
  expect(draft.inspection!.columns.map(({ name }) => name)).toEqual(['customer', 'age', 'member']);
  expect(draft.found).toEqual(draft.inspection);
  expect(draft.reading).toMatchObject({ part: 'People', columns: {} });
  expect(draft.usualParts).toEqual(['Orders']);
  await app.data.choose({ part: undefined });
  expect(draft.inspection!.columns.map(({ name }) => name)).toEqual(['customer', 'date', 'price']);
  expect(draft.choices).toEqual({});
});
