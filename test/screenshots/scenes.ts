/** What there is to see, and how a person gets there. Names of things are found by role, so that any language does. */
import type { Page } from 'playwright-core';

export interface Scene {
  name: string;
  /** Before there is a workspace, or after segments were found. */
  stage: 'before' | 'after';
  open: (page: Page) => Promise<void>;
}

const step = (name: string): Scene => ({ name, stage: 'after', open: (page) => goTo(page, name) });

async function goTo(page: Page, name: string): Promise<void> {
  await page.locator(`nav a[href="#${name}"]`).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Scrolls what the page scrolls in to its end, for what lies below the fold. */
async function toEnd(page: Page): Promise<void> {
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
}

const below = (name: string): Scene => ({
  name: `${name}-below`,
  stage: 'after',
  open: async (page) => {
    await goTo(page, name);
    await page.waitForTimeout(300);
    await toEnd(page);
  },
});

/** Each `stage` in the order in which a person meets it. */
export const scenes: readonly Scene[] = [
  { name: 'welcome', stage: 'before', open: async (page) => void (await page.locator('h1').waitFor()) },
  ...['data', 'features', 'train', 'evaluate', 'results', 'customers', 'products'].map(step),
  ...['data', 'features', 'evaluate', 'results'].map(below),
  {
    name: 'own-feature',
    stage: 'after',
    open: async (page) => {
      await goTo(page, 'features');
      const add = page.getByRole('button', { name: /^(Add your own feature|添加自定义特征)$/ });
      if ((await add.getAttribute('aria-expanded')) === 'false') await add.click();
      await page.getByRole('form').getByRole('textbox').first().fill('A');
      await page.getByRole('form').locator('textarea').fill('monetary / frequency');
      await page.waitForTimeout(800);
    },
  },
  {
    name: 'importance',
    stage: 'after',
    open: async (page) => {
      await goTo(page, 'features');
      const outcome = page.getByRole('combobox', { name: /^(Outcome|结果)$/ });
      await outcome.selectOption({ index: 1 });
      await page.getByRole('list', { name: /^(Features by what they tell|按说明程度排列的特征)$/ }).waitFor();
      await outcome.evaluate((select) => select.closest('section')!.scrollIntoView());
    },
  },
  {
    name: 'customer',
    stage: 'after',
    open: async (page) => {
      await goTo(page, 'customers');
      const first = page.getByRole('grid').getByRole('row').nth(1);
      await first.waitFor();
      await first.click();
      await page.waitForURL(/#customers\/\d+$/);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
  },
  {
    name: 'compare',
    stage: 'after',
    open: async (page) => {
      await page.evaluate(() => (location.hash = '#compare'));
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
  },
];

/** From the welcome page to segments: of the sample shop, or of files by "Do it for me". */
export async function findSegments(
  page: Page,
  data: string[] | undefined,
  segments: string | undefined,
): Promise<void> {
  if (data === undefined) await page.getByRole('button', { name: 'Try with sample data' }).click();
  else {
    await page.locator('input[type=file]').first().setInputFiles(data);
    await page.getByRole('button', { name: 'Do it for me' }).click({ timeout: 60_000 });
  }
  await page.waitForURL(/#results$/, { timeout: 1_200_000 });
  // Another number of segments is another run: two can be compared, and the first is looked at again.
  await tryNumber(page, segments ?? '3');
  if (segments !== undefined) return;
  await page.getByRole('button', { name: /^Runs: / }).click();
  await page
    .getByRole('button', { name: /Run 1\b/ })
    .last()
    .click();
}

async function tryNumber(page: Page, segments: string): Promise<void> {
  await goTo(page, 'evaluate');
  await page.getByRole('combobox', { name: 'Another number' }).selectOption(segments);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.waitForURL(/#results$/, { timeout: 1_200_000 });
}

const longNames = [
  'Parents who stock up before the school year and come back for the sales in January',
  '每逢节假日提前采购、偏好礼盒装并且常在促销结束前一两天集中下单的老客户，以及从他们那里得到推荐后第一次来买东西的新朋友',
  'Kleinunternehmerinnen-Großhandelsbestellungen mit Jahresrahmenvertrag und Skonto',
];

/** Gives every segment of the run that is shown a long name, in turn English, Chinese, and of long words. */
export async function giveLongNames(page: Page): Promise<void> {
  await goTo(page, 'evaluate');
  const ticks = page.getByRole('list', { name: 'Segments to adjust' }).getByRole('checkbox');
  await ticks.first().waitFor();
  const count = await ticks.count();
  for (let i = 0; i < count; i++) {
    // A name belongs to one segment alone, and ends after 60 characters.
    const name = `${String.fromCharCode(65 + i)} ${longNames[i % longNames.length]}`;
    await ticks.nth(i).focus();
    await page.keyboard.press('F2');
    await page.keyboard.insertText(name);
    await page.keyboard.press('Enter');
    await page.getByText(name.slice(0, 12)).first().waitFor();
    await page.waitForTimeout(500);
  }
}
