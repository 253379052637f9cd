/** The built window in a real browser, served by the loopback host. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import { startLocalHost, type LocalHost } from '../../electron/local/host.ts';

const candidates = [
  process.env.CLIENTELE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Undefined where there is no browser to test with. */
export const chromiumPath = candidates.find((path) => path && existsSync(path));

/** What Chromium is started with: as root in a container, without a word to the net. */
export const chromiumFlags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

export interface Window {
  page: Page;
  context: BrowserContext;
  folder: string;
  /** Where screenshots go: CLIENTELE_SCREENSHOTS, or a folder that is removed at the end. */
  pictures: string;
  /** Errors and warnings of the page, among them breaches of the content policy. */
  complaints: string[];
  /** Requests to anywhere but the host. */
  foreign: string[];
  close: () => Promise<void>;
}

/**
 * `prepare` may put workspaces into the folder of the workspaces before the host starts. `deviceScaleFactor`: pixels of
 * the screen in one of CSS.
 */
export async function openWindow(
  prepare?: (home: string, configFolder: string) => void,
  deviceScaleFactor = 1,
): Promise<Window> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-browser-'));
  prepare?.(join(folder, 'home'), join(folder, 'config'));
  const rendererFolder = join(folder, 'renderer');
  await build({
    configFile: fileURLToPath(new URL('../../renderer/vite.config.ts', import.meta.url)),
    build: { outDir: rendererFolder },
    logLevel: 'error',
  });
  let host: LocalHost | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await host?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    host = await startLocalHost({
      home: join(folder, 'home'),
      configFolder: join(folder, 'config'),
      rendererFolder,
      workers: 2,
      onFailure: (error) => {
        throw error;
      },
    });
    const { origin } = new URL(host.url);
    browser = await chromium.launch({ executablePath: chromiumPath!, args: chromiumFlags });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor,
      locale: 'en-GB',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) foreign.push(request.url());
    });
    await page.goto(host.url);
    const pictures = process.env.CLIENTELE_SCREENSHOTS ?? join(folder, 'pictures');
    mkdirSync(pictures, { recursive: true });
    return { page, context, folder, pictures, complaints, foreign, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong by WCAG 2.2 AA, each with the first element at fault. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Put in by the test, past the content policy, which would rightly refuse it.
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          where: Document,
          options: unknown,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html} ${nodes[0]!.failureSummary}`);
  });
}

/** Texts that are cut off, and whether the page is wider than the window. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const spoken = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).clipPath !== 'none' || spoken(element.parentElement));
    const cut = [...document.querySelectorAll<HTMLElement>('h1, h2, h3, p, b, small, span, td, th, button, a, li, dd')]
      .filter((element) => !spoken(element) && element.innerText?.trim() && element.offsetWidth > 0)
      .filter((element) => {
        const style = getComputedStyle(element);
        const hides = style.overflowX !== 'visible' && style.overflowX !== 'auto';
        return (
          hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2)
        );
      })
      .map((element) => `cut: ${element.innerText}`);
    const scroller = document.querySelector('main')!;
    if (scroller.scrollWidth > scroller.clientWidth + 1) cut.push(`wide: ${scroller.scrollWidth}`);
    return cut;
  });
}
