/** The Train page in a real browser: estimates, pausing, choices that last, cancelling, what was cut off. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn(
    'SKIPPED: no Chromium was found, so the Train page was not tested in a browser. Set CLIENTELE_CHROMIUM.',
  );
}

describe.skipIf(!chromiumPath)('the Train page', () => {
  let window: Window;
  beforeAll(async () => {
    window = await openWindow();
    const { page } = window;
    page.setDefaultTimeout(60_000);
    await page.getByRole('button', { name: /Try with sample data/ }).click();
    await page.waitForURL(/#results$/, { timeout: 110_000 });
    await page.locator('nav a[href="#train"]').click();
  });
  afterAll(() => window?.close());

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `train-${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  /** In both themes and languages, at both sizes; ends in English and light. */
  async function checkAll(name: string): Promise<void> {
    const { page } = window;
    await check(name);
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await check(`${name}-dark`);
    await page.getByRole('button', { name: '简体中文' }).click();
    await check(`${name}-dark-zh`);
    await page.getByRole('button', { name: '切换到浅色' }).click();
    await check(`${name}-zh`);
    await page.getByRole('button', { name: 'English' }).click();
    for (const [width, height] of [
      [1920, 1080],
      // 1280 x 800 at 200 %
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await check(`${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  it('says on every card how long it would take here', async () => {
    const { page } = window;
    for (const preset of ['Fast', 'Balanced', 'Deep']) {
      await page.getByRole('radio', { name: new RegExp(`^${preset} about \\d+ (s|min)`) }).waitFor();
    }
    const range = await page
      .getByText(/^about \d/)
      .first()
      .getAttribute('title');
    expect(range).toMatch(/^On this computer, measured: four of five runs take \d+ (s|min) to \d+ (s|min)\.$/);
    expect(await page.locator('.button.primary').allTextContents()).toEqual(['See the results']);
    await checkAll('idle');
  });

  it('offers another run first once a choice differs', async () => {
    const { page } = window;
    await page.getByRole('radio', { name: /^Deep/ }).check();
    expect(await page.locator('.button.primary').allTextContents()).toEqual(['Train again']);
    const toggle = (name: string) => page.getByRole('switch', { name: `${name} in the race`, exact: true });
    const others = [
      'RFM rules',
      'k-means',
      'Gaussian mixture',
      'Autoencoder + mixture',
      'Deep clustering',
      'Synthetic customers (GAN)',
    ];
    for (const [i, name] of others.entries()) {
      await toggle(name).click();
      const left = 6 - i;
      const title = left === 1 ? 'One method, without a race' : `${left} methods in the race`;
      await page.getByRole('heading', { name: title }).waitFor();
    }
    expect(await toggle('Autoencoder + k-means').isDisabled()).toBe(true);
    // Without labels there is nothing to learn; an earlier run gives some.
    for (const name of ['Decision tree, from labels', 'Classifier, from labels']) {
      expect(await toggle(name).isDisabled()).toBe(true);
    }
    await page.getByLabel('Labels to learn come from').selectOption({ index: 1 });
    expect(await toggle('Classifier, from labels').isDisabled()).toBe(false);
    await page.getByLabel('Labels to learn come from').selectOption({ index: 0 });
    for (const name of others) await toggle(name).click();
    await page.getByRole('heading', { name: '7 methods in the race' }).waitFor();
  });

  it('checks what is typed into the advanced choices, by keyboard, and keeps them over a reload', async () => {
    const { page } = window;
    const opener = page.getByRole('button', { name: /^Advanced/ });
    await opener.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'The defaults suit most shops' }).waitFor();
    await drawer.getByText(/^Here: /).waitFor();
    await check('advanced');
    await drawer.getByRole('radio', { name: 'My own structure' }).check();
    const layers = drawer.getByLabel('Layers, from the first on');
    await layers.fill('64, lots');
    await page.keyboard.press('Tab');
    await drawer.getByText('Write whole numbers from 1 to 10,000, for example 64, 32.').waitFor();
    expect(await layers.getAttribute('aria-invalid')).toBe('true');
    await check('advanced-wrong');
    await layers.fill('48, 24');
    await page.keyboard.press('Tab');
    await drawer.getByText('Whole numbers, for example 64, 32.').waitFor();
    await drawer.getByLabel('Latent size').fill('5');
    await drawer.getByRole('radio', { name: 'Exactly this many' }).check();
    await drawer.getByLabel('Segments', { exact: true }).fill('5');
    await drawer.getByLabel('Seed').fill('2026');
    await page.keyboard.press('Tab');
    await drawer.getByRole('heading', { name: '3 of 9 choices are your own' }).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.getByText('Network 48–24–5, 5 segments, seed 2026').waitFor();

    await page.reload();
    await page.getByText('Network 48–24–5, 5 segments, seed 2026').waitFor();
    expect(await page.getByRole('radio', { name: /^Deep/ }).isChecked()).toBe(true);
    await opener.click();
    await drawer.getByText(/^Here: /).waitFor();
    await checkDrawerInChinese();
    await drawer.getByRole('button', { name: 'Back to defaults' }).click();
    await drawer.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Network by tuning, best number, seed 1').waitFor();
  });

  async function checkDrawerInChinese(): Promise<void> {
    const { page } = window;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '简体中文' }).click();
    await page.getByRole('button', { name: /^高级设置/ }).click();
    await check('advanced-zh');
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: 'Switch to dark' })
      .or(page.getByRole('button', { name: '切换到深色' }))
      .click();
    await page.getByRole('button', { name: /^高级设置/ }).click();
    await check('advanced-zh-dark');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '切换到浅色' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: /^Advanced/ }).click();
  }

  it('tells of networks, methods and time while it runs', async () => {
    const { page } = window;
    await page.getByRole('radio', { name: /^Deep/ }).check();
    await page.getByRole('button', { name: 'Train again' }).click();
    await page.getByRole('heading', { name: /^\d+ of \d+ trials done, [\d–]+ is ahead$/ }).waitFor();
    await page.getByRole('heading', { name: /^\d of 7 methods are done$/ }).waitFor();
    await page.getByText(/gone, .* left, ready at \d\d:\d\d$/).waitFor();
    expect(await page.getByRole('radio', { name: /^Fast/ }).isDisabled()).toBe(true);
    await check('running');
  });

  it('pauses, leaves other pages of use, and goes on', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { level: 1, name: /^Paused at \d+%$/ }).waitFor();
    const shown = await page.getByRole('heading', { level: 1 }).textContent();
    expect(await page.locator('.button.primary').allTextContents()).toEqual(['Go on']);
    await checkAll('paused');
    expect(await page.locator('nav a[href="#train"]').textContent()).toContain('Paused at');
    await page.locator('nav a[href="#results"]').click();
    await page.getByRole('heading', { level: 1, name: /% of customers/ }).waitFor();
    await page.locator('nav a[href="#evaluate"]').click();
    await page.getByRole('heading', { level: 1, name: /segments/ }).waitFor();
    await page.locator('nav a[href="#train"]').click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(shown);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('starts another run while one is paused, and shows both', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { level: 1, name: /^Paused at / }).waitFor();
    await page.getByRole('radio', { name: /^Deep/ }).check();
    await page.getByRole('button', { name: 'Start another run' }).click();
    await page.getByRole('heading', { name: 'Also at work' }).waitFor();
    await page.getByText(/^Run \d+, Paused at \d+%$/).waitFor();
    await check('two-runs');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Paused at / }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('is cut off when the workspace is closed, says so on the first page shown, and goes on', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Workspaces' }).click();
    await page.getByRole('button', { name: /^Sample shop/ }).click();
    await page.getByText(/^A run was cut off at /).waitFor();
    await check('cut-off-note');
    await page.locator('nav a[href="#train"]').click();
    await page.getByRole('heading', { level: 1, name: /^Training was cut off at \d+%$/ }).waitFor();
    await check('cut-off');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('is cancelled, says what that means, and keeps what was there', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The last run was cancelled; nothing of it was kept.').waitFor();
    await page.getByText('Your earlier results are still there.').waitFor();
    await checkAll('cancelled');
    const announcer = page.getByTestId('announcer');
    expect(await announcer.textContent()).toBe('Training has ended without a result.');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('heading', { level: 1, name: /^Trained in / }).waitFor();
  });

  it('says on another page that it is done', async () => {
    const { page } = window;
    await page.getByRole('radio', { name: /^Fast/ }).check();
    await page.getByRole('button', { name: 'Train again' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.locator('nav a[href="#data"]').click();
    await page.getByText(/^Training is done: \d+ segments were found\.$/).waitFor({ timeout: 110_000 });
    await check('done-elsewhere');
    await page.getByRole('button', { name: 'See the results' }).click();
    await page.waitForURL(/#results$/);
    expect(await page.getByTestId('announcer').textContent()).toBe('Training is done.');
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
