/** What is answered under app://clientele/. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPages } from '../../electron/desktop/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const rendererFolder = join(folder, 'renderer');
mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>window</title>');
writeFileSync(join(rendererFolder, 'assets', 'main.js'), 'export {};');
writeFileSync(join(folder, 'secret.txt'), 'secret');
for (const name of ['report.html', 'segments.csv']) writeFileSync(join(folder, name), name);

const downloads: string[] = [];
const pages = createPages({
  rendererFolder,
  exported: (id, name) => Promise.resolve(id === 'a1' && /^(report|segments)\./.test(name) ? join(folder, name) : null),
  downloaded: (id) => downloads.push(id),
});
/** Addresses as they are: a Request would tidy them up. */
const ask = (url: string, method = 'GET') => pages.answer({ url, method } as Request);

describe('the window', () => {
  it('comes with a policy that lets in nothing but itself', async () => {
    const page = await ask('app://clientele/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>window');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).toContain("connect-src 'self'; ");
    expect(policy).not.toMatch(/unsafe|http|ws:|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');

    const script = await ask('app://clientele/assets/main.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-length')).toBe('10');
    expect(await script.text()).toBe('export {};');
  });

  it.each([
    'app://clientele/secret.txt',
    'app://clientele/../secret.txt',
    'app://clientele/%2e%2e/secret.txt',
    'app://clientele/assets/..%2f..%2f..%2fsecret.txt',
    'app://clientele/assets',
    'app://other/index.html',
    'app://clientele.example/',
    'file:///etc/passwd',
    'https://example.com/',
  ])('does not have %s', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  it('is only read, and what cannot be read is no failure of ours', async () => {
    expect((await ask('app://clientele/', 'POST')).status).toBe(405);
    expect((await ask('app://clientele/%ff')).status).toBe(500);
    const empty = createPages({
      rendererFolder: join(folder, 'none'),
      exported: () => Promise.reject(new Error('the engine is gone')),
      downloaded: () => {},
    });
    expect((await empty.answer({ url: 'app://clientele/', method: 'GET' } as Request)).status).toBe(404);
    const asked = { url: 'app://clientele/exports/a/b.csv', method: 'GET' } as Request;
    expect((await empty.answer(asked)).status).toBe(500);
  });
});

describe('an export', () => {
  it('is a page that can do nothing when it is a report, and a file to keep otherwise', async () => {
    const report = await ask('app://clientele/exports/a1/report.html');
    expect(await report.text()).toBe('report.html');
    expect(report.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; .*; sandbox$/,
    );
    const segments = await ask('app://clientele/exports/a1/segments.csv');
    expect(segments.headers.get('content-disposition')).toBe('attachment; filename="segments.csv"');
    await segments.text();
    expect(downloads).toEqual(['a1', 'a1']);
    expect((await ask('app://clientele/exports/b/report.html')).status).toBe(404);
    expect((await ask('app://clientele/exports/a1/sub/report.html')).status).toBe(404);
    expect(downloads).toHaveLength(2);
  });
});

describe('a report that is printed', () => {
  it('has an address that cannot be guessed, until it is taken back', async () => {
    const { address, takeBack } = pages.lend('<p>report');
    expect(address).toMatch(/^app:\/\/clientele\/print\/[0-9a-f]{32}$/);
    const page = await ask(address);
    expect(await page.text()).toBe('<p>report');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    takeBack();
    expect((await ask(address)).status).toBe(404);
    expect((await ask('app://clientele/print/')).status).toBe(404);
  });
});
