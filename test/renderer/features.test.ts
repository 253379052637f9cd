/** The features page in a real browser, right after the orders are read and before anything is trained. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSample } from '../../electron/engine/sample/create-sample.ts';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so the features page was not tested. Set CLIENTELE_CHROMIUM.');
}

describe.skipIf(!chromiumPath)('the features page in a browser', () => {
  let window: Window;

  beforeAll(async () => {
    window = await openWindow();
    await createSample(
      { out: join(window.folder, 'shop'), customers: 3000, seed: 1 },
      { report: () => {}, checkCancelled: () => {} },
    );
  });
  afterAll(() => window?.close());

  const title = (): Promise<string | null> => window.page.getByRole('heading', { level: 1 }).textContent();
  const heading = /^\d+ of \d+ features tell your customers apart$/;
  const used = async (): Promise<number> => Number(/\d+/.exec((await title())!)![0]);
  const map = () => window.page.getByRole('img', { name: /^Map of|位客户的地图/ });
  const rowSwitch = (name: string) => window.page.getByRole('switch', { name: `Use ${name}`, exact: true });

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  it('says what to do while there are no orders', async () => {
    const { page, folder } = window;
    await page.getByRole('textbox', { name: 'Name' }).fill('My shop');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    await page.getByRole('heading', { level: 1, name: 'Drop your files' }).waitFor();
    await page.locator('nav a[href="#features"]').click();
    await page.getByRole('heading', { level: 1, name: 'Features come with your orders' }).waitFor();
    await check('features-empty');
    await page.locator('nav a[href="#data"]').click();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(join(folder, 'shop', 'orders.csv'));
    await page.getByRole('button', { name: 'Read the files' }).click();
    await page.getByRole('heading', { level: 1, name: /^3,000 customers; \S/ }).waitFor();
    await page.locator('nav a[href="#features"]').click();
  });

  it('shows the features and a map before there is any run', async () => {
    const { page } = window;
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await map().waitFor();
    expect(await page.locator('.list').getByRole('switch').count()).toBeGreaterThan(30);
    expect(await page.getByRole('heading', { name: /^Clearest on the map: / }).count()).toBe(1);
    await page.getByRole('heading', { name: /directions hold \d+% of what differs/ }).waitFor();
    expect(await page.locator('nav a[href="#features"] small').textContent()).toMatch(/^\d+ of \d+ in use$/);
    await check('features');
  });

  it('switches a feature with the keyboard and says what it did, without moving the list', async () => {
    const { page } = window;
    const before = await used();
    const toggle = rowSwitch('Orders');
    const place = await toggle.boundingBox();
    await toggle.focus();
    await page.keyboard.press('Space');
    expect(await toggle.isChecked()).toBe(false);
    await page
      .getByRole('status')
      .filter({ hasText: /in use, \d+ before; / })
      .waitFor({ state: 'attached' });
    expect(await used()).toBeLessThan(before);
    expect(await toggle.boundingBox()).toEqual(place);
    expect(await toggle.evaluate((input) => input === document.activeElement)).toBe(true);
    await check('features-changed');
  });

  it('cancels the map that follows, and draws it when asked', async () => {
    const { page } = window;
    await map().waitFor();
    const bar = page.getByRole('progressbar', { name: /^Drawing the map/ });
    await expect.poll(() => bar.count()).toBe(0);
    await rowSwitch('Money spent').click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The map was not drawn.').waitFor();
    await page.getByRole('button', { name: 'Draw the map' }).click();
    await bar.waitFor();
    await expect.poll(() => bar.count(), { timeout: 20_000 }).toBe(0);
    expect(await page.getByText('The map was not drawn.').count()).toBe(0);
  });

  it('keeps the choice while other pages are looked at, and goes back to the suggestion', async () => {
    const { page } = window;
    const before = await title();
    await page.locator('nav a[href="#train"]').click();
    await page.locator('nav a[href="#features"]').click();
    expect(await title()).toBe(before);
    expect(await rowSwitch('Orders').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'As suggested' }).click();
    await expect.poll(() => rowSwitch('Orders').isChecked()).toBe(true);
    await expect.poll(title).not.toBe(before);
    expect(await page.getByRole('button', { name: 'As suggested' }).isDisabled()).toBe(true);
  });

  it('finds features by name, and shows only those in use', async () => {
    const { page } = window;
    await page.getByRole('searchbox', { name: 'Search features' }).fill('gap');
    expect(await page.locator('.list').getByRole('switch').count()).toBeLessThan(5);
    await rowSwitch('Days between orders').waitFor();
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No feature is called that').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: /^In use \d/ }).click();
    expect(await page.locator('.list').getByRole('switch').count()).toBe(await used());
    await page.getByRole('button', { name: /^All \d/ }).click();
  });

  it('opens a feature with its figures and charts, and treats it otherwise', async () => {
    const { page } = window;
    const row = page.getByRole('button', { name: /^Money spent/ }).first();
    await row.focus();
    await page.keyboard.press('Enter');
    expect(await row.getAttribute('aria-expanded')).toBe('true');
    const detail = page.getByRole('region', { name: 'Money spent' });
    await detail.getByRole('img', { name: /^Money spent of [\d,]+ customers as it came/ }).waitFor();
    await check('features-detail');
    await detail.getByRole('combobox', { name: 'Long tail' }).selectOption({ label: 'leave as it is' });
    await page.getByText('your treatment').waitFor();
    await detail
      .getByRole('combobox', { name: 'Outermost customers' })
      .selectOption({ label: 'keep: they are my whales' });
    await detail.getByText('Nobody is held back').waitFor();
    await detail.getByRole('button', { name: 'Show as table' }).click();
    expect(await detail.getByRole('table').count()).toBe(2);
    await check('features-detail-table');
    await detail.getByRole('button', { name: 'Show as chart' }).click();
    // What was decided is a step of the recipe, to be switched, undone and made again.
    const recipe = page.locator('section', { has: page.getByRole('heading', { name: 'What Clientele does with' }) });
    const step = recipe.getByRole('switch', { name: /^Step: Treat Money spent: whales are kept, no transform/ });
    await step.click();
    await detail.getByText('Nobody is held back').waitFor({ state: 'detached' });
    await check('features-recipe');
    await recipe.getByRole('button', { name: 'Undo' }).click();
    await detail.getByText('Nobody is held back').waitFor();
    await recipe.getByRole('button', { name: 'Redo' }).click();
    await detail.getByText('Nobody is held back').waitFor({ state: 'detached' });
    await recipe.getByRole('button', { name: /^Remove step: Treat Money spent/ }).click();
    expect(await step.count()).toBe(0);
    // What says nearly the same is one click away.
    await detail.getByRole('listitem').getByRole('button').first().click();
    expect(await page.getByRole('button', { expanded: true }).count()).toBe(1);
    expect(await row.getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('button', { name: 'As suggested' }).isDisabled()).toBe(true);
  });

  it('draws the map by directions, and in the colour that a person wants', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'By directions' }).click();
    await page.getByRole('combobox', { name: 'Colour by' }).selectOption({ label: 'Days since last order' });
    await page.getByRole('heading', { name: 'The map, coloured by: Days since last order' }).waitFor();
    await map().waitFor();
    await map().scrollIntoViewIfNeeded();
    // The customer under the pointer is told by figures. Dots lie close: some place has one.
    const box = (await map().boundingBox())!;
    const before = await map().screenshot();
    let changed = false;
    for (let step = 1; step < 40 && !changed; step++) {
      await page.mouse.move(box.x + box.width / 2 + 3 * step, box.y + box.height / 2);
      await page.waitForTimeout(40);
      changed = !(await map().screenshot()).equals(before);
    }
    expect(changed).toBe(true);
    await check('features-map');
    await page.getByRole('button', { name: 'By likeness' }).click();
  });

  it.each([
    ['dark', 1280, 800],
    ['zh', 1280, 800],
    ['zh', 1920, 1080],
    ['en', 1920, 1080],
    ['en', 1024, 768],
    ['en', 640, 400],
  ] as const)('shows everything, %s at %d × %d', async (variant, width, height) => {
    const { page } = window;
    await page.setViewportSize({ width, height });
    if (variant === 'dark') await page.getByRole('button', { name: 'Switch to dark' }).click();
    if (variant === 'zh') await page.getByRole('button', { name: '简体中文' }).click();
    await map().waitFor();
    for (const button of await page.getByRole('button', { name: /Show as table|以表格显示/ }).all())
      await button.click();
    await check(`features-${variant}-${width}-tables`);
    for (const button of await page.getByRole('button', { name: /Show as chart|以图表显示/ }).all())
      await button.click();
    await check(`features-${variant}-${width}`);
    if (variant === 'dark') await page.getByRole('button', { name: 'Switch to light' }).click();
    if (variant === 'zh') await page.getByRole('button', { name: 'English' }).click();
  });

  it('counts the orders of the time that a person chooses, and says what is wrong with it', async () => {
    const { page } = window;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('heading', { name: 'All orders count' }).scrollIntoViewIfNeeded();
    const day = (label: string) => page.getByLabel(label, { exact: true });
    await day('First day').fill('2024-06-01');
    await day('Last day').fill('2025-05-31');
    await day('The future begins').fill('2025-03-01');
    await page.getByRole('heading', { name: 'Orders from 1 June 2024 to 31 May 2025 count' }).waitFor();
    await page.getByRole('img', { name: /^Orders by month; from 1 June 2024/ }).waitFor();
    expect(await page.locator('.bars .outside').count()).toBeGreaterThan(0);
    expect(await page.locator('.bars .future').count()).toBe(3);
    await map().waitFor();
    await page.getByRole('button', { name: 'All orders', exact: true }).scrollIntoViewIfNeeded();
    await check('features-period');
    await page.getByRole('button', { name: '简体中文' }).click();
    await page
      .getByRole('button', { name: 'Switch to dark' })
      .or(page.getByRole('button', { name: '切换到深色' }))
      .click();
    await page.getByRole('button', { name: '全部订单', exact: true }).scrollIntoViewIfNeeded();
    await check('features-period-zh-dark');
    await page.getByRole('button', { name: '切换到浅色' }).click();
    await page.getByRole('button', { name: 'English' }).click();

    await day('Last day').fill('2024-05-01');
    await page.getByText('The period ends before it begins. Choose a last day after the first one.').waitFor();
    await page.getByRole('button', { name: 'All orders', exact: true }).click();
    await page.getByRole('heading', { name: 'All orders count' }).waitFor();
  });

  it('says on other pages that results are of other features', async () => {
    const { page } = window;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('nav a[href="#train"]').click();
    await page.getByRole('radio', { name: /^Fast/ }).check();
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    const old = page.getByText('The next run will use other features than these results did.');
    expect(await old.count()).toBe(0);
    await page.locator('nav a[href="#features"]').click();
    await rowSwitch('Orders').click();
    await page.locator('nav a[href="#results"]').click();
    await old.waitFor();
    await page.locator('nav a[href="#evaluate"]').click();
    await old.waitFor();
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
