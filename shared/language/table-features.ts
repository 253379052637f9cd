/** Names of features that come from the columns of a customer table: the file's own names, and what became of them. */
import type { Language } from '../domain.ts';
import type { FeatureEntry } from './features.ts';
import { spaced } from './sentence.ts';

/** Ends of the ids of features that are no plain number: days before the latest date, and yes as against no. */
export const daysSuffix = '@days';
export const yesSuffix = '=yes';
/** 1 where the column holds nothing. */
export const missingSuffix = '@missing';
/** How common the level is, and its place in the order of levels. */
export const frequencySuffix = '@frequency';
export const orderSuffix = '@order';

/** Whether a feature is 1 or 0: a level of a category, or yes and no. What was spent or seen of a level is a share. */
export function isLevelId(id: string): boolean {
  return (id.includes('=') && !/^(?:category|browsing:device)=/.test(id)) || id.endsWith(missingSuffix);
}

/** Label, meaning and phrases of a feature of the families `attributes` and `ready`; null for any other. */
export function tableFeatureEntry(id: string, language: Language): FeatureEntry | null {
  const own = /^(?:attributes|ready):(.*)$/s.exec(id)?.[1];
  if (own === undefined) return null;
  const isEnglish = language === 'en';
  if (own.endsWith(missingSuffix)) {
    const name = own.slice(0, -missingSuffix.length);
    return isEnglish
      ? [`${name} not known`, `1 where ${name} is empty, 0 where it is not`, `${name} not known`, `${name} known`]
      : [`${name} 未知`, `${name} 为空则记 1，否则记 0`, `${name} 未知`, `${name} 已知`];
  }
  if (own.endsWith(frequencySuffix)) {
    const name = own.slice(0, -frequencySuffix.length);
    return isEnglish
      ? [`How common: ${name}`, `Share of customers with the same ${name}`, `a common ${name}`, `a rare ${name}`]
      : [`${name} 的常见程度`, `${name} 相同的客户占比`, `${name} 常见`, `${name} 少见`];
  }
  if (own.endsWith(orderSuffix)) {
    const name = own.slice(0, -orderSuffix.length);
    return isEnglish
      ? [`${name}, in order`, `Place of ${name} among its levels, 0 for the lowest`, `high ${name}`, `low ${name}`]
      : [`${name} 的次序`, `${name} 在各取值中的位次，最低为 0`, spaced(name, '偏高'), spaced(name, '偏低')];
  }
  if (own.endsWith(daysSuffix)) {
    const name = own.slice(0, -daysSuffix.length);
    return isEnglish
      ? [
          `Days since ${name}`,
          `Days from the date in ${name} to the latest one`,
          `long since ${name}`,
          `${name} not long ago`,
        ]
      : [`距 ${name} 的天数`, `${name} 的日期到最晚日期的天数`, `${name} 距今较久`, `${name} 距今较近`];
  }
  if (own.endsWith(yesSuffix)) {
    const name = own.slice(0, -yesSuffix.length);
    return isEnglish
      ? [name, `1 where ${name} says yes, 0 where it says no`, `${name}: yes`, `${name}: no`]
      : [name, `${name} 为是则记 1，为否则记 0`, `${name}：是`, `${name}：否`];
  }
  const at = own.indexOf('=');
  if (at >= 0) return levelEntry(own.slice(0, at), own.slice(at + 1), isEnglish);
  return isEnglish
    ? [own, 'A column of your table', `high ${own}`, `low ${own}`]
    : [own, '表中的一列', spaced(own, '偏高'), spaced(own, '偏低')];
}

function levelEntry(name: string, level: string, isEnglish: boolean): FeatureEntry {
  if (level === '*') {
    return isEnglish
      ? [`Other ${name}`, `${name} is none of the common ones`, `another ${name}`, `a common ${name}`]
      : [`其他 ${name}`, `${name} 不属于任何常见取值`, `${name} 为其他`, `${name} 为常见取值`];
  }
  return isEnglish
    ? [`${name}: ${level}`, `${name} is ${level}`, `${name}: ${level}`, `${name}: not ${level}`]
    : [`${name}：${level}`, `${name} 为 ${level}`, `${name}：${level}`, `${name}：非 ${level}`];
}
