/**
 * The recipe of a data set: the ordered list of what is done to its data, each step with a switch. The cleaning rules
 * come first, then own features and what a person decided about features; what is as Clientele suggests needs no step. The workspace
 * keeps it in its parts, a file as a list of steps, which is applied to other data unchanged.
 */
import { recipeFile } from './contract.ts';
import type { FeatureChoice, OwnFeature, TreatmentChange } from './domain.ts';
import { AppError } from './errors.ts';
import { cleaningRules, type CleaningRule, type Recipe } from './orders.ts';
import { featureChoice } from './settings.ts';

export interface CleanStep {
  kind: 'clean';
  rule: CleaningRule;
  on: boolean;
}
export type FeatureStep =
  | { kind: 'compute'; feature: string; formula: string; on: boolean }
  | { kind: 'leaveOut'; feature: string; on: boolean }
  | { kind: 'use'; feature: string; on: boolean }
  | { kind: 'treat'; feature: string; treatment: TreatmentChange; on: boolean };
export type RecipeStep = CleanStep | FeatureStep;

export interface RecipeFile {
  clientele: 'recipe';
  version: 1;
  steps: RecipeStep[];
}

/** A recipe in the parts that the workspace keeps. */
export interface RecipeParts {
  /** Null where there are no order lines to clean. */
  rules: Recipe | null;
  choice: FeatureChoice;
  /** Steps about features that are switched off, and remembered. */
  off: readonly FeatureStep[];
}

/** The steps in their order: cleaning rules as they are applied, then features by their ids. */
export function recipeSteps({ rules, choice, off }: RecipeParts): RecipeStep[] {
  const { exclude, include, treatments, computed } = featureChoice(choice);
  const about: FeatureStep[] = [
    ...computed.map(({ id, formula }) => ({ kind: 'compute', feature: id, formula, on: true }) as const),
    ...exclude.map((feature) => ({ kind: 'leaveOut', feature, on: true }) as const),
    ...include.map((feature) => ({ kind: 'use', feature, on: true }) as const),
    ...Object.entries(treatments).map(
      ([feature, treatment]) => ({ kind: 'treat', feature, treatment, on: true }) as const,
    ),
  ];
  // What was decided anew about a feature takes the place of what was switched off.
  const isDecided = (step: FeatureStep): boolean => about.some((other) => placeOf(other) === placeOf(step));
  const all = [...about, ...off.filter((step) => !isDecided(step))].map((step) => ({ step, place: placeOf(step) }));
  all.sort((a, b) => (a.place < b.place ? -1 : 1));
  const clean = (rules?.rules ?? []).map(({ rule, enabled }): CleanStep => ({ kind: 'clean', rule, on: enabled }));
  return [...clean, ...all.map(({ step }) => step)];
}

/** The parts of a list of steps; rules that it does not name are on. */
export function recipeParts(steps: readonly RecipeStep[]): RecipeParts & { rules: Recipe } {
  const rules = cleaningRules.map((rule) => ({
    rule,
    enabled: steps.findLast((step) => step.kind === 'clean' && step.rule === rule)?.on ?? true,
  }));
  const exclude: string[] = [];
  const include: string[] = [];
  const treatments: Record<string, TreatmentChange> = {};
  const computed = new Map<string, OwnFeature>();
  const off: FeatureStep[] = [];
  for (const step of steps) {
    if (step.kind === 'clean') continue;
    if (!step.on) off.push(step);
    else if (step.kind === 'compute') computed.set(step.feature, { id: step.feature, formula: step.formula });
    else if (step.kind === 'leaveOut') exclude.push(step.feature);
    else if (step.kind === 'use') include.push(step.feature);
    else treatments[step.feature] = { ...treatments[step.feature], ...step.treatment };
  }
  return {
    rules: { version: 1, rules },
    choice: { exclude, include, treatments, computed: [...computed.values()] },
    off,
  };
}

/** One step for each of these, so that a list can be keyed by it. */
export function placeOf(step: RecipeStep): string {
  return step.kind === 'clean' ? `clean ${step.rule}` : `${step.feature} ${step.kind}`;
}

/** The same parts with one step switched, or taken away. */
export function withStep(parts: RecipeParts, step: RecipeStep, to: 'on' | 'off' | 'gone'): RecipeParts {
  const steps = recipeSteps(parts).flatMap((one) => {
    if (placeOf(one) !== placeOf(step)) return [one];
    return to === 'gone' ? [] : [{ ...one, on: to === 'on' }];
  });
  const next = recipeParts(steps);
  return parts.rules === null ? { ...next, rules: null } : next;
}

/** A recipe as the text of a file. */
export function writeRecipe(parts: RecipeParts): string {
  const file: RecipeFile = { clientele: 'recipe', version: 1, steps: recipeSteps(parts) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads such a text.
 * @param name of its file, for the message.
 * @throws AppError invalid_input (`no_recipe`) where it is none, (`bad_step`) with the number of a step that is unknown.
 */
export function readRecipe(text: string, name: string): RecipeParts & { rules: Recipe } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new AppError('invalid_input', { reason: 'no_recipe', file: name });
  }
  const found = recipeFile.safeParse(content);
  if (found.success) return recipeParts(found.data.steps);
  const [at, step] = found.error.issues[0]!.path;
  if (at === 'steps' && typeof step === 'number') {
    throw new AppError('invalid_input', { reason: 'bad_step', file: name, step: step + 1 });
  }
  throw new AppError('invalid_input', { reason: 'no_recipe', file: name });
}
