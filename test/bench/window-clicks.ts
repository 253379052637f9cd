/** A person's clicks, and how long each takes until its answer is on the screen. */
import type { Page } from 'playwright-core';

interface Stopwatch {
  /** Clicks the first element of a selector and resolves to the milliseconds until the condition holds and is painted. */
  click: (selector: string, answered: string) => Promise<number>;
}

/** Put into the page: timing from outside would measure the wire to the browser too. */
export function installStopwatch(): void {
  const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const stopwatch: Stopwatch = {
    click: async (selector, answered) => {
      const element = document.querySelector<HTMLElement>(selector);
      if (!element) throw new Error(`nothing to click at ${selector}`);
      const startedAt = performance.now();
      element.click();
      do await painted();
      while (!document.querySelector(answered) && performance.now() - startedAt < 10_000);
      return performance.now() - startedAt;
    },
  };
  Object.assign(globalThis, { stopwatch });
}

/** What is clicked, and what shows that it was answered. */
const answers: readonly [selector: string, answered: string][] = [
  ...['data', 'features', 'train', 'evaluate', 'results'].map((page): [string, string] => [
    `nav a[href="#${page}"]`,
    `nav a[href="#${page}"][aria-current]`,
  ]),
  ['.place:nth-child(2) > button.segment', '.place:nth-child(2) > button.segment[aria-pressed="true"]'],
  ['.place:nth-child(1) > button.segment', '.place:nth-child(1) > button.segment[aria-pressed="true"]'],
];

/** Milliseconds of each click of some rounds through the pages. */
export async function clicks(page: Page, rounds: number): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [selector, answered] of answers) {
      all.push(
        await page.evaluate((pair) => (globalThis as unknown as { stopwatch: Stopwatch }).stopwatch.click(...pair), [
          selector,
          answered,
        ] as [string, string]),
      );
      // A person looks before the next click.
      await page.waitForTimeout(60);
    }
  }
  return all;
}

/** Milliseconds from frame to frame while the customer table is scrolled through. */
export async function scrollFrames(page: Page): Promise<number[]> {
  await page.locator('nav a[href="#customers"]').click();
  const table = page.getByRole('grid');
  await table.waitFor();
  const recording = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let last = performance.now();
        const tick = (): void => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          if (frames.length < 240) requestAnimationFrame(tick);
          else resolve(frames);
        };
        requestAnimationFrame(tick);
      }),
  );
  const box = (await table.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let i = 0; i < 120; i++) {
    await page.mouse.wheel(0, i % 40 < 30 ? 400 : -900);
    await page.waitForTimeout(16);
  }
  return recording;
}
