/** Columns of yes and no. */
import { plainName } from './column-names.ts';

/** Words that stand for yes and for no wherever they are written. */
const yesWords = words('true yes y t 1 on 是 有 已');
const noWords = words('false no n f 0 off 否 无 未');
/** Those that do so in other languages, and a cross in a list. */
const otherYes = words('x ja oui si sim 真');
const otherNo = words('nein non nao 假');

/** Words of a list, as `plainName` makes them. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** 1, 0, or NaN for a text that is neither yes nor no. */
export function yesNo(text: string): number {
  const word = text.toLowerCase();
  return yesWords.has(word) ? 1 : noWords.has(word) ? 0 : NaN;
}

/** The same for a word in plain form, also in other languages. */
export function plainYesNo(word: string): number {
  return yesWords.has(word) || otherYes.has(word) ? 1 : noWords.has(word) || otherNo.has(word) ? 0 : NaN;
}

/**
 * Whether a column holds nothing but yes and no, in any of the usual words; empty cells say nothing.
 * @param also further words, in plain form, that say yes or no in this column.
 */
export function saysYesOrNo(values: readonly string[], also: (word: string) => boolean = () => false): boolean {
  const given = values.filter((value) => value.trim() !== '').map(plainName);
  const fit = given.filter((word) => !Number.isNaN(plainYesNo(word)) || also(word));
  return given.length > 0 && fit.length >= 0.95 * given.length && new Set(fit).size <= 4;
}
