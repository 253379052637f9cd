/** Language and theme: the window's own, kept by the browser, following the system until a person chooses. */
import { languages, type Language } from '../shared/domain.ts';
import { windowText, type WindowKey } from '../shared/language/window.ts';
import { reportTexts, type ReportKey } from '../shared/language/report.ts';
import { fill } from '../shared/language/sentence.ts';

export type Theme = 'light' | 'dark';

export interface Surroundings {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Languages that the system prefers, best first. */
  preferred: readonly string[];
  systemIsDark: boolean;
}

export class Preferences {
  language = $state<Language>('en');
  /** What the system wants; the window keeps it up to date. */
  systemTheme = $state<Theme>('light');
  chosenTheme = $state<Theme | null>(null);
  readonly theme = $derived<Theme>(this.chosenTheme ?? this.systemTheme);
  /** What money is counted in, as a code of ISO 4217; undefined where the data did not say. The window keeps it up to date. */
  currency = $state<string | undefined>();
  #storage: Surroundings['storage'];

  constructor({ storage, preferred, systemIsDark }: Surroundings) {
    this.#storage = storage;
    this.systemTheme = systemIsDark ? 'dark' : 'light';
    const theme = storage.getItem('clientele.theme');
    if (theme === 'light' || theme === 'dark') this.chosenTheme = theme;
    const kept = storage.getItem('clientele.language');
    this.language =
      languages.find((language) => language === kept) ?? (preferred[0]?.startsWith('zh') ? 'zh-CN' : 'en');
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.#storage.setItem('clientele.language', language);
  }

  /** Turns to the other theme; turning back to the system's follows the system again. */
  toggleTheme(): void {
    const other: Theme = this.theme === 'dark' ? 'light' : 'dark';
    this.chosenTheme = other === this.systemTheme ? null : other;
    if (this.chosenTheme) this.#storage.setItem('clientele.theme', this.chosenTheme);
    else this.#storage.removeItem('clientele.theme');
  }

  /** A sentence of the window. */
  t = (key: WindowKey, values: Record<string, string | number> = {}): string =>
    fill(windowText[this.language][key], values);

  /** A sentence that the window shares with the report. */
  r = (key: ReportKey, values: Record<string, string | number> = {}): string =>
    fill(reportTexts[this.language][key], values);
}
