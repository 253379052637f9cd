/** What is done to a feature, and why one is off, in a few words. */
import type { Treatment } from '../../../shared/domain.ts';
import type { FeatureSummary } from '../../../shared/feature-overview.ts';
import { featureText } from '../../../shared/language/features.ts';
import type { WindowKey } from '../../../shared/language/window.ts';
import type { Preferences } from '../../preferences.svelte.ts';

const shortOf = {
  log1p: 'logShort',
  sqrt: 'rootShort',
  yeoJohnson: 'powerShort',
  quantile: 'ranksShort',
} as const satisfies Record<Exclude<Treatment['transform'], 'none'>, WindowKey>;

type Words = Pick<Preferences, 'language' | 't'>;

/** `Log, scaled`. */
export function treatmentInShort({ transform, scale }: Treatment, { language, t }: Words): string {
  const steps = [
    transform === 'none' ? null : t(shortOf[transform]),
    scale === 'none' ? null : t('scaledShort'),
  ].filter((step) => step !== null);
  if (steps.length === 0) return t('asItIs');
  const text = steps.join(language === 'en' ? ', ' : '，');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why a feature is not in use. */
export function offReason({ definition: { off }, varies }: FeatureSummary, { language, t }: Words): string {
  switch (off?.reason) {
    case undefined:
      return t('byYou');
    case 'constant':
      return t(varies ? 'nearlySame' : 'neverVaries');
    case 'reading_only':
      return t('readingOnly');
    case 'optional':
      return t('onlyIfWanted');
    case 'correlated':
      return t('saysSame', { feature: off.sameAs === undefined ? '–' : featureText(off.sameAs, language).label });
  }
}
