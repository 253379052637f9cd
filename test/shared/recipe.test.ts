import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { cleaningRules } from '../../shared/orders.ts';
import { featureKey } from '../../shared/settings.ts';
import { readRecipe, recipeParts, recipeSteps, withStep, writeRecipe, type RecipeParts } from '../../shared/recipe.ts';

const rules = {
  version: 1 as const,
  rules: cleaningRules.map((rule) => ({ rule, enabled: rule !== 'return' })),
};
const parts: RecipeParts = {
  rules,
  choice: {
    exclude: ['country', 'attributes:age'],
    include: ['hourSin'],
    treatments: { monetary: { winsorise: { fence: 3 }, transform: 'quantile' }, '*': { scale: 'robust' } },
  },
  off: [{ kind: 'treat', feature: 'recency', treatment: { missing: { constant: 7 } }, on: false }],
};

describe('a recipe', () => {
  it('lists rules in their order, then decisions about features, with those that are off', () => {
    const steps = recipeSteps(parts);
    expect(steps.slice(0, cleaningRules.length).map((step) => step.kind === 'clean' && [step.rule, step.on])).toEqual(
      cleaningRules.map((rule) => [rule, rule !== 'return']),
    );
    expect(
      steps.slice(cleaningRules.length).map((step) => [step.kind, step.kind !== 'clean' && step.feature, step.on]),
    ).toEqual([
      ['treat', '*', true],
      ['leaveOut', 'attributes:age', true],
      ['leaveOut', 'country', true],
      ['use', 'hourSin', true],
      ['treat', 'monetary', true],
      ['treat', 'recency', false],
    ]);
  });

  it('comes back from a file as it was, and again as the same file', () => {
    const text = writeRecipe(parts);
    const read = readRecipe(text, 'shop.recipe.json');
    expect(writeRecipe(read)).toBe(text);
    expect(read.rules).toEqual(rules);
    expect(new Set(read.choice.exclude)).toEqual(new Set(parts.choice.exclude));
    expect(read.choice.treatments).toEqual(parts.choice.treatments);
    expect(read.off).toEqual(parts.off);
  });

  it('has a step switched off and on again, or taken away', () => {
    const step = recipeSteps(parts).find((one) => one.kind === 'treat' && one.feature === 'monetary')!;
    const off = withStep(parts, step, 'off');
    expect(off.choice.treatments).toEqual({ '*': { scale: 'robust' } });
    expect(off.off).toHaveLength(2);
    expect(writeRecipe(withStep(off, step, 'on'))).toBe(writeRecipe(parts));
    expect(recipeSteps(withStep(off, step, 'gone'))).toHaveLength(recipeSteps(parts).length - 1);
    // What is decided anew takes the place of what was switched off.
    const anew = { ...off, choice: { ...off.choice, treatments: { monetary: { transform: 'log1p' as const } } } };
    expect(recipeSteps(anew).filter((one) => one.kind === 'treat' && one.feature === 'monetary')).toHaveLength(1);
    expect(withStep({ ...parts, rules: null }, step, 'off').rules).toBeNull();
  });

  it('holds own features, before what is decided about them', () => {
    const own = { id: 'formula:per order', formula: 'monetary / frequency' };
    const treatments = { [own.id]: { transform: 'none' as const } };
    const made: RecipeParts = { rules: null, choice: { exclude: [own.id], treatments, computed: [own] }, off: [] };
    const steps = recipeSteps(made);
    expect(steps.map(({ kind }) => kind)).toEqual(['compute', 'leaveOut', 'treat']);
    expect(readRecipe(writeRecipe(made), 'own.json').choice.computed).toEqual([own]);
    const off = withStep(made, steps[0]!, 'off');
    expect(off.choice.computed).toEqual([]);
    expect(off.off).toEqual([{ kind: 'compute', feature: own.id, formula: own.formula, on: false }]);
    expect(writeRecipe(withStep(off, steps[0]!, 'on'))).toBe(writeRecipe(made));
    expect(withStep(made, steps[0]!, 'gone').choice.computed).toEqual([]);
    // Other formulas make another run.
    const keys = ['monetary / frequency', 'monetary'].map((formula) =>
      featureKey({ exclude: [], computed: [{ id: own.id, formula }] }),
    );
    expect(new Set([...keys, featureKey({ exclude: [] })]).size).toBe(3);
    expect(featureKey({ exclude: [], computed: [] })).toBe(featureKey({ exclude: [] }));
  });

  it('holds all rules, also those that a file does not name', () => {
    expect(recipeParts([{ kind: 'clean', rule: 'return', on: false }]).rules).toEqual(rules);
  });

  it.each([
    [
      '{"clientele":"recipe","version":1,"steps":[{"kind":"compute","feature":"monetary","formula":"1"}]}',
      { reason: 'bad_step', step: 1 },
    ],
    ['{', { reason: 'no_recipe' }],
    ['{"rules": []}', { reason: 'no_recipe' }],
    ['{"clientele":"recipe","version":2,"steps":[]}', { reason: 'no_recipe' }],
    ['{"clientele":"recipe","version":1,"steps":[{"kind":"clean","rule":"nothing"}]}', { reason: 'bad_step', step: 1 }],
    [
      '{"clientele":"recipe","version":1,"steps":[{"kind":"use","feature":"a"},{"kind":"treat","feature":"a","treatment":{"winsorise":{"lower":0.9,"upper":0.1}}}]}',
      { reason: 'bad_step', step: 2 },
    ],
  ])('is refused with the place of what is wrong: %s', (text, details) => {
    try {
      readRecipe(text, 'bad.json');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).details).toEqual({ file: 'bad.json', ...details });
    }
  });
});
