import type { Language } from '../../../shared/domain.ts';

/** The local time of a moment in milliseconds since 1970, as a clock shows it: 14:32. */
export function formatClock(milliseconds: number, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(milliseconds);
}
