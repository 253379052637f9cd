/** The options that take what is done to the data from a file, and write it to one. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { RunReport, RunSettings } from '../../shared/domain.ts';
import { AppError } from '../../shared/errors.ts';
import { parseOwnFeature } from '../../shared/formula/resolve.ts';
import { sameRecipe } from '../../shared/quality.ts';
import { readRecipe, writeRecipe, type RecipeParts } from '../../shared/recipe.ts';
import { featureChoice } from '../../shared/settings.ts';
import type { Option, ParsedArguments } from './arguments.ts';
import type { Host } from './host.ts';

/** Features of a person's own, for all verbs that work with features. */
export const ownFeatureOption: Record<string, Option> = {
  feature: {
    value: '"NAME = FORMULA"',
    help: 'a feature of your own, such as "per item = monetary / itemsTotal"; may be given several times',
    repeatable: true,
  },
};

export const recipeOptions: Record<string, Option> = {
  recipe: { value: 'FILE', help: 'clean and treat the data by this recipe (default: as Clientele suggests)' },
  'save-recipe': { value: 'FILE', help: 'write what was done to the data as a recipe, to be given to --recipe' },
};

/** The recipe of a file; an AppError where it is none. */
export async function givenRecipe(args: ParsedArguments): Promise<RecipeParts | null> {
  const file = args.text('recipe');
  if (file === undefined) return null;
  let text: string;
  try {
    text = await readFile(resolve(file), 'utf8');
  } catch (error) {
    throw new AppError('not_found', { reason: 'missing_file', file: basename(file) }, { cause: error });
  }
  return readRecipe(text, basename(file));
}

/**
 * The own features of a recipe and of `--feature`; of two with the same name the last counts. Throws AppError for a
 * text that is none.
 */
export function ownFeatures(args: ParsedArguments, recipe: RecipeParts | null): Pick<RunSettings, 'computed'> {
  const all = [...(recipe?.choice.computed ?? []), ...args.all('feature').map(parseOwnFeature)];
  return all.length > 0 ? { computed: [...new Map(all.map((own) => [own.id, own])).values()] } : {};
}

/** The rules go to the data set, what is said of features to the run; what the command itself says stands above both. */
export async function applyRecipe(
  host: Host,
  datasetId: number,
  recipe: RecipeParts,
  settings: Pick<RunSettings, 'exclude' | 'include' | 'treatments'>,
): Promise<void> {
  const dataset = await host.client.request('dataset.get', { datasetId });
  if (recipe.rules && !sameRecipe(dataset.recipe, recipe.rules)) {
    await host.client.request('dataset.setRecipe', { datasetId, recipe: recipe.rules });
  }
  const { exclude, include, treatments } = featureChoice(recipe.choice);
  settings.exclude = [...new Set([...exclude, ...settings.exclude])];
  settings.include = include;
  settings.treatments = { ...treatments, ...settings.treatments };
}

/** What the run was made with; steps that were off in the recipe it was given stay in it. */
export async function saveRecipe(
  file: string,
  { dataset, settings }: RunReport,
  given: RecipeParts | null,
): Promise<void> {
  const rules = dataset.lines > 0 ? dataset.recipe : null;
  const text = writeRecipe({ rules, choice: featureChoice(settings), off: given?.off ?? [] });
  try {
    await writeFile(resolve(file), text);
  } catch (error) {
    throw new AppError('storage', { reason: 'write_failed', file: basename(file) }, { cause: error });
  }
}
