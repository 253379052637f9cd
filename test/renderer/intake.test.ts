/** Files that come in again, in a real browser: consent, what is remembered of earlier files, adding to data. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so files that come in again were not tested in a browser.');
}

const header = 'order;customer_no;when;pieces;unit_price;newsletter';
const line = (i: number): string =>
  `${5000 + Math.floor(i / 2)};K${i % 90};${(i % 11) + 1}/${((i + 1) % 12) + 1}/2024;${(i % 5) + 1};${(i % 13) + 1}.50;${['yes', 'no', ''][i % 3]}`;
const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => line(from + i));

describe.skipIf(!chromiumPath)('files that come in again', () => {
  let window: Window;
  beforeAll(async () => void (window = await openWindow()));
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }
  function choose(name: string, rows: readonly string[]): Promise<void> {
    const path = join(window.folder, name);
    writeFileSync(path, [header, ...rows].join('\n'));
    return window.page.locator('input[type=file]').first().setInputFiles([path]);
  }
  const title = (name: string | RegExp) => window.page.getByRole('heading', { level: 1, name });
  const read = () => window.page.getByRole('button', { name: 'Read the files' }).click();

  it('say who agreed to be written to', async () => {
    const { page } = window;
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop of tests');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    await title('Drop your files').waitFor();
    await choose('spring.csv', lines(0, 600));
    await title('One question, then your files can be read').waitFor();
    const menu = page.getByRole('combobox', { name: 'Meaning of newsletter' });
    expect(await menu.inputValue()).toBe('consent');
    await page.getByRole('combobox', { name: 'Dates' }).selectOption('dmy');
    await title('Every column is clear: ready to read').waitFor();
    await read();
    await page.getByRole('heading', { name: '30 of 90 customers agreed to be written to' }).waitFor();
    expect(await page.getByText('30 said no; 30 unknown.').isVisible()).toBe(true);
    await page.getByText(/^\d cleaning rules, all on: see above$/).waitFor();
    await check('intake-consent');
  });

  it('begin as the last of their shape was corrected, until that is not wanted', async () => {
    const { page } = window;
    await choose('summer.csv', lines(500, 800));
    await page.getByText('As you chose for the last file of this shape.').waitFor();
    await title('Every column is clear: ready to read').waitFor();
    expect(await page.getByRole('combobox', { name: 'Dates' }).inputValue()).toBe('dmy');
    await check('intake-remembered');
    await page.getByRole('button', { name: 'Recognise anew' }).click();
    await title('One question, then your files can be read').waitFor();
    await page.getByRole('combobox', { name: 'Dates' }).selectOption('dmy');
    await title('Every column is clear: ready to read').waitFor();
  });

  it('go into the data that are there, in the way that is chosen, by keyboard too', async () => {
    const { page } = window;
    const own = page.getByRole('radio', { name: /^New data set/ });
    expect(await own.isChecked()).toBe(true);
    await own.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: /^Add only what is new/ }).isChecked()).toBe(true);
    await check('intake-ways');
    await read();
    await page.getByText('300 lines, of which 100 were there already; 200 new.').waitFor();
    await title(/^90 customers/).waitFor();
    await check('intake-added');
    await choose('summer.csv', lines(500, 800));
    await page.getByRole('radio', { name: /^Add only what is new/ }).check();
    await read();
    await page.getByText('300 lines, of which 300 were there already; 0 new. The data stay as they are.').waitFor();
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByText('共 300 行，其中 300 行原已存在；新增 0 行。').waitFor();
    await check('intake-chinese');
    await page.getByRole('button', { name: 'English' }).click();
  });
});
