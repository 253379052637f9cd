/** A feature of one's own in a real browser: written with the keyboard, seen as it is written, changed and deleted. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSample } from '../../electron/engine/sample/create-sample.ts';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so own features were not tested. Set CLIENTELE_CHROMIUM.');
}

describe.skipIf(!chromiumPath)('features of one’s own in a browser', () => {
  let window: Window;

  beforeAll(async () => {
    window = await openWindow();
    await createSample(
      { out: join(window.folder, 'shop'), customers: 600, seed: 1 },
      { report: () => {}, checkCancelled: () => {} },
    );
    const { page, folder } = window;
    await page.getByRole('textbox', { name: 'Name' }).fill('My shop');
    await page.getByRole('button', { name: 'Create empty workspace' }).click();
    await page.getByRole('heading', { level: 1, name: 'Drop your files' }).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(join(folder, 'shop', 'orders.csv'));
    await page.getByRole('button', { name: 'Read the files' }).click();
    await page.getByRole('heading', { level: 1, name: /^600 customers; \S/ }).waitFor();
    await page.locator('nav a[href="#features"]').click();
    await page.getByRole('heading', { level: 1, name: /features tell your customers apart$/ }).waitFor();
  });
  afterAll(() => window?.close());

  const form = () => window.page.getByRole('form');
  const field = (name: string) => form().getByRole('textbox', { name, exact: true });
  const described = async (name: string): Promise<string> =>
    field(name).evaluate(
      (input) => input.ownerDocument.getElementById(input.getAttribute('aria-describedby')!)!.textContent!,
    );

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(400);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`) });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  it('are written with the keyboard; what is wrong stands under the field, and what they give beside it', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Add your own feature' }).press('Enter');
    expect(await field('Name').evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('Per item');
    await page.keyboard.press('Tab');
    await page.keyboard.type('mony / itemsTotal');
    await expect
      .poll(() => described('Formula'))
      .toBe('Column 1: I know no feature `mony`. Did you mean `monetary` (Money spent)?');
    expect(await field('Formula').getAttribute('aria-invalid')).toBe('true');
    await check('own-feature-wrong');
    await field('Formula').fill('');
    await form().getByRole('searchbox').fill('money sp');
    await form().getByRole('button', { name: 'Insert Money spent' }).press('Enter');
    await page.keyboard.type(' / itemsTotal');
    expect(await field('Formula').inputValue()).toBe('`Money spent` / itemsTotal');
    await form()
      .getByText(/^Known of 6\d\d customers/)
      .waitFor();
    await form()
      .getByRole('img', { name: /^Values of 6\d\d customers, from/ })
      .waitFor();
    await check('own-feature');
    await field('Formula').press('Enter');
    await form().waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Use Per item', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: /^Your own features/ }).count()).toBe(1);
    await page.getByText('Compute Per item = `Money spent` / itemsTotal').waitFor();
    await check('own-feature-added');
  });

  it('are changed and renamed, and what reads them follows', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Add your own feature' }).click();
    await field('Name').fill('Dear');
    await field('Formula').fill('if(`Per item` > 16, 1, 0)');
    await form()
      .getByText(/^Known of/)
      .waitFor();
    await form().getByRole('button', { name: 'Add feature' }).click();
    await page.getByText('Compute Dear = if(`Per item` > 16, 1, 0)').waitFor();
    await page.getByRole('button', { name: /^Per item Your formula/ }).click();
    await page.getByRole('button', { name: 'Change formula: Per item' }).click();
    await field('Name').fill('Money Spent');
    await expect.poll(() => described('Name')).toMatch(/is a feature called 'Money Spent' already/);
    await field('Name').fill('Price paid');
    await form().getByRole('button', { name: 'Save change' }).click();
    await page.getByText('Compute Dear = if(`Price paid` > 16, 1, 0)').waitFor();
    expect(await page.getByText('Cannot be computed').count()).toBe(0);
  });

  it('that cannot be computed any more say so, and one undo brings them back', async () => {
    const { page } = window;
    await page.getByRole('button', { name: 'Delete Price paid' }).click();
    const failed = page.getByRole('list', { name: 'Cannot be computed' });
    await failed.getByText(/Your feature 'Dear': Column 4: I know no feature `Price paid`/).waitFor();
    await check('own-feature-failed');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await failed.waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Use Dear', exact: true }).waitFor();
  });

  it('stand beside all others when it is asked what tells most about an outcome', async () => {
    const { page } = window;
    const outcome = page.getByRole('combobox', { name: 'Outcome' });
    await outcome.selectOption({ label: 'money spent later' });
    const finding = page.getByRole('heading', { name: /tells most about money spent later$/ });
    await finding.waitFor();
    const list = page.getByRole('list', { name: 'Features by what they tell' });
    expect(await list.getByRole('listitem').count()).toBe(8);
    await page.getByText(/^What customers do after .*\. Of \d+ customers/).waitFor();
    const card = page.locator('section.card').filter({ has: outcome });
    await card.getByRole('button', { name: /^Show all/ }).click();
    expect(await list.getByText('Price paid').count()).toBe(1);
    await list.scrollIntoViewIfNeeded();
    await check('importance');
    await card.getByRole('button', { name: 'Show fewer' }).click();
    await outcome.selectOption({ label: 'Dear' });
    await page.getByRole('heading', { name: /tells most about Dear$/ }).waitFor();
    // What it is made of tells nothing about it that was not put in.
    expect(await list.getByText('Price paid').count()).toBe(0);
    await page.getByText(/features are left out, as they are computed/).waitFor();
  });

  it('are at home in Chinese and in the dark', async () => {
    const { page } = window;
    await page.evaluate(() => {
      localStorage.setItem('clientele.language', 'zh-CN');
      localStorage.setItem('clientele.theme', 'dark');
    });
    await page.reload();
    await page.getByRole('button', { name: '添加自定义特征' }).click();
    await field('名称').fill('每单金额');
    await field('公式').fill('消费总额 ÷ 购买频');
    await expect.poll(() => described('公式')).toBe('第 8 列：没有特征 `购买频`。是否指 `frequency`（购买频次）？');
    await field('公式').fill('max（消费总额，1）÷ 购买频次');
    await form()
      .getByText(/^600 位客户已知/)
      .waitFor();
    await check('own-feature-zh-dark');
    await page.getByRole('combobox', { name: '结果' }).selectOption({ label: '消费总额' });
    await page.getByRole('heading', { name: /^最能说明消费总额的是/ }).scrollIntoViewIfNeeded();
    await check('importance-zh-dark');
    await field('公式').press('Escape');
    await form().waitFor({ state: 'detached' });
    expect(
      await page
        .getByRole('button', { name: '添加自定义特征' })
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);
  });
});
