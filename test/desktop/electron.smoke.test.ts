/** The real window, where Electron's program is installed and a display can be opened. Skipped, and said so, elsewhere. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseHost, electronBinary } from '../../build/launch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { env, platform } = process;
const binary = electronBinary(join(root, 'node_modules', 'electron'), env, platform);
const { host, why } = chooseHost({ args: [], binary, environment: env, platform });
if (host !== 'desktop') {
  console.warn(`SKIPPED: ${why}, so the desktop window was NOT tested. Install Electron: npx install-electron --no`);
}

describe.skipIf(host !== 'desktop')('the desktop window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  let application: ElectronApplication;
  let page: Page;
  beforeAll(async () => {
    spawnSync(process.execPath, [join(root, 'build', 'window.mjs')]);
    const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const environment = Object.fromEntries(kept.filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'));
    application = await _electron.launch({
      executablePath: binary!,
      // Chromium has no sandbox for root, who runs tests in containers.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
      env: { ...environment, CLIENTELE_HOME: join(folder, 'home'), CLIENTELE_CONFIG: join(folder, 'config') },
    });
    page = await application.firstWindow();
  });
  afterAll(async () => {
    await application?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows its own page, sandboxed, with nothing of Node in it', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe('app://clientele/');
    const found = await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis));
    expect(found).toEqual([]);
  });

  it('reaches nobody', async () => {
    const reached = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => true,
        () => false,
      ),
    );
    expect(reached).toBe(false);
  });

  it('goes from the sample to its results, and shows the report in a window of its own, which prints', async () => {
    await page.getByRole('button', { name: /Try with sample data|用示例数据试试/ }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    await page.getByRole('button', { name: /Create report|生成报告/ }).click();
    const opened = application.waitForEvent('window');
    await page.getByRole('link', { name: /Open report|打开报告/ }).click();
    expect((await opened).url()).toMatch(/^app:\/\/clientele\/exports\/\w+\/report\.html$/);
    const printed = await application.evaluate(async ({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      const report = windows.find(({ webContents }) => webContents.getURL().endsWith('report.html'));
      return (await report!.webContents.printToPDF({})).subarray(0, 5).toString();
    });
    expect(printed).toBe('%PDF-');
  });

  it('closes its workspace in order', async () => {
    await application.close();
    const kept = readdirSync(join(folder, 'home'));
    expect(kept.some((name) => name.endsWith('.clientele'))).toBe(true);
    expect(kept.filter((name) => name.endsWith('-wal'))).toEqual([]);
  });
});
