/** Adjusting by hand and strategy notes in a real browser: by mouse and keys, two windows, long names, many segments. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so adjusting was not tested in a browser. Set CLIENTELE_CHROMIUM.');
}

const longName = 'Kundinnen und Kunden mit sehr langem Namen, Abteilung Nord';

describe.skipIf(!chromiumPath)('adjusting in a browser', () => {
  let window: Window;
  beforeAll(async () => {
    window = await openWindow();
    const { page } = window;
    await page.getByRole('button', { name: /Try with sample data/ }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
  });
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(250);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`), fullPage: true });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  const go = (name: string, page = window.page): Promise<void> => page.locator(`nav a[href="#${name}"]`).click();
  const rows = (page = window.page) => page.getByRole('list', { name: 'Segments to adjust' }).getByRole('listitem');
  const tag = (page: Page, text: string | RegExp) => page.locator('.tag', { hasText: text });

  it('keeps a note as it is typed, over a reload, and counts it', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    expect(await page.getByLabel('Objective').inputValue()).not.toBe('');
    await page.getByLabel('Owner').fill('CRM team');
    await page.getByLabel('Add a channel').fill('Carrier pigeon');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove Carrier pigeon' }).waitFor();
    await page.getByLabel('Control group').selectOption('0.1');
    await page.getByLabel('Note', { exact: true }).fill('No discount codes.');
    await tag(page, /^Saved \d\d:\d\d$/).waitFor();
    await page.getByText(/1 of \d+ notes written/).waitFor();
    await check('note');
    // Typed and gone before anybody could save it.
    await page.getByLabel('Note', { exact: true }).pressSequentially(' Not even one.', { delay: 0 });
    await page.reload();
    await page.getByRole('heading', { name: /^Strategy for/ }).waitFor();
    await tag(page, /^Saved/).waitFor();
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('No discount codes. Not even one.');
    expect(await page.getByLabel('Control group').inputValue()).toBe('0.1');
    await page.getByLabel('KPI').fill('Orders against control');
    await page.keyboard.press('Control+s');
    await tag(page, /^Saved/).waitFor();
    await page.locator('.segment .mark').first().waitFor();
  });

  it('renames from the card by F2, and takes it back by Ctrl Z, but not while somebody writes', async () => {
    const { page } = window;
    const cards = page.getByRole('group', { name: 'Segments' });
    await cards.getByRole('button', { pressed: true }).focus();
    await page.keyboard.press('F2');
    await page.getByLabel(/^New name of/).fill('Our best');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Strategy for Our best' }).waitFor();
    await page.getByLabel('Offer').focus();
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(300);
    expect(await page.getByRole('heading', { name: 'Strategy for Our best' }).count()).toBe(1);
    await cards.getByRole('button', { pressed: true }).focus();
    await page.keyboard.press('Control+z');
    await page.getByRole('heading', { name: 'Strategy for Our best' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('heading', { name: 'Strategy for Our best' }).waitFor();
    await cards.getByRole('button', { name: 'Rename Our best' }).click();
    await page.keyboard.press('Escape');
    expect(await page.getByLabel(/^New name of/).count()).toBe(0);
  });

  it('merges, shows what it cost, and goes back to any step', async () => {
    const { page } = window;
    await go('evaluate');
    const before = await rows().count();
    await check('adjust-none');
    await rows().nth(0).getByRole('checkbox').check();
    await page.getByText(/^Suggested: /).waitFor();
    await check('adjust-one');
    await rows().nth(1).getByRole('checkbox').check();
    // The note of the smaller one is not lost in silence.
    await page.getByText(/^The note of .+ rests until the merge is undone\.$/).waitFor();
    await check('adjust-two');
    await page.getByRole('button', { name: 'Merge 2 segments' }).click();
    await page.getByRole('heading', { name: /^Adjusted by hand: separation/ }).waitFor();
    await page.getByRole('button', { name: /^Merged .+ and .+: separation/ }).waitFor();
    expect(await rows().count()).toBe(before - 1);
    expect(await tag(page, 'Adjusted by hand').count()).toBe(2);
    await check('adjust-merged');
    await page.getByRole('button', { name: /^As computed/ }).click();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(before);
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(before - 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(before);
  });

  it('splits by a rule, moves customers at a border, recolours and locks', async () => {
    const { page } = window;
    const before = await rows().count();
    await rows().nth(1).getByRole('checkbox').check();
    await page.getByText(/^Suggested: /).waitFor();
    await page.getByRole('button', { name: 'Split by this rule' }).click();
    await expect.poll(() => rows().count(), { timeout: 20_000 }).toBe(before + 1);
    await page.getByRole('button', { name: /^Split .+ by .+: below/ }).waitFor();
    await rows().nth(0).getByRole('checkbox').check();
    await rows().nth(2).getByRole('checkbox').check();
    await page.getByLabel('How many').selectOption('0.05');
    // The map has a tool of that name.
    await page.getByRole('button', { name: 'Move', exact: true }).last().click();
    await page.getByRole('button', { name: /^Moved the \d+ customers of/ }).waitFor();
    await rows()
      .nth(0)
      .getByRole('button', { name: /^Colour of/ })
      .click();
    await page.getByRole('radio', { name: 'Plum' }).check();
    await rows()
      .nth(0)
      .getByRole('button', { name: /: Plum$/ })
      .waitFor();
    await check('adjust-colours');
    await page.getByRole('radio', { name: 'Plum' }).press('Escape');
    await rows().nth(0).getByRole('button', { name: /^Lock/ }).click();
    await rows().nth(0).getByRole('button', { name: /^Lock/, pressed: true }).waitFor();
    await rows().nth(0).getByRole('checkbox').check();
    await page.getByText(/: locked, so/).waitFor();
    expect(await page.getByRole('button', { name: 'Split', exact: true }).isDisabled()).toBe(true);
    await rows().nth(0).getByRole('checkbox').uncheck();
    // A threshold that leaves nobody on one side is refused, with what to do.
    await rows().nth(1).getByRole('checkbox').check();
    await page.getByLabel(/^From( |$)/).fill('-5');
    await page.getByRole('button', { name: 'Split by this rule' }).click();
    await page.getByText(/each side needs at least 5/).waitFor();
    await check('adjust-refused');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await rows().nth(1).getByRole('checkbox').uncheck();
  });

  it('shows in one window what another does', async () => {
    const { page, context } = window;
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('list', { name: 'Segments to adjust' }).waitFor();
    const before = await rows(other).count();
    expect(await rows(page).count()).toBe(before);
    await rows(other)
      .last()
      .getByRole('button', { name: /^Rename/ })
      .click();
    await other.getByLabel(/^New name of/).fill(longName);
    await other.keyboard.press('Enter');
    await rows(page).getByText(longName).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rows(other).getByText(longName).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await rows(other).getByText(longName).waitFor();
    // A note goes over as well.
    await go('results', other);
    await other.getByLabel('Offer').waitFor();
    await go('results');
    await page.getByLabel('Offer').fill('Seen in both');
    await page.getByLabel('Offer').blur();
    await expect.poll(() => other.getByLabel('Offer').inputValue()).toBe('Seen in both');
    await other.close();
  });

  it('has room for twelve segments with long names, in every theme, language and size', async () => {
    const { page } = window;
    await go('evaluate');
    for (let count = await rows().count(); count < 12; count = await rows().count()) {
      const sizes = await rows().locator('.num:not(.faint)').allTextContents();
      const largest = sizes
        .map((size) => Number(size.replace(',', '')))
        .reduce((a, b, i, all) => (b > all[a]! ? i : a), 1);
      await rows().nth(largest).getByRole('checkbox').check();
      await page.getByLabel('Parts').selectOption(String(Math.min(6, 13 - count)));
      await page.getByRole('button', { name: 'Split', exact: true }).click();
      await expect.poll(() => rows().count(), { timeout: 20_000 }).toBeGreaterThan(count);
    }
    expect(await rows().count()).toBe(12);
    for (const i of [2, 5]) {
      await rows()
        .nth(i)
        .getByRole('button', { name: /^Rename/ })
        .click();
      await page.getByLabel(/^New name of/).fill(`${i} ${longName}`);
      await page.keyboard.press('Enter');
      await rows().nth(i).getByText(`${i} ${longName}`).waitFor();
    }
    await rows().nth(2).getByRole('checkbox').check();
    await rows().nth(5).getByRole('checkbox').check();
    const look = async (name: string): Promise<void> => {
      await go('evaluate');
      await check(`evaluate-${name}`);
      await go('results');
      await check(`results-${name}`);
    };
    await look('twelve');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await look('twelve-1920');
    // 1280 pixels at 200 %.
    await page.setViewportSize({ width: 640, height: 400 });
    await look('twelve-zoomed');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await page.getByRole('button', { name: '简体中文' }).click();
    await look('twelve-zh-dark');
    await page.getByRole('button', { name: '切换到浅色' }).click();
    await page.getByRole('button', { name: 'English' }).click();
  });

  it('puts names, notes and what was done into the report', async () => {
    const { page, context } = window;
    await go('results');
    await page.getByRole('button', { name: 'Create report' }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open report' }).click();
    const report = await opened;
    await report.getByText('These segments were adjusted by hand.').waitFor();
    expect(await report.getByText('Seen in both').count()).toBe(1);
    expect(await report.getByText(longName).count()).toBeGreaterThan(1);
    await report.screenshot({ path: join(window.pictures, 'report.png'), fullPage: true });
    await report.close();
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
