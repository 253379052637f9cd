/**
 * How smoothly the table of customers scrolls in Chromium: times from frame to frame, while the wheel turns and while
 * the table jumps from end to end.
 *   node test/bench/table-frames.ts [CUSTOMERS]      (default 1,000,000)
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace } from '../../electron/engine/workspace/open.ts';
import { openWindow } from '../renderer/browser.ts';
import { fillWithCustomers } from '../fixtures/large-workspace.ts';

const nCustomers = Number(process.argv[2] ?? 1_000_000);
const window = await openWindow((home, configFolder) => {
  mkdirSync(home, { recursive: true });
  const { workspace } = createWorkspace(join(home, 'Many.clientele'), { key: { kind: 'local', configFolder } });
  fillWithCustomers(workspace, nCustomers);
  workspace.close();
});
const { page } = window;
const inspector = await window.context.newCDPSession(page);
// Time of the page's own thread: what other programs take meanwhile is not in it.
await inspector.send('Performance.enable', { timeDomain: 'threadTicks' });
async function threadSeconds(): Promise<number> {
  const { metrics } = await inspector.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

/** Milliseconds between frames while `act` goes on. */
async function frames(name: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    const state = { times, on: true };
    (globalThis as unknown as { frames: typeof state }).frames = state;
    let before = performance.now();
    const next = (now: number): void => {
      times.push(now - before);
      before = now;
      if (state.on) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const begun = await threadSeconds();
  await act();
  const busy = (await threadSeconds()) - begun;
  const times = await page.evaluate(() => {
    const { frames: state } = globalThis as unknown as { frames: { times: number[]; on: boolean } };
    state.on = false;
    return state.times;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? NaN).toFixed(1);
  const work = ((1000 * busy) / times.length).toFixed(1);
  console.log(
    `${name.padEnd(34)} ${times.length} frames: median ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} ms; work ${work} ms a frame`,
  );
}

try {
  await page.getByRole('button', { name: /^Many/ }).click();
  await page.getByRole('link', { name: /^Customers/ }).click();
  const started = performance.now();
  await page.getByRole('rowheader').first().waitFor({ timeout: 120_000 });
  console.log(
    `${nCustomers.toLocaleString('en')} customers; table there after ${Math.round(performance.now() - started)} ms`,
  );
  const grid = page.getByRole('grid');
  await grid.hover();
  await frames('wheel, 120 px every 16 ms', async () => {
    for (let i = 0; i < 300; i++) {
      await page.mouse.wheel(0, 120);
      await page.waitForTimeout(10);
    }
  });
  await frames('wheel, fast (1,200 px)', async () => {
    for (let i = 0; i < 200; i++) {
      await page.mouse.wheel(0, 1200);
      await page.waitForTimeout(10);
    }
  });
  await frames('dragging the bar end to end', () =>
    grid.evaluate(async (element) => {
      const end = element.scrollHeight - element.clientHeight;
      for (let i = 0; i <= 240; i++) {
        element.scrollTop = (end * i) / 240;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }),
  );
  await grid.focus();
  await frames('holding Page Down', async () => {
    for (let i = 0; i < 120; i++) await page.keyboard.press('PageDown');
  });
  await page.keyboard.press('End');
  await page.locator(`[aria-rowindex="${nCustomers + 1}"] [role=rowheader]`).waitFor();
  console.log(`End shows the last row: ${await page.locator(`[aria-rowindex="${nCustomers + 1}"]`).isVisible()}`);
  console.log(`complaints: ${window.complaints.length}`);
} finally {
  await window.close();
}
