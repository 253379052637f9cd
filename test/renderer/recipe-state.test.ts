/** The recipe behind the window, against a real engine: steps of both kinds, switched, undone, saved and replayed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { cleaningRules } from '../../shared/orders.ts';
import { placeOf, type RecipeStep } from '../../shared/recipe.ts';
import { startEngine, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let app: AppState;

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 60_000, interval: 20 });
const step = (place: string): RecipeStep => app.recipe.steps.find((one) => placeOf(one) === place)!;
const isOn = (rule: string): boolean => app.session.dataset!.recipe.rules.find((one) => one.rule === rule)!.enabled;

async function open(): Promise<AppState> {
  const opened = new AppState(engine.connect(), testHost(), () => {});
  await opened.session.start();
  return opened;
}

async function read(name: string, price: number): Promise<void> {
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  const lines = Array.from({ length: 90 }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, '0');
    return `c${i % 30},${i},2024-0${1 + (i % 9)}-${day} 10:00,${price + (i % 7)},${i % 11 === 0 ? -1 : 2},p${i % 5}`;
  });
  const head = 'CustomerID,InvoiceNo,InvoiceDate,UnitPrice,Quantity,StockCode';
  writeFileSync(join(engine.folder, 'upload', `${name}.csv`), [head, ...lines].join('\n'));
  await app.session.importFiles({ name, files: [`upload:${name}.csv`] }, null);
  await until(() => app.session.dataset?.name === name);
}

beforeAll(async () => {
  engine = startEngine();
  app = await open();
  await app.session.client.request('workspace.temporary', {});
  await app.session.start();
  await read('march', 3);
});
afterAll(() => engine.close());

describe('the recipe of the data in view', () => {
  it('holds every rule, and what is decided about a feature as a step beside them', async () => {
    const { recipe } = app;
    expect(recipe.steps).toHaveLength(cleaningRules.length);
    expect([recipe.canUndo, recipe.canRedo]).toEqual([false, false]);
    await recipe.setRule('return', false);
    recipe.chooseFeatures({ exclude: ['tenure'], treatments: { monetary: { transform: 'yeoJohnson' } } });
    expect(app.train.settings.exclude).toEqual(['tenure']);
    expect(recipe.steps.map(placeOf).slice(cleaningRules.length)).toEqual(['monetary treat', 'tenure leaveOut']);
    expect(step('clean return').on).toBe(false);
  });

  it('switches a step off and keeps it, also for another window', async () => {
    const { recipe } = app;
    await recipe.setStep(step('monetary treat'), false);
    expect(app.train.settings.treatments).toEqual({});
    expect(step('monetary treat')).toMatchObject({ on: false, treatment: { transform: 'yeoJohnson' } });
    const other = await open();
    await until(() => other.recipe.steps.length === cleaningRules.length + 2 && other.recipe.parts.off.length === 1);
    expect(other.recipe.steps).toEqual(recipe.steps);
  });

  it('goes back step by step, and forth again', async () => {
    const { recipe } = app;
    const last = recipe.text();
    await recipe.undo();
    expect(step('monetary treat').on).toBe(true);
    await recipe.undo();
    expect(recipe.steps).toHaveLength(cleaningRules.length);
    expect(isOn('return')).toBe(false);
    await recipe.undo();
    expect(isOn('return')).toBe(true);
    expect(recipe.canUndo).toBe(false);
    for (let i = 0; i < 3; i++) await recipe.redo();
    expect(recipe.text()).toBe(last);
    expect(recipe.canRedo).toBe(false);
  });

  it('is replayed on new data of the same columns', async () => {
    const before = app.recipe.text();
    await read('april', 5);
    await until(() => app.recipe.text() === before);
    expect(isOn('return')).toBe(false);
    expect(app.recipe.canUndo).toBe(false);
  });

  it('takes a file in one change, and refuses what is none', async () => {
    const { recipe } = app;
    const before = recipe.text();
    const file = (text: string): Pick<File, 'name' | 'text'> => ({ name: 'a.json', text: () => Promise.resolve(text) });
    await recipe.take(file('{"clientele":"recipe","version":1,"steps":[{"kind":"use","feature":"hourSin"}]}'));
    expect(recipe.steps.map(placeOf).slice(cleaningRules.length)).toEqual(['hourSin use']);
    expect(isOn('return')).toBe(true);
    await recipe.undo();
    expect(recipe.text()).toBe(before);
    await recipe.take(file('no recipe'));
    expect(recipe.error?.details).toEqual({ reason: 'no_recipe', file: 'a.json' });
    expect(recipe.text()).toBe(before);
  });

  it('takes what a finding proposes, and takes it back, as one change', async () => {
    const { recipe } = app;
    const before = recipe.text();
    const steps = [
      { kind: 'treat', feature: '*', treatment: { winsorise: null }, on: true },
      { kind: 'leaveOut', feature: 'momentum', on: true },
    ] as const;
    expect(recipe.holds(steps)).toBe(false);
    await recipe.setSteps(steps, true);
    expect(recipe.holds(steps)).toBe(true);
    expect(app.train.settings.treatments).toMatchObject({ '*': { winsorise: null } });
    await recipe.setSteps(steps, false);
    expect(recipe.text()).toBe(before);
    await recipe.undo();
    expect(recipe.holds(steps)).toBe(true);
    await recipe.undo();
    expect(recipe.text()).toBe(before);
  });

  it('loses a step that is taken away', async () => {
    const gone = step('monetary treat');
    if (gone.kind !== 'clean') await app.recipe.remove(gone);
    expect(app.recipe.steps.map(placeOf)).not.toContain('monetary treat');
    await app.recipe.undo();
    expect(app.recipe.steps.map(placeOf)).toContain('monetary treat');
  });
});
