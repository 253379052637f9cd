/** The products in a real browser: the table, its order, search, keys and file, in both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so the products were not tested in a browser. Set CLIENTELE_CHROMIUM.');
}

describe.skipIf(!chromiumPath)('the products in a browser', () => {
  let window: Window;
  beforeAll(async () => {
    window = await openWindow();
    const { page } = window;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: /Try with sample data/ }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
  });
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }
  const grid = () => window.page.getByRole('grid');
  const column = (name: string) => window.page.getByRole('columnheader', { name, exact: true });
  const cells = (at: number): Promise<string[]> =>
    window.page.locator(`[role=row] > [aria-colindex="${at}"]:not([role=columnheader])`).allTextContents();
  const titled = (text: RegExp): Promise<void> => window.page.getByRole('heading', { level: 1, name: text }).waitFor();

  it('lists them by revenue, in a grid that knows its size', async () => {
    const { page } = window;
    await page.locator('nav a[href="#products"]').click();
    await titled(/^[\d,]+ products$/);
    expect(await column('Revenue').getAttribute('aria-sort')).toBe('descending');
    expect(Number(await grid().getAttribute('aria-rowcount'))).toBeGreaterThan(500);
    expect(await page.locator('[role=grid] [role=row]').count()).toBeLessThan(60);
    await check('products');
  });

  it('sorts by a column, and moves by keyboard', async () => {
    const { page } = window;
    await column('Orders').getByRole('button').click();
    await expect.poll(() => column('Orders').getAttribute('aria-sort')).toBe('descending');
    await expect
      .poll(async () => {
        const orders = (await cells(4)).slice(0, 8).map((text) => Number(text.replaceAll(',', '')));
        return orders.length === 8 && orders.every((count, i) => i === 0 || count <= orders[i - 1]!);
      })
      .toBe(true);
    await grid().focus();
    await page.keyboard.press('End');
    const count = await grid().getAttribute('aria-rowcount');
    await page.locator(`[role=row][aria-rowindex="${count}"][aria-selected="true"]`).waitFor();
    await page.keyboard.press('Home');
    await page.locator('[role=row][aria-rowindex="2"][aria-selected="true"]').waitFor();
  });

  it('finds by name, and writes what is found', async () => {
    const { page } = window;
    const search = page.getByRole('searchbox', { name: 'Search products' });
    await search.fill('towel');
    await titled(/^[\d,]+ of [\d,]+ products$/);
    await expect.poll(async () => (await cells(2)).every((name) => /towel/i.test(name))).toBe(true);
    const found = Number(/^[\d,]+/.exec((await page.getByRole('heading', { level: 1 }).textContent())!.trim())![0]);
    await page.getByRole('button', { name: 'Export list' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save products.csv' }).click();
    const lines = readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(found + 1);
    await search.fill('no such product');
    await page
      .getByText(/No product/)
      .first()
      .waitFor();
    await check('products-none');
    await search.fill('');
    await titled(/^[\d,]+ products$/);
  });

  it('can be read in Chinese, at other widths', async () => {
    const { page } = window;
    await page.getByRole('button', { name: '简体中文' }).click();
    await check('products-zh');
    for (const [width, height] of [
      [1920, 1080],
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await check(`products-zh-${width}`);
    }
    expect(window.complaints).toEqual([]);
  });
});
