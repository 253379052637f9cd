/** A step of the recipe as a sentence, and what it does as a figure. */
import { everybody } from '../../../shared/domain.ts';
import type { FeatureOverview } from '../../../shared/feature-overview.ts';
import { treatedText, treatmentPhrases } from '../../../shared/language/treatments.ts';
import type { DataQuality } from '../../../shared/quality.ts';
import { touchedBy } from '../../../shared/quality.ts';
import type { FeatureStep, RecipeStep } from '../../../shared/recipe.ts';
import type { Preferences } from '../../preferences.svelte.ts';
import { ruleWords } from '../data/findings.ts';

type Words = Pick<Preferences, 'language' | 't'>;

/** `Returns and credit notes`, `Treat Money spent: log`. */
export function stepText(step: RecipeStep, { language, t }: Words): string {
  if (step.kind === 'clean') return t(ruleWords[step.rule].name);
  const feature = treatedText(step.feature, language);
  if (step.kind === 'compute') return t('recipeCompute', { feature, formula: step.formula });
  if (step.kind === 'leaveOut') return t('recipeLeaveOut', { feature });
  if (step.kind === 'use') return t('recipeUse', { feature });
  const parts = treatmentPhrases(step.treatment, language).join(language === 'en' ? ', ' : '，');
  return t('recipeTreat', { feature, parts });
}

/** What it does, as far as is known by now; empty where that is nothing or not known. */
export function stepEffect(
  step: RecipeStep,
  { quality, overview }: { quality: DataQuality | null; overview: FeatureOverview | null },
  { t }: Words,
): string {
  if (!step.on) return t('recipeOff');
  if (step.kind === 'clean') return quality ? t('recipeLines', { count: touchedBy(quality, step.rule) }) : '';
  if (step.kind === 'leaveOut') return t('recipeColumnOf');
  if (step.kind === 'compute') return computedEffect(step, overview, t);
  if (step.kind === 'use') return t('recipeColumnIn');
  return treatmentEffect(step, overview, t);
}

function computedEffect(
  { feature }: Extract<FeatureStep, { kind: 'compute' }>,
  overview: FeatureOverview | null,
  t: Words['t'],
): string {
  if (overview?.failed.some(({ id }) => id === feature)) return t('recipeNotComputed');
  const found = overview?.features.find(({ definition }) => definition.id === feature);
  if (!found) return '';
  return found.missing > 0
    ? t('recipeComputedSome', { count: found.count, missing: found.missing })
    : t('recipeComputed', { count: found.count });
}

function treatmentEffect(
  { feature, treatment }: Extract<FeatureStep, { kind: 'treat' }>,
  overview: FeatureOverview | null,
  t: Words['t'],
): string {
  if (feature === everybody)
    return overview?.unusual ? t('recipeCustomers', { count: overview.unusual.customers }) : '';
  const features = overview?.features.filter(({ definition }) => feature === '*' || definition.id === feature) ?? [];
  const sum = (of: 'missing' | 'held' | 'count'): number => features.reduce((all, one) => all + one[of], 0);
  if (features.length === 0) return '';
  if (treatment.transform !== undefined || treatment.scale !== undefined) {
    return t('recipeReshaped', { count: sum('count') });
  }
  if (treatment.winsorise !== undefined) return t('recipeHeld', { count: sum('held') });
  return t('recipeFilled', { count: sum('missing') });
}
