/** The whole way in a real browser: sample data to results, every page by axe-core, reload, report, locked workspaces. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so the window was not tested in a browser. Set CLIENTELE_CHROMIUM.');
}

const pages = ['data', 'features', 'train', 'evaluate', 'results'] as const;

describe.skipIf(!chromiumPath)('the window in a browser', () => {
  let window: Window;
  beforeAll(async () => void (window = await openWindow()));
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    // Let colours and bars come to rest.
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    // Every page is looked at, also after a fault in one.
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  it('welcomes, in both themes and languages', async () => {
    const { page } = window;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await check('welcome');
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await check('welcome-dark');
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '切换到浅色' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await check('welcome-zh');
    await page.getByRole('button', { name: 'English' }).click();
  });

  it('goes from the sample to its results by keyboard, and announces every tenth', async () => {
    const { page } = window;
    await page.evaluate(() => {
      const said: string[] = [];
      (globalThis as unknown as { said: string[] }).said = said;
      const announcer = document.querySelector('[data-testid="announcer"]')!;
      new MutationObserver(() => said.push(announcer.textContent)).observe(announcer, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.textContent?.includes('Try with sample data'))) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('progressbar').first().waitFor();
    await check('training');
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/% of customers, \d+% of revenue/);
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said.some((sentence) => /\d0% done\.$/.test(sentence))).toBe(true);
    expect(said.at(-1)).toBe('Training is done.');
    expect(said.every((sentence) => !/\d[1-9]% done/.test(sentence))).toBe(true);
  });

  it.each(['', '-dark', '-zh'])('shows every page without a fault%s', async (variant) => {
    const { page } = window;
    if (variant === '-dark') await page.getByRole('button', { name: 'Switch to dark' }).click();
    if (variant === '-zh') {
      await page.getByRole('button', { name: 'Switch to light' }).click();
      await page.getByRole('button', { name: '简体中文' }).click();
    }
    for (const name of pages) {
      await page.locator(`nav a[href="#${name}"]`).click();
      await check(name + variant);
    }
    if (variant === '-zh') await page.getByRole('button', { name: 'English' }).click();
  });

  it('chooses segments with the arrow keys', async () => {
    const { page } = window;
    await page.locator('nav a[href="#results"]').click();
    const cards = page.getByRole('group', { name: 'Segments' }).getByRole('button');
    await cards.first().click();
    const first = await page.getByRole('heading', { name: /^What stands out/ }).textContent();
    await page.keyboard.press('ArrowRight');
    expect(await cards.nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await cards.nth(1).evaluate((card) => card === document.activeElement)).toBe(true);
    expect(await page.getByRole('heading', { name: /^What stands out/ }).textContent()).not.toBe(first);
  });

  it('turns charts into tables with the same figures', async () => {
    const { page } = window;
    await page.locator('nav a[href="#evaluate"]').click();
    await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
    const drawn = await page.getByRole('img').count();
    for (const button of await page.getByRole('button', { name: 'Show as table' }).all()) await button.click();
    expect(await page.getByRole('img').count()).toBe(drawn - 3);
    await check('evaluate-tables');
    expect(await page.getByRole('columnheader', { name: 'Smallest' }).count()).toBe(1);
  });

  it('is where it was after a reload, and at any width', async () => {
    const { page } = window;
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /segments/ }).waitFor();
    expect(page.url()).toMatch(/#evaluate$/);
    for (const [width, height] of [
      [1920, 1080],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const name of pages) {
        await page.locator(`nav a[href="#${name}"]`).click();
        await check(`${name}-${width}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goBack();
    expect(page.url()).toMatch(/#evaluate$/);
  });

  it('makes a report that opens in a tab of its own', async () => {
    const { page, context } = window;
    await page.locator('nav a[href="#results"]').click();
    await page.getByRole('button', { name: 'Create report' }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open report' }).click();
    const report = await opened;
    await report.waitForLoadState();
    expect(await report.getByRole('heading', { level: 1 }).textContent()).toMatch(/of revenue/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      await report.getByRole('heading', { level: 1 }).textContent(),
    );
    await report.close();
  });

  it('locks a workspace with a passphrase, and says when one is wrong', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Workspaces' }).click();
    await page.getByRole('button', { name: /^Sample shop/ }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('no/good');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    await page.getByText('This name does not go').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Secret shop');
    await page.getByRole('radio', { name: /With a passphrase/ }).check();
    await page.getByLabel('Passphrase', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await check('recovery-key');
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Drop your files' }).waitFor();
    await check('data-empty');
    for (const name of pages.slice(1)) {
      await page.locator(`nav a[href="#${name}"]`).click();
      await check(`${name}-empty`);
    }

    await page.getByRole('button', { name: 'Workspaces' }).click();
    await page.getByRole('button', { name: /^Secret shop/ }).click();
    const answer = page.getByLabel('Passphrase', { exact: true });
    await answer.fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The passphrase is wrong').waitFor();
    await check('locked');
    await answer.fill('correct horse');
    await page.keyboard.press('Enter');
    await page.locator('nav a[href="#data"]').waitFor();
  });

  it('takes a file, asks about its columns, and shows what was rejected', async () => {
    const { page, folder } = window;
    await page.locator('nav a[href="#data"]').click();
    const lines = Array.from({ length: 900 }, (_, i) => {
      const day = String((i % 27) + 1).padStart(2, '0');
      return `${i % 11 === 0 ? 'soon' : `2024-${String((i % 9) + 1).padStart(2, '0')}-${day}`};u${i % 90};${(i % 13) + 1}.50;p${i % 17};a${i % 90}@shop.example`;
    });
    writeFileSync(join(folder, 'march.csv'), ['day;who;price;sku;mail', ...lines].join('\n'));
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'march.csv'));
    await page.getByRole('combobox', { name: 'Meaning of who' }).waitFor();
    // An e-mail address is the customer until somebody knows better.
    expect(await page.getByRole('combobox', { name: 'Meaning of mail' }).inputValue()).toBe('customer');
    await page.getByRole('combobox', { name: 'Meaning of who' }).selectOption('customer');
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('select[aria-label="Meaning of mail"]')?.value !== 'customer',
    );
    expect(await page.getByRole('combobox', { name: 'Meaning of mail' }).inputValue()).toBe('personal');
    await check('data-draft');
    await page.getByRole('button', { name: 'Read the files' }).click();
    await page.getByRole('heading', { level: 1, name: '90 customers; 9% of lines could not be read' }).waitFor();
    await page.getByRole('tab', { name: /^Rejected/ }).click();
    await page.getByRole('cell', { name: 'The date cannot be read' }).first().waitFor();
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Rejected (82)');
    await check('data-rejected');
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
