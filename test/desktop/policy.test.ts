/** Where the desktop's windows may go, and what they may load, keep and ask for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  isReportAddress,
  isWindowAddress,
  mayDownload,
  mayNavigate,
  mayRequest,
  mayUse,
  switches,
  webPreferences,
} from '../../electron/desktop/policy.ts';

const strange = [
  'https://example.com/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'app://other/',
  'app://clientele:80/',
  'app://user@clientele/',
  'app://clientele.evil.example/',
  'app:clientele/',
  'apps://clientele/',
  'data:text/html,hello',
  'javascript:alert(1)',
  'about:blank',
  'not an address',
  '',
];

describe('an address', () => {
  it('is the window’s own with any page, and nothing else', () => {
    expect(['app://clientele/', 'app://clientele/#data'].map(isWindowAddress)).toEqual([true, true]);
    const others = ['app://clientele/index.html', 'app://clientele/?a=b', 'app://clientele/exports/a/report.html'];
    expect([...others, ...strange].filter(isWindowAddress)).toEqual([]);
  });

  it('is a report’s only below the exports', () => {
    expect(isReportAddress('app://clientele/exports/run1at2/report.html')).toBe(true);
    expect(isReportAddress('app://clientele/exports/run1at2/report.html#map')).toBe(true);
    const others = [
      'app://clientele/exports/a/segments.csv',
      'app://clientele/exports/a/../../index.html',
      'app://clientele/exports/a/b/report.html',
      'app://clientele/exports/%2e%2e/report.html',
      'app://clientele/exports/a/report.html?x',
      'app://clientele/print/00',
    ];
    expect([...others, ...strange].filter(isReportAddress)).toEqual([]);
  });

  it('is kept when it is an export or made by the window itself', () => {
    const own = [
      'app://clientele/exports/a/segments.csv',
      'blob:app://clientele/0f-1',
      'app://clientele/exports/a/r.html',
    ];
    expect(own.filter(mayDownload)).toEqual(own);
    const others = ['app://clientele/index.html', 'blob:https://example.com/0f', 'blob:null/0f', 'blob:app://other/1'];
    expect([...others, ...strange].filter(mayDownload)).toEqual([]);
  });

  it('is gone to when it is the window or a file to keep', () => {
    expect(mayNavigate('app://clientele/#results')).toBe(true);
    expect(mayNavigate('app://clientele/exports/a/metrics.json')).toBe(true);
    const others = ['app://clientele/exports/a/report.html', 'app://clientele/assets/main.js'];
    expect([...others, ...strange].filter(mayNavigate)).toEqual([]);
  });

  it('is loaded when it cannot leave the computer', () => {
    const own = [
      'app://clientele/assets/main.js',
      'data:image/png;base64,AA==',
      'blob:app://clientele/1',
      'devtools://devtools/bundled/index.html',
    ];
    expect(own.filter(mayRequest)).toEqual(own);
    const others = ['ws://127.0.0.1/', 'wss://example.com/', 'ftp://example.com/', 'chrome://settings'];
    const foreign = strange.filter((address) => !/^(data|app:\/\/(clientele|user@clientele)[:/])/.test(address));
    expect([...others, ...foreign].filter(mayRequest)).toEqual([]);
  });
});

describe('the windows', () => {
  it('may put text on the clipboard, and nothing else', () => {
    for (const page of ['app://clientele', 'app://clientele/', 'app://clientele/#data']) {
      expect(mayUse('clipboard-sanitized-write', page)).toBe(true);
      for (const permission of ['clipboard-read', 'media', 'notifications', 'geolocation', 'fileSystem', 'usb']) {
        expect(mayUse(permission, page)).toBe(false);
      }
    }
    expect(mayUse('clipboard-sanitized-write', 'https://example.com')).toBe(false);
    expect(mayUse('clipboard-sanitized-write', 'app://clientele/exports/a/report.html')).toBe(false);
  });

  it('are sandboxed, and only the main one has a preload or scripts', () => {
    for (const preferences of [webPreferences('/preload.cjs'), webPreferences(null)]) {
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      });
    }
    expect(webPreferences('/preload.cjs')).toMatchObject({ preload: '/preload.cjs' });
    expect(webPreferences('/preload.cjs')).not.toHaveProperty('javascript');
    expect(webPreferences(null)).toMatchObject({ javascript: false });
    expect(webPreferences(null)).not.toHaveProperty('preload');
  });

  it('cannot find anybody by name', () => {
    expect(switches).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND']);
  });

  it('start from the page that was built, at the address of the scheme', () => {
    const page = readFileSync(new URL('../../renderer/index.html', import.meta.url), 'utf8');
    expect(page).not.toMatch(/https?:/);
  });
});
