/** What is said of formulas: what is wrong with one, where, and what to do. */
import type { Language } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import { featureText } from './features.ts';
import { joinList } from './sentence.ts';

type Sentence = (details: ErrorDetails) => string;

const english: Record<string, Sentence> = {
  formula_empty: () => 'The formula is empty. Write one, such as `monetary / frequency`.',
  formula_too_long: (d) => `The formula is longer than ${d.most} characters. Make two features of it.`,
  formula_unclosed_name: (d) =>
    `${place(d)}a name begins here and does not end. Close it by a second backquote or a bracket.`,
  formula_number_name: (d) =>
    `${place(d)}a number runs into letters. If the name is ${code(d.name)}, write it in backquotes.`,
  formula_sign: (d) =>
    `${place(d)}${code(d.sign)} means nothing here. Known are + - * / ^ < <= > >= = != and brackets; write names with other signs in backquotes.`,
  formula_expected_value: (d) =>
    d.found === ''
      ? `${place(d)}the formula breaks off. Write a number, a feature or a function here.`
      : `${place(d)}${code(d.found)} cannot stand here. Write a number, a feature or a function before it.`,
  formula_expected_sign: (d) =>
    `${place(d)}${code(d.found)} cannot follow here. Put a sign such as + or * before it, or a name of several words in backquotes.`,
  formula_unclosed: (d) => `${place(d)}this bracket is never closed. Add the ) where it ends.`,
  formula_chain: (d) => `${place(d)}comparisons do not go on. Join two by \`and\`, such as \`0 < x and x < 10\`.`,
  formula_unknown_function: (d) =>
    `${place(d)}I know no function ${code(d.name)}. There are ${functionList}; to multiply, write *.`,
  formula_arguments: (d) =>
    `${place(d)}${code(d.name)} takes ${englishCount(d)}, not ${d.given}. Values are parted by commas; write numbers without thousands marks.`,
  formula_too_deep: (d) => `${place(d)}too many brackets in each other. Make two features of it.`,
  formula_unknown_name: (d) =>
    `${place(d)}I know no feature ${code(d.name)}. ${
      d.suggestion === null ? 'Choose one from the list of features.' : `Did you mean ${meant(d, 'en')}?`
    }`,
  formula_ambiguous: (d) =>
    `${place(d)}${code(d.name)} could be several features. Write which one: ${options(d, 'en')}.`,
  formula_personal: (d) =>
    `${place(d)}${code(d.name)} holds personal data, which no feature is made of. Use another column.`,
  formula_cycle: (d) =>
    `These features are made of each other: ${trail(d)}. Change one of them so that it does not read the others.`,
  formula_needs: (d) => `It reads ${quoted(d.name)}, which cannot be computed. Correct that one first.`,
  formula_no_name: () => 'The feature has no name. Give it one.',
  formula_long_name: (d) => `The name is longer than ${d.most} characters. Shorten it.`,
  formula_name_sign: (d) => `The name may not hold ${code(d.sign)}. Leave it out.`,
  formula_name_taken: (d) => `There is a feature called ${quoted(d.name)} already. Choose another name.`,
  formula_no_equals: () => 'A feature is written as "name = formula", such as "per order = monetary / frequency".',
};

const chinese: Record<keyof typeof english, Sentence> = {
  formula_empty: () => '公式为空。请填写公式，例如 `monetary / frequency`。',
  formula_too_long: (d) => `公式超过 ${d.most} 个字符。请拆成两项特征。`,
  formula_unclosed_name: (d) => `${chinesePlace(d)}名称从这里开始，但没有结束。请补上反引号或方括号。`,
  formula_number_name: (d) => `${chinesePlace(d)}数字后面紧跟字母。如果名称是 ${code(d.name)}，请放在反引号中。`,
  formula_sign: (d) =>
    `${chinesePlace(d)}${code(d.sign)} 在这里没有意义。可用 + - * / ^ < <= > >= = != 和括号；含其他符号的名称请放在反引号中。`,
  formula_expected_value: (d) =>
    d.found === ''
      ? `${chinesePlace(d)}公式没有写完。请在这里写数字、特征或函数。`
      : `${chinesePlace(d)}${code(d.found)} 不能出现在这里。请先写数字、特征或函数。`,
  formula_expected_sign: (d) =>
    `${chinesePlace(d)}${code(d.found)} 不能接在这里。请在前面加上 + 或 * 等符号，由多个词组成的名称请放在反引号中。`,
  formula_unclosed: (d) => `${chinesePlace(d)}括号没有闭合。请在结束处加上 )。`,
  formula_chain: (d) => `${chinesePlace(d)}比较不能连写。请用 and 连接，例如 \`0 < x and x < 10\`。`,
  formula_unknown_function: (d) =>
    `${chinesePlace(d)}没有函数 ${code(d.name)}。可用函数有 ${functionList}；相乘请写 *。`,
  formula_arguments: (d) =>
    `${chinesePlace(d)}${code(d.name)} 需要${chineseCount(d)}值，而不是 ${d.given} 个。数值之间用逗号隔开，数字不要写千分位。`,
  formula_too_deep: (d) => `${chinesePlace(d)}括号嵌套过多。请拆成两项特征。`,
  formula_unknown_name: (d) =>
    `${chinesePlace(d)}没有特征 ${code(d.name)}。${
      d.suggestion === null ? '请从特征列表中选择。' : `是否指 ${meant(d, 'zh-CN')}？`
    }`,
  formula_ambiguous: (d) =>
    `${chinesePlace(d)}${code(d.name)} 可能指多项特征。请写明是哪一项：${options(d, 'zh-CN')}。`,
  formula_personal: (d) => `${chinesePlace(d)}${code(d.name)} 是个人信息，不能用来计算特征。请使用其他列。`,
  formula_cycle: (d) => `这些特征互相引用：${trail(d)}。请修改其中一项，使它不再引用其他几项。`,
  formula_needs: (d) => `它引用的${chineseQuoted(d.name)}无法计算。请先更正那一项。`,
  formula_no_name: () => '特征没有名称。请填写名称。',
  formula_long_name: (d) => `名称超过 ${d.most} 个字符。请缩短。`,
  formula_name_sign: (d) => `名称中不能有 ${code(d.sign)}。请去掉。`,
  formula_name_taken: (d) => `已有名为${chineseQuoted(d.name)}的特征。请换一个名称。`,
  formula_no_equals: () => '特征应写成“名称 = 公式”，例如“每单金额 = monetary / frequency”。',
};

/** Of own features; one among several is named first. */
export const formulaErrors: Record<Language, Record<string, Sentence>> = {
  en: withName(english, (name) => `Your feature '${name}': `),
  'zh-CN': withName(chinese, (name) => `你的特征“${name}”：`),
};

function withName(sentences: Record<string, Sentence>, prefix: (name: string) => string): Record<string, Sentence> {
  const named =
    (sentence: Sentence): Sentence =>
    (d) =>
      (typeof d.formula === 'string' ? prefix(d.formula) : '') + sentence(d);
  return Object.fromEntries(Object.entries(sentences).map(([reason, sentence]) => [reason, named(sentence)]));
}

const functionList = 'abs, sqrt, log, log10, exp, round, floor, ceil, min, max, if, coalesce, ismissing';

/** Where it is wrong; nothing where a name stands alone. */
function place({ column }: ErrorDetails): string {
  return column === undefined ? '' : `Column ${column}: `;
}

function chinesePlace({ column }: ErrorDetails): string {
  return column === undefined ? '' : `第 ${column} 列：`;
}

function code(text: unknown): string {
  return `\`${String(text)}\``;
}

/** A name that may have its own backquotes. */
function written(text: unknown): string {
  const name = String(text);
  return /^[`[]/.test(name) ? name : code(name);
}

/** A suggestion, and what it is called where that is something else. */
function meant({ suggestion, means }: ErrorDetails, language: Language): string {
  const { label } = featureText(String(means), language);
  const name = written(suggestion);
  if (name.slice(1, -1) === label) return name;
  return language === 'en' ? `${name} (${label})` : `${name}（${label}）`;
}

function quoted(text: unknown): string {
  return `'${String(text)}'`;
}

function chineseQuoted(text: unknown): string {
  return `“${String(text)}”`;
}

function options({ options }: ErrorDetails, language: Language): string {
  return joinList(Array.isArray(options) ? options.map(written) : [], language);
}

function trail({ cycle }: ErrorDetails): string {
  return Array.isArray(cycle) ? cycle.join(' → ') : '';
}

/** How many values a function takes: `3 values`, `1 or 2 values`, `1 value or more`. */
function englishCount({ least, most }: ErrorDetails): string {
  const values = (number: unknown): string => (number === 1 ? '1 value' : `${String(number)} values`);
  if (most === null) return `${values(least)} or more`;
  return least === most ? values(least) : `${least} or ${values(most)}`;
}

function chineseCount({ least, most }: ErrorDetails): string {
  if (most === null) return `至少 ${least} 个`;
  return least === most ? ` ${least} 个` : ` ${least} 或 ${most} 个`;
}
