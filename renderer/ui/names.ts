import type { Language } from '../../shared/domain.ts';
import { formatDay } from '../../shared/language/report.ts';
import { formatCount } from '../../shared/language/sentence.ts';

/** Name of a workspace from the path of its file: without folders and ending. */
export function workspaceName(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.clientele$/, '');
}

/** Bytes as a person reads them: 14 kB, 3.2 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${formatCount(Math.max(1, bytes / 1e3))} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The local day of a moment in milliseconds since 1970. */
export function formatMoment(milliseconds: number, language: Language): string {
  const offset = new Date(milliseconds).getTimezoneOffset() * 60;
  return formatDay(milliseconds / 1000 - offset, language);
}

/** Seconds left, as coarse as they are known: 8 s, 50 s, 3 min. */
export function formatTimeLeft(seconds: number, language: Language): string {
  const [minute, second] = language === 'en' ? ['min', 's'] : ['分钟', '秒'];
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} ${second}`;
  if (seconds < 55) return `${Math.round(seconds / 5) * 5} ${second}`;
  return `${Math.max(1, Math.round(seconds / 60))} ${minute}`;
}

/** A first letter as a heading has it; Chinese stays as it is. */
export function capitalise(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
