/** Who agreed to be written to, in words. */
import { consentAnswers } from '../consent.ts';
import type { Language } from '../domain.ts';

const answers: Record<Language, Record<keyof typeof consentAnswers, string>> = {
  en: { yes: 'Yes', no: 'No', unknown: 'Unknown' },
  'zh-CN': { yes: '同意', no: '不同意', unknown: '未知' },
};

/** What a customer answered, for a cell of a table. */
export function consentWord(answer: number, language: Language): string {
  const words = answers[language];
  return answer === consentAnswers.yes ? words.yes : answer === consentAnswers.no ? words.no : words.unknown;
}

/** The head of a column of such cells. */
export function consentHeader(language: Language): string {
  return language === 'en' ? 'May be written to' : '同意接收营销信息';
}
