/** Encodings that a person may choose from, by the names of their languages. */
import type { Language } from '../../../shared/domain.ts';

const names: Record<string, Record<Language, string>> = {
  'utf-8': { en: 'UTF-8', 'zh-CN': 'UTF-8' },
  gb18030: { en: 'Chinese, GB 18030 (GBK)', 'zh-CN': '简体中文 GB 18030（GBK）' },
  big5: { en: 'Chinese, Big5', 'zh-CN': '繁体中文 Big5' },
  'windows-1252': { en: 'Western, Windows 1252', 'zh-CN': '西欧 Windows 1252' },
  latin1: { en: 'Western, Latin 1', 'zh-CN': '西欧 Latin 1' },
  'windows-1250': { en: 'Central European, Windows 1250', 'zh-CN': '中欧 Windows 1250' },
  'windows-1251': { en: 'Cyrillic, Windows 1251', 'zh-CN': '西里尔文 Windows 1251' },
  'windows-1253': { en: 'Greek, Windows 1253', 'zh-CN': '希腊文 Windows 1253' },
  'windows-1254': { en: 'Turkish, Windows 1254', 'zh-CN': '土耳其文 Windows 1254' },
  shift_jis: { en: 'Japanese, Shift JIS', 'zh-CN': '日文 Shift JIS' },
  'euc-kr': { en: 'Korean, EUC-KR', 'zh-CN': '韩文 EUC-KR' },
  'utf-16le': { en: 'UTF-16', 'zh-CN': 'UTF-16' },
};

/** The found encoding by its name, and all others. */
export function encodingChoices(
  found: string,
  language: Language,
): { found: string; others: { name: string; label: string }[] } {
  const label = (name: string): string => names[name]?.[language] ?? name.toUpperCase();
  const others = Object.keys(names).filter((name) => name !== found);
  return { found: label(found), others: others.map((name) => ({ name, label: label(name) })) };
}
