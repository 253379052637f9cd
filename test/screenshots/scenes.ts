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

/** Each `stage` in the order in which a person meets it. */
export const scenes: readonly Scene[] = [
  { name: 'welcome', stage: 'before', open: async (page) => void (await page.locator('h1').waitFor()) },
  ...['data', 'features', 'train', 'evaluate', 'results'].map(step),
];

/** From the welcome page to segments: of the sample shop, or of a file by "Do it for me". */
export async function findSegments(page: Page, data: string | undefined, segments: string | undefined): Promise<void> {
  if (data === undefined) await page.getByRole('button', { name: 'Try with sample data' }).click();
  else {
    await page.locator('input[type=file]').first().setInputFiles(data);
    await page.getByRole('button', { name: 'Do it for me' }).click({ timeout: 60_000 });
  }
  await page.waitForURL(/#results$/, { timeout: 300_000 });
  if (segments === undefined) return;
  await goTo(page, 'evaluate');
  await page.getByRole('combobox', { name: /number/i }).selectOption(segments);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.waitForURL(/#results$/, { timeout: 300_000 });
}
