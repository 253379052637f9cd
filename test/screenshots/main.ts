/**
 * Pictures of every screen, for people to look at: both languages, both themes, both sizes.
 *   npm run screenshots -- [--out FOLDER] [--data FILE]... [--segments N] [--names long] [--zoom N] [--only NAME,...] [--quick]
 * Default: the sample shop, into the folder `screenshots`. `--quick` takes English, light, 1280 x 800 alone; `--names long`
 * gives segments names of 60 characters and more; `--zoom 2` draws all twice as large, as a browser zoomed to 200 % does.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { languages } from '../../shared/domain.ts';
import { chromiumPath, openWindow } from '../renderer/browser.ts';
import { findSegments, giveLongNames, scenes } from './scenes.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    data: { type: 'string', multiple: true },
    segments: { type: 'string' },
    names: { type: 'string' },
    zoom: { type: 'string', default: '1' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
if (!chromiumPath) {
  console.error('No Chromium was found. Install it (Debian: apt-get install chromium) or set CLIENTELE_CHROMIUM.');
  process.exit(1);
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const wanted = values.only?.split(',');
const sizes = values.quick
  ? ([[1280, 800]] as const)
  : ([
      [1280, 800],
      [1920, 1080],
    ] as const);
const looks = (values.quick ? languages.slice(0, 1) : languages).flatMap((language) =>
  (values.quick ? (['light'] as const) : (['light', 'dark'] as const)).map((theme) => ({ language, theme })),
);

/** Language and theme are the window's own memory: set and loaded anew, as after a choice of last week. */
async function wear(page: Page, look: (typeof looks)[number]): Promise<void> {
  await page.evaluate(({ language, theme }) => {
    localStorage.setItem('clientele.language', language);
    localStorage.setItem('clientele.theme', theme);
  }, look);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

const zoom = Number(values.zoom);
const window = await openWindow(undefined, zoom);
let pictures = 0;
try {
  const { page } = window;
  for (const stage of ['before', 'after'] as const) {
    if (stage === 'after') {
      await wear(page, { language: 'en', theme: 'light' });
      await findSegments(page, values.data, values.segments);
      if (values.names === 'long') await giveLongNames(page);
    }
    const shown = scenes.filter((scene) => scene.stage === stage && (!wanted || wanted.includes(scene.name)));
    if (shown.length === 0) continue;
    for (const look of looks) {
      await wear(page, look);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width: width / zoom, height: height / zoom });
        for (const { name, open } of shown) {
          await open(page);
          // Charts are drawn in the frame after the next.
          await page.waitForTimeout(400);
          await page
            .getByRole('progressbar')
            .first()
            .waitFor({ state: 'detached', timeout: 20_000 })
            .catch(() => {});
          await page.screenshot({ path: join(out, `${name}-${look.language}-${look.theme}-${width}.png`) });
          pictures++;
        }
      }
    }
  }
} finally {
  await window.close();
}
console.error(`${pictures} pictures in ${out}`);
if (window.complaints.length > 0) {
  console.error(`The window complained:\n${[...new Set(window.complaints)].join('\n')}`);
  process.exitCode = 1;
}
