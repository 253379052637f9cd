import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorSentence } from '../../../shared/language/errors.ts';
import { featureNames, writtenName } from '../../../shared/formula/names.ts';
import { parseFormula, type Formula } from '../../../shared/formula/parse.ts';
import {
  checkFormula,
  namesFeature,
  ownFeatureId,
  parseOwnFeature,
  resolveFormulas,
} from '../../../shared/formula/resolve.ts';

/** With all brackets, so that the order of operations can be read. */
function spelled(tree: Formula): string {
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'feature':
      return tree.name;
    case 'negate':
      return `(-${spelled(tree.of)})`;
    case 'not':
      return `(not ${spelled(tree.of)})`;
    case 'binary':
      return `(${spelled(tree.left)} ${tree.operator} ${spelled(tree.right)})`;
    case 'call':
      return `${tree.function}(${tree.values.map(spelled).join(', ')})`;
  }
}
const read = (text: string): string => spelled(parseFormula(text));
function wrong(attempt: () => unknown): AppError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
const reasonOf = (text: string): [unknown, unknown] => {
  const { reason, column } = wrong(() => parseFormula(text)).details;
  return [reason, column];
};

describe('a formula', () => {
  it.each([
    ['money / orders', '(money / orders)'],
    ['if(days_since_last > 180, 1, 0)', 'if((days_since_last > 180), 1, 0)'],
    ['log(1 + income)', 'log((1 + income))'],
    ['a - b - c', '((a - b) - c)'],
    ['a + b * c ^ d', '(a + (b * (c ^ d)))'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(-(2 ^ 2))'],
    ['2 ^ -1', '(2 ^ (-1))'],
    ['a * -b', '(a * (-b))'],
    ['not a > 1 and b or c', '(((not (a > 1)) and b) or c)'],
    ['NOT a AND b', '((not a) and b)'],
    [
      '`days since last` + [a, b] + attributes:Income@missing',
      '((days since last + a, b) + attributes:Income@missing)',
    ],
    ['消费总额 ÷ 购买频次', '(消费总额 / 购买频次)'],
    ['max（a，b）× 2', '(max(a, b) * 2)'],
    ['1.5e3 + .5 + 2.', '((1500 + 0.5) + 2)'],
    ['a == 1 or a <> 2 or a ≠ 3 or a ≤ 4', '((((a = 1) or (a != 2)) or (a != 3)) or (a <= 4))'],
    ['IF(a, b; c)', 'if(a, b, c)'],
    ['min * 2', '(min * 2)'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['', 'formula_empty', 1],
    ['  ', 'formula_empty', 1],
    ['a +', 'formula_expected_value', 4],
    ['* a', 'formula_expected_value', 1],
    ['a b', 'formula_expected_sign', 3],
    ['2 (a)', 'formula_expected_sign', 3],
    ['(a + b', 'formula_unclosed', 1],
    ['a + max(b, c', 'formula_unclosed', 8],
    ['a)', 'formula_expected_sign', 2],
    ['`a', 'formula_unclosed_name', 1],
    ['a + ``', 'formula_unclosed_name', 5],
    ['a % b', 'formula_sign', 3],
    ['a; b', 'formula_expected_sign', 2],
    ['"a"', 'formula_sign', 1],
    ['0 < a < 1', 'formula_chain', 7],
    ['a + avg(b)', 'formula_unknown_function', 5],
    ['if(a > 1,000, 1, 0)', 'formula_arguments', 1],
    ['round()', 'formula_arguments', 1],
    ['a + 2020Sales', 'formula_number_name', 5],
    ['and', 'formula_expected_value', 1],
    ['a.constructor(1)', 'formula_unknown_function', 1],
    ['constructor(1)', 'formula_unknown_function', 1],
  ])('%s is refused with its place', (text, reason, column) => expect(reasonOf(text)).toEqual([reason, column]));

  it('may neither be too long nor too deep', () => {
    expect(reasonOf('1+'.repeat(600))[0]).toBe('formula_too_long');
    expect(reasonOf('('.repeat(400))[0]).toBe('formula_too_deep');
    expect(reasonOf('-'.repeat(900) + '1')[0]).toBe('formula_too_deep');
    expect(reasonOf('not '.repeat(200) + '1')[0]).toBe('formula_too_deep');
    expect(reasonOf('2^'.repeat(400) + '1')[0]).toBe('formula_too_deep');
    expect(read('1' + '+1'.repeat(400))).toMatch(/^\(+1/);
  });

  it('of any signs is either read or refused in words, never anything else', () => {
    const parts = [
      'a',
      '`b c`',
      '1',
      '2.5',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      ',',
      '<',
      '>=',
      '=',
      'not',
      'and',
      'or',
    ];
    parts.push('if', 'min', '`', '[', ']', '"', '\u0000', '中', '😀', 'e5', '.', '..', '1e', ' ');
    let seed = 7;
    const next = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8;
    let readable = 0;
    for (let round = 0; round < 4000; round++) {
      const text = Array.from({ length: 1 + (next() % 9) }, () => parts[next() % parts.length]!).join('');
      try {
        const tree = parseFormula(text);
        // What is read means the same when it is written out.
        expect(read(spelled(tree).replaceAll('b c', '`b c`'))).toBe(spelled(tree));
        readable++;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.details.column, text).toBeGreaterThan(0);
        expect(error.details.column, text).toBeLessThanOrEqual(text.length + 1);
        for (const language of languages) expect(errorSentence(error, language)).not.toMatch(/undefined|NaN|\{/);
      }
    }
    expect(readable).toBeGreaterThan(200);
  });
});

describe('names in a formula', () => {
  const ids = ['recency', 'frequency', 'monetary', 'attributes:Income', 'attributes:Dt_Customer@days', 'country=Spain'];
  const names = featureNames([...ids, 'attributes:Response=yes', 'attributes:Income@missing'], ['Email']);
  it.each([
    ['monetary', 'monetary'],
    ['Monetary', 'monetary'],
    ['Money spent', 'monetary'],
    ['money_spent', 'monetary'],
    ['消费总额', 'monetary'],
    ['days_since_last_order', 'recency'],
    ['Income', 'attributes:Income'],
    ['income', 'attributes:Income'],
    ['Income not known', 'attributes:Income@missing'],
    ['Response', 'attributes:Response=yes'],
    ['country=Spain', 'country=Spain'],
    ['days since dt customer', 'attributes:Dt_Customer@days'],
  ])('%s means %s', (name, id) => expect(names.find(name, 1)).toBe(id));

  it('that are not known are answered with the likeliest', () => {
    const suggestion = (name: string): unknown => wrong(() => names.find(name, 3)).details.suggestion;
    expect(suggestion('monetray')).toBe('monetary');
    expect(suggestion('money')).toBe('monetary');
    expect(suggestion('mony')).toBe('monetary');
    expect(suggestion('days_since_last')).toBe('recency');
    expect(suggestion('Incme')).toBe('Income');
    expect(suggestion('respons')).toBe('Response');
    expect(suggestion('zzzzzz')).toBeNull();
    const error = wrong(() => featureNames(['money', 'orders']).find('mony', 1));
    expect(errorSentence(error, 'en')).toBe('Column 1: I know no feature `mony`. Did you mean `money`?');
    expect(errorSentence(error, 'zh-CN')).toBe('第 1 列：没有特征 `mony`。是否指 `money`？');
  });

  it('are written as a person knows them', () => {
    expect(names.write('monetary', 'en')).toBe('`Money spent`');
    expect(names.write('monetary', 'zh-CN')).toBe('消费总额');
    expect(names.write('attributes:Response=yes', 'en')).toBe('Response');
    expect(names.write('attributes:Income')).toBe('Income');
    const all = [...ids, 'attributes:Response=yes', 'attributes:Income@missing'];
    for (const id of all) {
      for (const language of [...languages, undefined]) {
        const tree = parseFormula(names.write(id, language));
        expect(tree.kind === 'feature' && names.find(tree.name, 1)).toBe(id);
      }
    }
  });

  it('that could be several are refused, and so are personal columns', () => {
    const twice = featureNames(['attributes:Visits', 'browsing:Visits']);
    expect(wrong(() => twice.find('Visits', 1)).details).toMatchObject({
      reason: 'formula_ambiguous',
      options: ['attributes:Visits', 'browsing:Visits'],
    });
    expect(twice.find('browsing:Visits', 1)).toBe('browsing:Visits');
    expect(wrong(() => names.find('e-mail', 1)).details.reason).toBe('formula_personal');
  });

  it('are written so that they are read again', () => {
    for (const name of ['a', 'a b', 'min', 'AND', 'a`b', '2020', 'x=y', '收入', 'attributes:a b@days', 'a-b', '😀']) {
      const tree = parseFormula(writtenName(name));
      expect(tree).toMatchObject({ kind: 'feature', name });
    }
  });
});

describe('own features', () => {
  const ids = ['a', 'b'];
  const own = (name: string, formula: string): { id: string; formula: string } => ({ id: `formula:${name}`, formula });

  it('are computed after those they read', () => {
    const { ordered, failed } = resolveFormulas([own('x', 'y + a'), own('y', '`z z` * 2'), own('z z', 'b')], ids);
    expect(failed).toEqual([]);
    expect(ordered.map(({ id }) => id)).toEqual(['formula:z z', 'formula:y', 'formula:x']);
    expect(ordered[2]!.idOf.get('y')).toBe('formula:y');
  });

  it('that go in a circle are refused, and those that read them', () => {
    const { ordered, failed } = resolveFormulas(
      [own('p', 'q'), own('q', 'r + 1'), own('r', 'p'), own('s', 'q'), own('t', 'a'), own('u', 'u')],
      ids,
    );
    expect(ordered.map(({ id }) => id)).toEqual(['formula:t']);
    const reasons = Object.fromEntries(failed.map(({ id, error }) => [id.slice(8), error.details.reason]));
    expect(reasons).toEqual({
      ...{ p: 'formula_cycle', q: 'formula_cycle', r: 'formula_cycle' },
      ...{ s: 'formula_needs', u: 'formula_cycle' },
    });
    expect(errorSentence(failed.find(({ id }) => id === 'formula:u')!.error, 'en')).toBe(
      "Your feature 'u': These features are made of each other: u → u. Change one of them so that it does not read the others.",
    );
  });

  it('are checked beside the others as they are written', () => {
    const others = [own('x', 'a + 1')];
    expect(() => checkFormula(own('y', 'x * 2'), others, ids)).not.toThrow();
    expect(() => checkFormula(own('x', 'b'), others, ids)).not.toThrow();
    expect(wrong(() => checkFormula(own('x', 'y'), [...others, own('y', 'x')], ids)).details.reason).toBe(
      'formula_cycle',
    );
    expect(wrong(() => checkFormula(own('y', 'a + Mail'), others, ids, ['mail'])).details).toMatchObject({
      reason: 'formula_personal',
      column: 5,
      formula: 'y',
    });
  });

  it('have names that can be written and are free', () => {
    expect(ownFeatureId('  per   order ')).toBe('formula:per order');
    expect(ownFeatureId('每单金额')).toBe('formula:每单金额');
    const reason = (name: string): unknown => wrong(() => ownFeatureId(name, ['monetary'])).details.reason;
    expect(reason('')).toBe('formula_no_name');
    expect(reason('x'.repeat(81))).toBe('formula_long_name');
    expect(reason('a=b')).toBe('formula_name_sign');
    expect(reason('Money Spent')).toBe('formula_name_taken');
    expect(reason('消费总额')).toBe('formula_name_taken');
  });

  it('are read from one line', () => {
    expect(parseOwnFeature('late = if(recency >= 180, 1, 0)')).toEqual({
      id: 'formula:late',
      formula: 'if(recency >= 180, 1, 0)',
    });
    expect(wrong(() => parseOwnFeature('recency')).details.reason).toBe('formula_no_equals');
    expect(wrong(() => parseOwnFeature('late = 1 +')).details).toMatchObject({ formula: 'late', column: 4 });
    expect(namesFeature('log(1 + income)', 'Income')).toBe(true);
    expect(namesFeature('log(1 + income)', 'Outcome')).toBe(false);
  });
});
