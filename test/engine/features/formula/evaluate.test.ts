import { describe, expect, it } from 'vitest';
import { evaluateFormula } from '../../../../electron/engine/features/formula/evaluate.ts';
import {
  addOwnFeatures,
  knowableDefinitions,
  replayOwnFeatures,
} from '../../../../electron/engine/features/formula/own-features.ts';
import { chooseFeatures } from '../../../../electron/engine/features/choose-features.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { FeatureDefinition, FeatureTable } from '../../../../shared/domain.ts';
import { featureChoice, featureKey } from '../../../../shared/settings.ts';
import { parseFormula, type Formula, type Operator } from '../../../../shared/formula/parse.ts';

const columns: Record<string, number[]> = { a: [1, 2, NaN, 0], b: [4, 0, 1, NaN], big: [1e300, -1e300, 1, Infinity] };
function valuesOf(text: string): number[] {
  return [...evaluateFormula(parseFormula(text), (name) => Float64Array.from(columns[name]!), 4)];
}

describe('a formula gives', () => {
  it.each([
    ['a / b', [0.25, NaN, NaN, NaN]],
    ['b / a', [4, 0, NaN, NaN]],
    ['1 / (a / 0)', [NaN, NaN, NaN, NaN]],
    ['log(a)', [0, Math.log(2), NaN, NaN]],
    ['log10(1000 * a)', [3, Math.log10(2000), NaN, NaN]],
    ['sqrt(a - 1)', [0, 1, NaN, NaN]],
    ['big * big', [NaN, NaN, 1, NaN]],
    ['exp(big)', [NaN, 0, Math.E, NaN]],
    ['a ^ 0', [1, 1, NaN, 1]],
    ['1 ^ a', [1, 1, NaN, 1]],
    ['0 ^ -a', [NaN, NaN, NaN, 1]],
    ['(-a) ^ 0.5', [NaN, NaN, NaN, 0]],
    ['a > 1', [0, 1, NaN, 0]],
    ['a != b', [1, 1, NaN, NaN]],
    ['a and b', [1, 0, NaN, 0]],
    ['a or b', [1, 1, 1, NaN]],
    ['not a', [0, 0, NaN, 1]],
    ['-a', [-1, -2, NaN, 0]],
    ['if(a > 1, 10, b)', [4, 10, NaN, NaN]],
    ['if(ismissing(b), 0, a)', [1, 2, NaN, 0]],
    ['coalesce(a, b, 7)', [1, 2, 1, 0]],
    ['coalesce(b, 7)', [4, 0, 1, 7]],
    ['ismissing(a) + ismissing(b)', [0, 0, 1, 1]],
    ['min(a, b)', [1, 0, NaN, NaN]],
    ['max(a, coalesce(b, 0), 1.5)', [4, 2, NaN, 1.5]],
    ['round(a / 3, 2)', [0.33, 0.67, NaN, 0]],
    ['round(-2.5)', [-3, -3, -3, -3]],
    ['round(1.005, 2)', [1.01, 1.01, 1.01, 1.01]],
    ['round(1234, -2)', [1200, 1200, 1200, 1200]],
    ['floor(-a / 2) + ceil(a / 2)', [0, 0, NaN, 0]],
    ['abs(-a)', [1, 2, NaN, 0]],
  ])('%s', (text, expected) => {
    const found = valuesOf(text);
    found.forEach((value, i) => {
      if (Number.isNaN(expected[i])) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[i]!, 12);
    });
  });

  it('the same as reckoning it customer by customer, whatever it is', () => {
    const random = new Random(11);
    const names = ['a', 'b', 'c'];
    const n = 5000;
    const table = new Map(
      names.map((name) => [
        name,
        Float64Array.from({ length: n }, () => (random.uniform() < 0.1 ? NaN : Math.round(8 * random.normal()))),
      ]),
    );
    for (let round = 0; round < 60; round++) {
      const tree = grow(random, 5);
      const found = evaluateFormula(tree, (name) => table.get(name)!, n);
      for (let i = 0; i < n; i += 1 + (round % 7)) {
        const expected = reckon(tree, (name) => table.get(name)![i]!);
        if (!Object.is(found[i]! + 0, expected + 0)) expect.fail(`${JSON.stringify(tree)} at ${i}: ${found[i]}`);
      }
    }
  });
});

/** A tree of random operations. */
function grow(random: Random, depth: number): Formula {
  if (depth === 0 || random.uniform() < 0.2) {
    return random.uniform() < 0.6
      ? { kind: 'feature', name: ['a', 'b', 'c'][random.integer(3)]!, at: 1 }
      : { kind: 'number', value: random.integer(7) - 3 };
  }
  const part = (): Formula => grow(random, depth - 1);
  const operators: Operator[] = ['+', '-', '*', '/', '<', '<=', '>', '>=', '=', '!=', 'and', 'or'];
  switch (random.integer(4)) {
    case 0:
      return { kind: random.uniform() < 0.5 ? 'negate' : 'not', of: part() };
    case 1:
      return { kind: 'call', function: 'if', values: [part(), part(), part()] };
    case 2:
      return {
        kind: 'call',
        function: (['min', 'max', 'coalesce'] as const)[random.integer(3)]!,
        values: [part(), part()],
      };
    default:
      return { kind: 'binary', operator: operators[random.integer(operators.length)]!, left: part(), right: part() };
  }
}

/** The meaning of each operation, as plainly as it can be said; missing is NaN. */
function reckon(tree: Formula, of: (name: string) => number): number {
  const known = (value: number): number => (Number.isFinite(value) ? value : NaN);
  const flag = (holds: boolean): number => (holds ? 1 : 0);
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'feature':
      return of(tree.name);
    case 'negate':
      return -reckon(tree.of, of);
    case 'not': {
      const value = reckon(tree.of, of);
      return Number.isNaN(value) ? NaN : flag(value === 0);
    }
    case 'call': {
      const values = tree.values.map((value) => reckon(value, of));
      if (tree.function === 'coalesce') return values.find((value) => !Number.isNaN(value)) ?? NaN;
      if (tree.function === 'if') return Number.isNaN(values[0]) ? NaN : values[0] !== 0 ? values[1]! : values[2]!;
      if (values.some(Number.isNaN)) return NaN;
      return tree.function === 'min' ? Math.min(...values) : Math.max(...values);
    }
    case 'binary': {
      const [a, b] = [reckon(tree.left, of), reckon(tree.right, of)];
      if (tree.operator === 'and' && (a === 0 || b === 0)) return 0;
      if (tree.operator === 'or' && [a, b].some((value) => !Number.isNaN(value) && value !== 0)) return 1;
      if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
      switch (tree.operator) {
        case '+':
          return known(a + b);
        case '-':
          return known(a - b);
        case '*':
          return known(a * b);
        case '/':
          return known(a / b);
        case '<':
          return flag(a < b);
        case '<=':
          return flag(a <= b);
        case '>':
          return flag(a > b);
        case '>=':
          return flag(a >= b);
        case '=':
          return flag(a === b);
        case '!=':
          return flag(a !== b);
        case 'and':
          return 1;
        case 'or':
          return 0;
        default:
          throw new Error(tree.operator);
      }
    }
  }
}

describe('own features of a table', () => {
  const random = new Random(3);
  const n = 400;
  const money = Float64Array.from({ length: n }, () => Math.exp(random.normal()));
  const orders = Float64Array.from({ length: n }, () => random.integer(9));
  const income = Float64Array.from({ length: n }, () => 100 * random.uniform());
  const define = (id: string, family: FeatureDefinition['family']): FeatureDefinition => ({
    ...{ id, family, unit: 'number', inUse: true },
    treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' },
  });
  const table: FeatureTable = {
    definitions: [
      define('monetary', 'orders'),
      define('frequency', 'orders'),
      define('attributes:income', 'attributes'),
    ],
    values: [money, orders, income],
    customers: Int32Array.from({ length: n }, (_, i) => i),
  };
  const own = [
    { id: 'formula:per order', formula: 'monetary / frequency' },
    { id: 'formula:richer', formula: 'if(`per order` > 1, 1, 0)' },
    { id: 'formula:twice', formula: '2 * income' },
  ];

  it('stand before all others, are treated like numbers, and carry their formula', () => {
    const { table: made, failed } = addOwnFeatures(table, [...own].reverse());
    expect(failed).toEqual([]);
    expect(made.definitions.map(({ id }) => id)).toEqual([
      ...own.map(({ id }) => id),
      ...table.definitions.map(({ id }) => id),
    ]);
    expect(made.definitions[0]).toMatchObject({ family: 'formula', unit: 'number', formula: 'monetary / frequency' });
    expect(made.definitions[0]!.treatment.transform).toBe('log1p');
    expect(made.definitions[1]!.treatment).toMatchObject({ transform: 'none', scale: 'none' });
    for (let i = 0; i < n; i++) {
      if (orders[i] === 0) expect(made.values[0]![i]).toBeNaN();
      else expect(made.values[0]![i]).toBe(money[i]! / orders[i]!);
    }
  });

  it('take the place of what says the same', () => {
    const chosen = chooseFeatures(addOwnFeatures(table, own).table, { exclude: [] });
    const of = (id: string): FeatureDefinition => chosen.definitions.find((one) => one.id === id)!;
    expect(of('formula:twice').inUse).toBe(true);
    expect(of('attributes:income').off).toMatchObject({ reason: 'correlated', sameAs: 'formula:twice' });
  });

  it('are left out where they would foretell from itself what is learned', () => {
    const more = [...own, { id: 'formula:thrice', formula: 'twice * monetary' }];
    const choice = { exclude: ['income'], computed: more };
    const inUse = (learned: string[]): string[] =>
      chooseFeatures(addOwnFeatures(table, more).table, { ...choice, learned }).definitions.flatMap((one) =>
        one.inUse && one.formula !== undefined ? [one.id] : [],
      );
    expect(inUse([])).toContain('formula:twice');
    expect(inUse(['income'])).toEqual(['formula:per order', 'formula:richer']);
    expect(featureChoice({ ...choice, labels: { column: 'attributes:income' } }).learned).toEqual(['income']);
    expect(featureKey({ ...choice, learned: ['income'] })).not.toBe(featureKey(choice));
    expect(featureChoice({ exclude: [] })).not.toHaveProperty('learned');
  });

  it('that cannot be computed leave the others as they are', () => {
    const { table: made, failed } = addOwnFeatures(table, [...own, { id: 'formula:bad', formula: 'mony' }]);
    expect(failed.map(({ id }) => id)).toEqual(['formula:bad']);
    expect(made.definitions).toHaveLength(6);
  });

  it('are computed again for new customers as a run had them', () => {
    const { definitions } = chooseFeatures(addOwnFeatures(table, own).table, { exclude: [] });
    const rows = Int32Array.from([5, 9, 11]);
    const few: FeatureTable = {
      ...{ definitions: table.definitions, customers: rows },
      values: table.values.map((column) => Float64Array.from(rows, (row) => column[row]!)),
    };
    const replayed = replayOwnFeatures(few, definitions);
    expect(replayed.definitions[0]).toBe(definitions[0]);
    expect([...replayed.values[0]!]).toEqual(
      Array.from(rows, (row) => (orders[row] ? money[row]! / orders[row]! : NaN)),
    );
    const without = { ...few, definitions: few.definitions.slice(0, 2), values: few.values.slice(0, 2) };
    expect(() => replayOwnFeatures(without, definitions)).toThrow('formula_unknown_name');
    const unused = definitions.map((one) => (one.id === 'formula:twice' ? { ...one, inUse: false } : one));
    expect(replayOwnFeatures(without, unused).definitions.map(({ id }) => id)).not.toContain('formula:twice');
  });

  it('of orders are known as of an earlier day with what they are made of, those of tables are not', () => {
    const all = chooseFeatures(addOwnFeatures(table, own).table, { exclude: ['frequency'] }).definitions;
    const known = knowableDefinitions(
      all,
      ({ family }) => family === 'orders',
      ({ family, inUse }) => family === 'orders' && inUse,
    );
    expect(known.map(({ id }) => id)).toEqual(['formula:per order', 'formula:richer', 'monetary', 'frequency']);
  });
});
