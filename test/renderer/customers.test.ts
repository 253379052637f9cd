/** The customers in a real browser: the table, its filters and keys, one customer, search, export, masking. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace } from '../../electron/engine/workspace/open.ts';
import { fillWithCustomers } from '../fixtures/large-workspace.ts';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn(
    'SKIPPED: no Chromium was found, so the customers were not tested in a browser. Set CLIENTELE_CHROMIUM.',
  );
}

const nCustomers = 5000;

describe.skipIf(!chromiumPath)('the customers in a browser', () => {
  let window: Window;
  beforeAll(async () => {
    window = await openWindow((home, configFolder) => {
      mkdirSync(home, { recursive: true });
      const make = (name: string): ReturnType<typeof createWorkspace>['workspace'] =>
        createWorkspace(join(home, `${name}.clientele`), { key: { kind: 'local', configFolder } }).workspace;
      const plain = make('Plain');
      fillWithCustomers(plain, nCustomers);
      plain.close();
      const mails = make('Mails');
      fillWithCustomers(mails, 300, { idOf: (i) => `person${i}@shop.example` });
      mails.close();
      make('Nothing').close();
    });
  });
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }
  const title = async (): Promise<string> =>
    (await window.page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
  const titled = (text: string | RegExp): Promise<void> =>
    window.page.getByRole('heading', { level: 1, name: text }).waitFor();
  const grid = () => window.page.getByRole('grid');
  /** The row that the keyboard is at. */
  const activeRow = async (): Promise<number> => {
    // A moment after the key, when the row has come into view.
    await grid().and(window.page.locator('[aria-activedescendant]')).waitFor();
    const id = await grid().getAttribute('aria-activedescendant');
    return Number(await window.page.locator(`[id="${id}"]`).getAttribute('aria-rowindex')) - 1;
  };
  const openWorkspaceNamed = async (name: string, hash: RegExp): Promise<void> => {
    await window.page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await window.page.waitForURL(hash);
  };
  const cells = (column: number): Promise<string[]> =>
    window.page.locator(`[role=row] > [aria-colindex="${column}"]:not([role=columnheader])`).allTextContents();

  it('lists everybody, best first, in a grid that knows its size', async () => {
    const { page } = window;
    await openWorkspaceNamed('Plain', /#results$/);
    await page.getByRole('link', { name: /^Customers/ }).click();
    await titled('5,000 customers, best first');
    expect(await grid().getAttribute('aria-rowcount')).toBe('5001');
    // Only what is in view is there.
    expect(await page.locator('[role=grid] [role=row]').count()).toBeLessThan(60);
    expect(await page.getByRole('columnheader', { name: 'Money spent' }).getAttribute('aria-sort')).toBe('descending');
    await check('customers');
  });

  it('sorts by click and by key, and says how', async () => {
    const { page } = window;
    const orders = page.getByRole('columnheader', { name: 'Orders', exact: true });
    await orders.getByRole('button').click();
    await titled('5,000 customers by orders, highest first');
    expect(await orders.getAttribute('aria-sort')).toBe('descending');
    expect((await cells(4)).slice(0, 3)).toEqual(['5', '5', '5']);
    await page.keyboard.press('Enter');
    await titled('5,000 customers by orders, lowest first');
    expect((await cells(4)).slice(0, 3)).toEqual(['1', '1', '1']);
    await page.getByRole('columnheader', { name: 'Customer' }).getByRole('button').click();
    await titled('5,000 customers by id');
    await page.getByText('C-0000000', { exact: true }).waitFor();
  });

  it('moves by keyboard over all of them, opens one and comes back to its place', async () => {
    const { page } = window;
    await page.getByRole('columnheader', { name: 'Money spent' }).getByRole('button').click();
    await titled('5,000 customers, best first');
    await grid().focus();
    await page.keyboard.press('End');
    expect(await activeRow()).toBe(nCustomers);
    await page.locator(`[aria-rowindex="${nCustomers + 1}"] a`).waitFor();
    await page.keyboard.press('Home');
    expect(await activeRow()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(await activeRow()).toBe(2);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    const row = await activeRow();
    expect(row).toBeGreaterThan(20);
    await page.locator(`[aria-rowindex="${row + 1}"] a`).waitFor();
    const scrolled = await grid().evaluate((element) => element.scrollTop);
    const id = await page.locator(`[aria-rowindex="${row + 1}"] a`).textContent();
    await page.keyboard.press('Enter');
    await titled(new RegExp(`^${id} `));
    expect(page.url()).toMatch(/#customers\/\d+$/);
    await page.getByText(`${row} of 5,000`).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.goBack();
    await titled('5,000 customers, best first');
    expect(await activeRow()).toBe(row);
    expect(await grid().evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await grid().evaluate((element) => element.scrollTop)).toBe(scrolled);
  });

  it('filters by segment, range and id; what fits nobody says what to do', async () => {
    const { page } = window;
    const chips = page.getByRole('group', { name: 'Segments shown' }).getByRole('button');
    await chips.nth(4).click();
    await titled(/^At risk: [\d,]+ customers, \d+% of revenue$/);
    expect(await chips.nth(4).getAttribute('aria-pressed')).toBe('true');
    expect(new Set(await cells(2))).toEqual(new Set(['5 At risk']));
    await page.getByRole('button', { name: 'Range' }).click();
    await page.getByLabel('Figure').selectOption('frequency');
    await page.getByRole('textbox', { name: 'From' }).fill('5');
    await page.getByRole('textbox', { name: 'To', exact: true }).fill('4');
    await page.getByText('“From” is above “To”.').waitFor();
    await check('customers-range');
    await page.getByRole('textbox', { name: 'To', exact: true }).fill('');
    await page.keyboard.press('Enter');
    await titled(/^Filtered: /);
    expect(new Set(await cells(4))).toEqual(new Set(['5']));
    await check('customers-filtered');
    await page.getByRole('searchbox').fill('nobody');
    await titled('Nobody fits these filters');
    await check('customers-nobody');
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await titled('5,000 customers, best first');
    await page.getByRole('searchbox').fill('c-000123');
    await titled(/^Search: 10 customers/);
    await page.getByRole('searchbox').fill('');
    await titled('5,000 customers, best first');
  });

  it('shows other columns, and goes on where it was after a reload', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Return rate' }).check();
    await page.getByRole('checkbox', { name: 'Different products' }).uncheck();
    await check('customers-columns');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'Columns' }).evaluate((b) => b === document.activeElement)).toBe(
      true,
    );
    await page.getByRole('columnheader', { name: 'Return rate' }).waitFor();
    await grid().evaluate((element) => (element.scrollTop = 4000));
    await page.waitForTimeout(500);
    await page.reload();
    await page.getByRole('columnheader', { name: 'Return rate' }).waitFor();
    await page.locator('[aria-rowindex="125"] a').waitFor();
    expect(await grid().evaluate((element) => element.scrollTop)).toBe(4000);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('button', { name: 'Usual columns' }).click();
    await page.keyboard.press('Escape');
    await grid().evaluate((element) => (element.scrollTop = 0));
  });

  it('shows one customer: figures, orders over time and one by one, neighbours', async () => {
    const { page } = window;
    await page.locator('[aria-rowindex="4"] a').click();
    await page.getByText('3 of 5,000').waitFor();
    const first = await title();
    expect(first).toMatch(/^C-\d{7} /);
    const chart = page.getByRole('img');
    expect(await chart.getAttribute('aria-label')).toMatch(/Largest: .* on .*\d{4}\. Latest: /);
    await check('customer');
    // What a figure means is told on focus, and goes by Escape.
    const figure = page.getByRole('button', { name: 'Orders', exact: true });
    await figure.focus();
    const tip = page.getByRole('tooltip');
    await tip.filter({ hasText: 'Number of orders in the data' }).waitFor();
    await check('customer-hint');
    await page.keyboard.press('Escape');
    await expect.poll(() => tip.count()).toBe(0);
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('columnheader', { name: 'Day' }).first().waitFor();
    const order = page.getByRole('button', { expanded: false }).filter({ hasText: /20\d\d/ });
    await order.first().click();
    await page.getByRole('list', { name: /^Items of the order of/ }).waitFor();
    await check('customer-order');
    await page.getByRole('button', { name: 'Next customer' }).click();
    await page.getByText('4 of 5,000').waitFor();
    expect(await title()).not.toBe(first);
    await page.getByRole('button', { name: 'Previous customer' }).click();
    await page.getByText('3 of 5,000').waitFor();
    expect(await title()).toBe(first);
    await page.reload();
    await titled(first);
    await page.getByRole('button', { name: 'All customers' }).click();
    await titled('5,000 customers, best first');
  });

  it('finds a customer from any page with Ctrl K', async () => {
    const { page } = window;
    await page.locator('nav a[href="#data"]').click();
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Find a customer' });
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('c-000432');
    const options = page.getByRole('option').filter({ hasText: 'C-000432' });
    await options.nth(9).waitFor();
    expect(await box.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
    await check('customers-found');
    const id = await options.nth(1).locator('b').textContent();
    await page.keyboard.press('Enter');
    await titled(new RegExp(`^${id} `));
    await page.keyboard.press('Control+k');
    await page.keyboard.type('nobody');
    await page.getByText('No customer has this in the id.').waitFor();
    await page.keyboard.press('Escape');
    expect(await box.inputValue()).toBe('');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('c-0000001');
    await page.getByRole('option').click();
    await titled(/^C-0000001 /);
  });

  it.each(['-dark', '-zh'])('has no fault in the other theme and language%s', async (variant) => {
    const { page } = window;
    if (variant === '-dark') await page.getByRole('button', { name: 'Switch to dark' }).click();
    else {
      await page.getByRole('button', { name: 'Switch to light' }).click();
      await page.getByRole('button', { name: '简体中文' }).click();
    }
    await check(`customer${variant}`);
    await page.locator('nav a[href="#customers"]').click();
    await grid().waitFor();
    await check(`customers${variant}`);
    for (const [width, height] of [
      [1920, 1080],
      [1024, 768],
      [640, 400], // 1280 x 800 at 200 %
    ] as const) {
      await page.setViewportSize({ width, height });
      await check(`customers${variant}-${width}`);
      await page.locator('[role=row] a').nth(1).click();
      await page.getByRole('img').waitFor();
      await check(`customer${variant}-${width}`);
      await page.goBack();
      await grid().waitFor();
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('[role=row] a').nth(1).click();
    await page.getByRole('img').waitFor();
    if (variant === '-zh') {
      expect(await title()).not.toMatch(/[a-z]{3}/);
      await page.getByRole('button', { name: 'English' }).click();
    }
  });

  it('exports the filtered list, and says what is in it', async () => {
    const { page } = window;
    await page.locator('nav a[href="#customers"]').click();
    await page.getByRole('group', { name: 'Segments shown' }).getByRole('button').first().click();
    await titled(/^Champions: /);
    const count = Number(/: ([\d,]+) /.exec(await title())![1]!.replace(',', ''));
    await page.getByRole('button', { name: 'Export list' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('holds the ids of your customers').waitFor();
    await check('customers-export');
    await dialog.getByRole('button', { name: 'Write customers.csv' }).click();
    const link = dialog.getByRole('link', { name: 'Save customers.csv' });
    await link.waitFor();
    await check('customers-exported');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(count + 1);
    expect(lines[0]).toMatch(/Customer,Segment number,Segment,Days since last order,/);
    expect(lines.slice(1).every((line) => line.includes(',1,Champions,'))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  it('masks personal ids until they are asked for', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Workspaces' }).click();
    await openWorkspaceNamed('Mails', /#results$/);
    await page.getByRole('link', { name: /^Customers/ }).click();
    await titled('300 customers, best first');
    await page.getByText('p*****@s*****.example').first().waitFor();
    expect(await page.content()).not.toMatch(/person\d/);
    await check('customers-masked');
    await page.getByRole('button', { name: 'Show for 30 s' }).click();
    await page
      .getByText(/^person\d+@shop\.example$/)
      .first()
      .waitFor();
    await check('customers-shown');
    await page.getByRole('button', { name: 'Mask again' }).click();
    await page.getByText('p*****@s*****.example').first().waitFor();
    expect(await page.content()).not.toMatch(/person\d/);
    await page.locator('[role=row] a').first().click();
    await titled(/^p\*{5}@s\*{5}\.example /);
    await check('customer-masked');
  });

  it('says what to do where there is no run', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Workspaces' }).click();
    await openWorkspaceNamed('Nothing', /#data$/);
    await page.getByRole('link', { name: /^Customers/ }).click();
    await titled('Your customers will be listed here');
    expect(await page.getByRole('combobox', { name: 'Find a customer' }).count()).toBe(0);
    await check('customers-empty');
    await page.getByRole('button', { name: 'Go to data' }).click();
    await titled('Drop your files');
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
