/** Rules that the window's sources keep, so that a strict content policy holds and everything can be read. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts|html|css)$/.test(name) && name !== 'vite.config.ts')
  .map((name) => ({ name: join('renderer', name), text: readFileSync(join(root, 'renderer', name), 'utf8') }));

describe('the window’s sources', () => {
  it('write no style or script into the markup and no text as markup', () => {
    const breaches = files.filter(({ name, text }) =>
      name.endsWith('.svelte')
        ? /\sstyle=|\{@html|\sin:|\sout:|\stransition:/.test(text.split('<style>')[0]!)
        : /innerHTML|\seval\(|new Function/.test(text),
    );
    expect(breaches.map(({ name }) => name)).toEqual([]);
    const page = files.find(({ name }) => name.endsWith('index.html'))!.text;
    expect(page).not.toMatch(/<style|<script>|onload=|https?:/);
  });

  it('take every colour from the tokens', () => {
    const breaches = files.filter(
      ({ name, text }) =>
        !name.endsWith('tokens.css') &&
        /:\s*#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i.test(name.endsWith('.svelte') ? text.slice(text.indexOf('<style>')) : text),
    );
    expect(breaches.map(({ name }) => name)).toEqual([]);
  });
});

/** WCAG relative luminance of a colour as #rrggbb. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe.each(['light', 'dark'])('contrast, %s', (theme) => {
  const tokens = readFileSync(join(root, 'renderer/ui/tokens.css'), 'utf8');
  const block = tokens.slice(tokens.indexOf(`[data-theme='${theme}'] {`)).split('}')[0]!;
  const contrast = (one: string, other: string): number => {
    const [high, low] = [one, other]
      .map((name) => luminance(new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)![1]!))
      .sort((a, b) => b - a);
    return (high! + 0.05) / (low! + 0.05);
  };
  it.each([
    ...['text', 'text-2', 'text-3'].flatMap((text) => ['surface', 'bg', 'surface-sunken'].map((on) => [text, on, 4.5])),
    ...['accent-text', 'text-2'].map((text) => [text, 'accent-soft', 4.5]),
    ...['success', 'warning', 'danger'].map((kind) => [`${kind}-text`, `${kind}-soft`, 4.5]),
    ['on-accent', 'accent', 4.5],
    ...[1, 2, 3, 4, 5, 6, 7].map((step) => ['on-div', `div-${step}`, 4.5]),
    ...['chart-main', 'chart-context', 'border-control', 'focus'].map((mark) => [mark, 'surface', 3]),
    ...Array.from({ length: 12 }, (_, i) => [`seg-${i + 1}`, 'surface', 3]),
    ...[1, 2, 3, 4, 5].map((step) => [`ramp-${step}`, 'surface', 3]),
  ] as [string, string, number][])('%s on %s', (one, other, least) => {
    expect(contrast(one, other)).toBeGreaterThanOrEqual(least);
  });
});
