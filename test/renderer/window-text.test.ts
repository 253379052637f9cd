import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Preferences } from '../../renderer/preferences.svelte.ts';
import { capitalise, formatBytes, formatTimeLeft, workspaceName } from '../../renderer/ui/names.ts';
import { languages } from '../../shared/domain.ts';
import { windowErrorSentence, windowText, type WindowKey } from '../../shared/language/window.ts';
import { tabMemory } from './engine.ts';

const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
const keys = Object.keys(windowText.en) as WindowKey[];

describe('the sentences of the window', () => {
  it('have the same keys and placeholders in both languages', () => {
    expect(Object.keys(windowText['zh-CN']).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(windowText['zh-CN'][key], key).not.toBe('');
      expect(placeholders(windowText['zh-CN'][key]), key).toEqual(placeholders(windowText.en[key]));
    }
  });

  it('stand in one file each: of two with a key the later would win unseen', async () => {
    const folder = new URL('../../shared/language/window/', import.meta.url);
    const places = new Map<string, string>();
    for (const name of readdirSync(folder)) {
      const { english = {} } = (await import(new URL(name, folder).href)) as { english?: Record<string, string> };
      for (const key of Object.keys(english)) {
        expect(places.get(key) ?? name, key).toBe(name);
        places.set(key, name);
      }
    }
    expect(places.size).toBe(keys.length);
  });

  it('keep the rules of Chinese: no 您, no exclamation mark, full-width punctuation after characters', () => {
    for (const key of keys) {
      const sentence = windowText['zh-CN'][key];
      expect(sentence, key).not.toMatch(/[您！!]/);
      expect(sentence, key).not.toMatch(/\p{Script=Han}[,;:?.]/u);
    }
  });

  it('say the window’s own errors, and all others as everywhere', () => {
    const upload = { code: 'storage' as const, details: { reason: 'upload_failed', file: 'orders.csv' } };
    for (const language of languages) expect(windowErrorSentence(upload, language)).toContain('orders.csv');
    expect(windowErrorSentence({ code: 'locked', details: { reason: 'wrong_passphrase' } }, 'en')).toContain(
      'passphrase is wrong',
    );
  });

  it('are all used', () => {
    const folder = new URL('../../renderer/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(svelte|ts)$/.test(name))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('');
    expect(keys.filter((key) => key !== 'uploadFailed' && !sources.includes(`'${key}'`))).toEqual([]);
  });
});

describe('language and theme', () => {
  const open = (storage = tabMemory(), systemIsDark = false, preferred = ['de-DE']) =>
    new Preferences({ storage, preferred, systemIsDark });

  it('follow the system until a person chooses, and remember the choice', () => {
    expect(open(tabMemory(), true, ['zh-Hans-CN', 'en'])).toMatchObject({ theme: 'dark', language: 'zh-CN' });
    const storage = tabMemory();
    const first = open(storage);
    expect(first).toMatchObject({ theme: 'light', language: 'en' });
    first.setLanguage('zh-CN');
    first.toggleTheme();
    expect(first.t('stepData')).toBe('数据');
    expect(open(storage)).toMatchObject({ theme: 'dark', language: 'zh-CN' });
    // What the system does counts no more,
    first.systemTheme = 'dark';
    first.systemTheme = 'light';
    expect(first.theme).toBe('dark');
    // until a person is back at what the system has.
    first.toggleTheme();
    first.systemTheme = 'dark';
    expect(first.theme).toBe('dark');
    expect(open(storage, false).theme).toBe('light');
  });

  it('take no foreign value from the memory', () => {
    const storage = tabMemory();
    storage.setItem('clientele.language', 'xx');
    storage.setItem('clientele.theme', 'pink');
    expect(open(storage)).toMatchObject({ theme: 'light', language: 'en' });
  });
});

describe('figures and names', () => {
  it('read as a person says them', () => {
    expect(formatTimeLeft(0.2, 'en')).toBe('1 s');
    expect(formatTimeLeft(43, 'en')).toBe('45 s');
    expect(formatTimeLeft(59, 'en')).toBe('1 min');
    expect(formatTimeLeft(150, 'zh-CN')).toBe('3 分钟');
    expect(formatBytes(10)).toBe('1 kB');
    expect(formatBytes(3_240_000)).toBe('3.2 MB');
    expect(workspaceName('C:\\Users\\x\\My shop.clientele')).toBe('My shop');
    expect(workspaceName('/data/店铺.clientele')).toBe('店铺');
    expect(capitalise('many items')).toBe('Many items');
    expect(capitalise('件数多')).toBe('件数多');
  });
});
