/** What the desktop says outside its page. */
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/desktop/menu.ts';
import { languages } from '../../shared/domain.ts';
import { desktopText, jobEndedText } from '../../shared/language/desktop.ts';
import { version } from '../../shared/version.ts';

type Template = ReturnType<typeof menuTemplate>;
const itemsOf = (template: Template): Template =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
const make = (platform: NodeJS.Platform, language: 'en' | 'zh-CN' = 'en', developer = false, onAbout = () => {}) =>
  itemsOf(menuTemplate({ language, platform, developer, onAbout }));

describe('the menu', () => {
  it('has what every program has, on each system', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const roles = make(platform).map(({ role }) => role);
      expect(roles).toEqual(
        expect.arrayContaining(['quit', 'copy', 'paste', 'selectAll', 'reload', 'zoomIn', 'minimize']),
      );
      expect(roles).not.toContain('toggleDevTools');
    }
    expect(make('linux', 'en', true).map(({ role }) => role)).toContain('toggleDevTools');
  });

  it('names every item in the language of the window, and leads nowhere else', () => {
    for (const language of languages) {
      const items = make('darwin', language, true).filter(({ type }) => type !== 'separator');
      expect(items.every(({ label }) => label)).toBe(true);
      expect(items.filter(({ click }) => click).map(({ label }) => label)).toEqual([desktopText[language].about]);
    }
    const chinese = make('linux', 'zh-CN').flatMap(({ label }) => label ?? []);
    expect(chinese.filter((label) => !/[一-鿿]/.test(label))).toEqual([]);
  });

  it('tells about Clientele: version and licence', () => {
    let asked = 0;
    for (const platform of ['linux', 'darwin'] as const) {
      make(platform, 'en', false, () => asked++)
        .find(({ click }) => click)
        ?.click?.(null as never, undefined, null as never);
    }
    expect(asked).toBe(2);
    for (const language of languages) {
      expect(desktopText[language].aboutTitle).toContain(version);
      expect(desktopText[language].aboutRead).toContain('MIT');
    }
  });
});

describe('the sentences', () => {
  it('are there in both languages, and link to nothing', () => {
    expect(Object.keys(desktopText['zh-CN'])).toEqual(Object.keys(desktopText.en));
    const all = [...Object.values(desktopText), ...Object.values(jobEndedText)];
    expect(JSON.stringify(all)).not.toMatch(/https?:/);
  });
});
