/**
 * The window's own sentences, as templates for `fill`: a file per screen in `window/`. What the window shares with the
 * report is in `report.ts`.
 */
import type { Language } from '../domain.ts';
import type { AppError } from '../errors.ts';
import { errorSentence } from './errors.ts';
import { fill } from './sentence.ts';
import * as customers from './window/customers.ts';
import * as products from './window/products.ts';
import * as adjust from './window/adjust.ts';
import * as charts from './window/charts.ts';
import * as compare from './window/compare.ts';
import * as data from './window/data.ts';
import * as evaluate from './window/evaluate.ts';
import * as intake from './window/intake.ts';
import * as mapping from './window/mapping.ts';
import * as memory from './window/memory.ts';
import * as quality from './window/quality.ts';
import { fileErrors } from './window/file-errors.ts';
import * as features from './window/features.ts';
import * as importance from './window/importance.ts';
import * as ownFeatures from './window/own-features.ts';
import * as recipe from './window/recipe.ts';
import * as results from './window/results.ts';
import * as shell from './window/shell.ts';
import * as table from './window/table.ts';
import * as strategy from './window/strategy.ts';
import * as categories from './window/categories.ts';
import * as unusual from './window/unusual.ts';
import * as train from './window/train.ts';
import * as welcome from './window/welcome.ts';

const english = {
  ...shell.english,
  ...welcome.english,
  ...data.english,
  ...mapping.english,
  ...intake.english,
  ...memory.english,
  ...quality.english,
  ...table.english,
  ...features.english,
  ...unusual.english,
  ...categories.english,
  ...ownFeatures.english,
  ...importance.english,
  ...recipe.english,
  ...train.english,
  ...evaluate.english,
  ...results.english,
  ...customers.english,
  ...products.english,
  ...adjust.english,
  ...strategy.english,
  ...charts.english,
  ...compare.english,
};

/** Names of the window's templates. */
export type WindowKey = keyof typeof english;

const chinese: Record<WindowKey, string> = {
  ...shell.chinese,
  ...welcome.chinese,
  ...data.chinese,
  ...mapping.chinese,
  ...intake.chinese,
  ...memory.chinese,
  ...quality.chinese,
  ...table.chinese,
  ...features.chinese,
  ...unusual.chinese,
  ...categories.chinese,
  ...ownFeatures.chinese,
  ...importance.chinese,
  ...recipe.chinese,
  ...train.chinese,
  ...evaluate.chinese,
  ...results.chinese,
  ...customers.chinese,
  ...products.chinese,
  ...adjust.chinese,
  ...strategy.chinese,
  ...charts.chinese,
  ...compare.chinese,
};

export const windowText: Record<Language, Record<WindowKey, string>> = { en: english, 'zh-CN': chinese };

/** The sentence of an error in the window: what only a window can run into, and all that `errorSentence` knows. */
export function windowErrorSentence(error: Pick<AppError, 'code' | 'details'>, language: Language): string {
  const { reason } = error.details;
  if (reason === 'upload_failed') return fill(windowText[language].uploadFailed, { file: error.details.file ?? '' });
  const own = reason !== undefined && Object.hasOwn(fileErrors[language], reason) ? fileErrors[language][reason] : null;
  return own ? own(error.details) : errorSentence(error, language);
}
