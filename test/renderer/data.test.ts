/** Step 1 in a real browser: mapping by drag and by menu, how a file is written, rules, rejected lines, data sets. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so step 1 was not tested in a browser. Set CLIENTELE_CHROMIUM.');
}

/** Sales of 120 customers over a year; dates that fit both orders, returns, guests, postage, and lines of no form. */
const shop = [
  'order;customer_no;when;article;pieces;unit_price;mail',
  ...Array.from({ length: 900 }, (_, i) => {
    const when = i % 30 === 7 ? 'soon' : `${(i % 11) + 1}/${((i + 1) % 12) + 1}/2024`;
    const who = i % 9 === 0 ? '' : `K${i % 120}`;
    const article = i % 40 === 3 ? 'POSTAGE' : `A${i % 17}`;
    return `${i % 25 === 4 ? 'C' : ''}${5000 + i};${who};${when};${article};${i % 25 === 4 ? -1 : (i % 5) + 1};${(i % 13) + 1}.50;a${i % 120}@shop.example`;
  }),
];
/** Another export of the same shop, without names of columns. */
const other = Array.from(
  { length: 60 },
  (_, i) => `K${i % 30},2024-05-${String((i % 28) + 1).padStart(2, '0')},${i}.25`,
);

describe.skipIf(!chromiumPath)('the data page in a browser', () => {
  let window: Window;
  beforeAll(async () => void (window = await openWindow()));
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }
  function write(name: string, content: readonly string[] | Uint8Array): string {
    const path = join(window.folder, name);
    writeFileSync(path, content instanceof Uint8Array ? content : content.join('\n'));
    return path;
  }
  const choose = (...paths: string[]) => window.page.locator('input[type=file]').first().setInputFiles(paths);
  const menu = (column: string) => window.page.getByRole('combobox', { name: `Meaning of ${column}` });
  const title = (name: string | RegExp) => window.page.getByRole('heading', { level: 1, name });
  const examples = (column: number) => window.page.locator(`tr[data-column="${column}"] td`).nth(3);

  it('asks with two dates of the file how day and month are to be read', async () => {
    const { page } = window;
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop of tests');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    await title('Drop your files').waitFor();
    await choose(write('shop.csv', shop));
    await title('One question, then your files can be read').waitFor();
    const row = page.locator('tr[data-column="2"]');
    expect(await row.getAttribute('class')).toContain('ask');
    expect(await row.textContent()).toMatch(/1\/2\/2024 is.*1 February 2024.*or.*2 January 2024.*2\/3\/2024/s);
    await check('draft-asks');
    const [dayFirst] = await row.getByRole('button').allTextContents();
    await row.getByRole('button').first().click();
    await title('Every column is clear: ready to read').waitFor();
    const dates = page.getByRole('combobox', { name: 'Dates' });
    expect(await dates.inputValue()).toBe('dmy');
    await expect.poll(() => examples(2).textContent()).toContain(dayFirst!);
    await dates.selectOption('mdy');
    await expect.poll(() => examples(2).textContent()).not.toContain(dayFirst!);
    await dates.selectOption('dmy');
  });

  it('masks personal columns, whatever is said about them', async () => {
    const { page } = window;
    expect(await menu('mail').inputValue()).toBe('personal');
    await menu('mail').selectOption('ignored');
    await expect.poll(() => examples(6).textContent()).toContain('a•••@•••.example');
    await page.getByRole('tab', { name: /^Preview/ }).click();
    expect(await page.getByRole('tabpanel').textContent()).not.toContain('@shop');
    await menu('mail').selectOption('personal');
    await page.getByRole('tab', { name: 'Columns' }).click();
  });

  it('moves a meaning by dragging, and gives it back by the menu', async () => {
    const { page } = window;
    const grip = page.locator('tr[data-column="1"] [draggable="true"]');
    const target = page.locator('tr[data-column="3"]');
    const place = (await target.boundingBox())!;
    await grip.hover();
    await page.mouse.down();
    // A hand moves on its way; a browser takes no drop from a pointer that jumps.
    await page.mouse.move(place.x + 300, place.y + place.height / 2, { steps: 8 });
    // The column that would take it shows so.
    await expect.poll(() => target.getAttribute('class')).toContain('target');
    await page.getByText('Drop here: Customer').waitFor();
    await page.mouse.up();
    await expect.poll(() => menu('article').inputValue()).toBe('customer');
    expect(await menu('customer_no').inputValue()).toBe('ignored');
    // What the column meant before has no column now, and can be dragged onto one.
    await page.locator('.tray').getByText('Product code').waitFor();
    await page
      .locator('.tray [draggable="true"]', { hasText: 'Product code' })
      .dragTo(page.locator('tr[data-column="1"]'));
    await expect.poll(() => menu('customer_no').inputValue()).toBe('product');
    // By keyboard the same, from the list.
    await menu('customer_no').focus();
    await menu('customer_no').selectOption('customer');
    await menu('article').selectOption('product');
    await title('Every column is clear: ready to read').waitFor();
    await page.getByRole('tab', { name: /^Preview/ }).click();
    await page.locator('th[data-column="4"] [draggable="true"]').dragTo(page.locator('th[data-column="0"]'));
    await expect.poll(() => menu('order').inputValue()).toBe('quantity');
    await menu('pieces').selectOption('quantity');
    await menu('order').selectOption('invoice');
  });

  it('marks what cannot be read, at once', async () => {
    const { page } = window;
    const faults = page.locator('td.fault');
    // The answer to what was chosen last.
    await expect.poll(() => faults.count()).toBe(2);
    expect(await faults.first().textContent()).toContain('No date');
    const started = performance.now();
    await menu('article').selectOption('quantity');
    await expect.poll(() => faults.count(), { interval: 10 }).toBe(52);
    // The engine answers within 200 ms; the rest is the browser and this test.
    expect(performance.now() - started).toBeLessThan(1500);
    await check('draft-faults');
    await menu('article').selectOption('product');
    await menu('pieces').selectOption('quantity');
    await expect.poll(() => faults.count()).toBe(2);
  });

  it('reads the file in another way where a person says so, and says when that does not go', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Columns' }).click();
    const delimiter = page.getByRole('combobox', { name: 'Columns parted by' });
    await delimiter.selectOption('|');
    await title(/^A column for/).waitFor();
    expect(await page.getByRole('button', { name: 'Read the files' }).isDisabled()).toBe(true);
    await delimiter.selectOption('');
    await menu('article').waitFor();
    const header = page.getByRole('combobox', { name: 'First line' });
    await header.selectOption('no');
    await menu('column 4').waitFor();
    await header.selectOption('');
    await menu('article').waitFor();
    const encoding = page.getByRole('combobox', { name: 'Encoding' });
    await encoding.selectOption('utf-16le');
    await page.waitForTimeout(400);
    await check('draft-wrong-encoding');
    await encoding.selectOption('');
    await menu('article').waitFor();
  });

  it('keeps files and what was said about them over a reload', async () => {
    const { page } = window;
    await menu('order').selectOption('ignored');
    await page.getByRole('combobox', { name: 'Dates' }).selectOption('dmy');
    await choose(write('other.csv', other));
    await page.getByRole('button', { name: /^other\.csv Orders/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Remove other.csv' }).waitFor();
    await menu('order').waitFor();
    expect(await menu('order').inputValue()).toBe('ignored');
    expect(await page.getByRole('combobox', { name: 'Dates' }).inputValue()).toBe('dmy');
    await menu('order').selectOption('invoice');
  });

  it('gives each of several files its own meanings, and an order', async () => {
    const { page } = window;
    const cards = page.getByRole('list', { name: 'Files' });
    await cards.getByRole('button', { name: /^other\.csv/ }).click();
    await menu('column 1').selectOption('customer');
    await menu('column 3').selectOption('amount');
    await check('draft-two-files');
    await page.getByRole('button', { name: 'Read other.csv earlier' }).click();
    expect(await cards.getByRole('listitem').first().textContent()).toContain('other.csv');
    await page.getByRole('button', { name: 'Read other.csv later' }).click();
    await cards.getByRole('button', { name: /^shop\.csv/ }).click();
    expect(await menu('unit_price').inputValue()).toBe('price');
  });

  it('says of a file that cannot be used what is wrong, in its place', async () => {
    const { page } = window;
    for (const [name, content, sentence] of [
      ['empty.csv', [''], /empty\.csv is empty/],
      ['quote.csv', ['customer,date,price', 'a,"2024-01-01,2'], /quotation mark opens here/],
      ['book.csv', Buffer.from('PK\x03\x04....xl/workbook.xml'), /zip archive is damaged/],
    ] as const) {
      await choose(write(name, content));
      await page.getByText(sentence).waitFor();
      await title(`${name} cannot be used`).waitFor();
      if (name === 'quote.csv') await check('draft-unusable');
      await page.getByRole('button', { name: `Remove ${name}` }).click();
    }
    // A file without a customer cannot be read, and the window does not speak of the command line.
    await choose(write('nobody.csv', ['colour,date,price', ...Array.from({ length: 9 }, () => 'red,2024-01-05,2')]));
    await title('A column for Customer is needed').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('--');
    await page.getByRole('button', { name: 'Remove nobody.csv' }).click();
  });

  it('takes cells that are pasted as one more file, but not what is pasted into a field', async () => {
    const { page } = window;
    const paste = (selector: string): Promise<void> =>
      page.evaluate((where) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', 'buyer\tday\tprice\nP1\t2024-03-01\t5\nP2\t2024-03-02\t6\n');
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.querySelector(where)!.dispatchEvent(event);
      }, selector);
    await paste('main');
    await page.getByRole('button', { name: 'Remove Pasted cells.tsv' }).waitFor();
    await page.getByRole('button', { name: 'Remove Pasted cells.tsv' }).click();
    await paste('select');
    await page.waitForTimeout(300);
    expect(await page.getByRole('button', { name: 'Remove Pasted cells.tsv' }).count()).toBe(0);
  });

  it('shows what was in the files, and what each rule does, before any run', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Read the files' }).click();
    await title(/^\d+ customers; 1\d% of lines have no customer$/).waitFor();
    await page
      .getByRole('row', { name: /^customer_no/ })
      .getByText('K•••')
      .first()
      .waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/@shop/);
    await check('data-read');
    const customers = async () => Number(/^\d+/.exec((await title(/customers/).textContent())!)![0]);
    const before = await customers();
    const returns = page.getByRole('switch', { name: /^Apply: Returns and credit notes/ });
    expect(await returns.getAttribute('aria-checked')).toBe('true');
    const kept = page.locator('.page-head p');
    const sentence = await kept.textContent();
    await returns.click();
    await expect.poll(() => returns.getAttribute('aria-checked')).toBe('false');
    expect(await kept.textContent()).not.toBe(sentence);
    expect(await customers()).toBeGreaterThanOrEqual(before);
    await check('data-rule-off');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => returns.getAttribute('aria-checked')).toBe('true');
    expect(await kept.textContent()).toBe(sentence);
    expect(await page.getByRole('switch', { name: /^Apply: .*without a customer/ }).isDisabled()).toBe(true);
  });

  it('hands out the lines that could not be read', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: 'Rejected (30)' }).click();
    await page.getByRole('cell', { name: 'The date cannot be read' }).first().waitFor();
    await page.getByRole('button', { name: 'Prepare download' }).click();
    const link = page.getByRole('link', { name: 'Download rejected lines' });
    await link.waitFor();
    await check('data-rejected-download');
    const downloading = page.waitForEvent('download');
    await link.click();
    const table = readFileSync((await (await downloading).path())!, 'utf8')
      .trimEnd()
      .split('\n');
    expect(table).toHaveLength(31);
    expect(table[1]).toBe('shop.csv,9,when,The date cannot be read,aaaa');
  });

  it('marks results as out of date once the rules have changed', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Do it for me' }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    expect(await page.getByText('other cleaning rules').count()).toBe(0);
    await page.locator('nav a[href="#data"]').click();
    await page.getByRole('switch', { name: /^Apply: Returns and credit notes/ }).click();
    await page.getByText('Your results were made with other rules.').waitFor();
    await check('data-rules-changed');
    await page.locator('nav a[href="#results"]').click();
    await page.getByText('These results were made with other cleaning rules').waitFor();
    await page.locator('nav a[href="#data"]').click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByText('Your results were made with other rules.').count()).toBe(0);
  });

  it('chooses among data sets, renames one and removes it after a question', async () => {
    const { page } = window;
    await choose(write('second.csv', shop.slice(0, 300)));
    await menu('order').waitFor();
    await page.getByRole('button', { name: 'Read the files' }).click();
    const chooser = page.getByRole('combobox', { name: 'Data set' });
    await chooser.waitFor();
    expect(await chooser.locator('option').count()).toBe(2);
    // Nothing in the file says what its money is; a person does, and it stays with the data set.
    const money = page.getByRole('combobox', { name: 'Money in' });
    expect(await money.inputValue()).toBe('');
    await money.selectOption('EUR');
    await expect.poll(() => money.inputValue()).toBe('EUR');
    await chooser.selectOption({ index: 1 });
    await expect.poll(() => money.inputValue()).toBe('');
    await chooser.selectOption({ index: 0 });
    await expect.poll(() => money.inputValue()).toBe('EUR');
    await page.getByRole('button', { name: 'Rename' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: 'Name' })
      .fill('Spring, with a name that is long enough to be cut off somewhere');
    await check('data-rename');
    await page.keyboard.press('Enter');
    await expect.poll(() => chooser.locator('option').first().textContent()).toMatch(/^Spring/);
    await chooser.selectOption({ index: 1 });
    await title(/of lines have no customer/).waitFor();
    await page
      .getByRole('row', { name: /^column 1|^customer_no/ })
      .first()
      .waitFor();
    await chooser.selectOption({ index: 0 });
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('heading', { name: /^Delete Spring/ }).waitFor();
    await check('data-delete');
    await page.keyboard.press('Escape');
    expect(await chooser.count()).toBe(1);
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(() => chooser.count()).toBe(0);
    await page.getByText(/^shop: /).waitFor();
  });

  it.each(['-dark', '-zh', '-1920', '-small'])('is whole in every look%s', async (variant) => {
    const { page } = window;
    if (variant === '-dark') await page.getByRole('button', { name: 'Switch to dark' }).click();
    if (variant === '-zh') {
      await page.getByRole('button', { name: 'Switch to light' }).click();
      await page.getByRole('button', { name: '简体中文' }).click();
    }
    if (variant === '-1920') {
      await page.getByRole('button', { name: 'English' }).click();
      await page.setViewportSize({ width: 1920, height: 1080 });
    }
    // 1280 by 800 at 200 %.
    if (variant === '-small') await page.setViewportSize({ width: 640, height: 400 });
    await check(`data${variant}`);
    await choose(join(window.folder, 'shop.csv'));
    await page.locator('tr[data-column="0"]').waitFor();
    await check(`draft${variant}`);
    await page.getByRole('tab').nth(1).click();
    await check(`draft-preview${variant}`);
    await page
      .getByRole('button', { name: /shop\.csv$/ })
      .and(page.locator('.iconic'))
      .click();
  });

  it('offers a sample of customers where a file does not fit into the memory, and says that it is one', async () => {
    const { page } = window;
    await page.setViewportSize({ width: 1280, height: 800 });
    const lines = Array.from({ length: 30_000 }, (_, i) => `K${(i * 7) % 600},2024-03-${10 + (i % 20)},${i % 90}.5`);
    const large = write('large.csv', ['customer,date,price', ...lines]);
    // The host is in this process.
    process.env.CLIENTELE_MEMORY = '56';
    try {
      await choose(large);
      const customers = page.getByRole('combobox', { name: 'Customers to read' });
      await customers.waitFor();
      await page
        .getByText(/^large\.csv: about 3\d,\d{3} lines need 5\d MB of memory, and 50 MB can be had\.$/)
        .waitFor();
      await check('draft-memory');
      for (const language of ['简体中文', 'English']) {
        await page.getByRole('button', { name: language }).click();
        await check(`draft-memory-${language}`);
      }
      await customers.selectOption({ label: '1 in 2 customers (fits)' });
      await check('draft-memory-settled');
    } finally {
      delete process.env.CLIENTELE_MEMORY;
    }
    await page.getByRole('button', { name: 'Read the files' }).click();
    await page.getByText(/^A sample: 1 in 2 customers, 1\d,\d{3} of 30,000 lines$/).waitFor();
    await check('data-sample');
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
