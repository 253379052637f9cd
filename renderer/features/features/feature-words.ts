/** What was done to a feature, and why one is off, in words. */
import type { FeatureDefinition, Treatment } from '../../../shared/domain.ts';
import { featureText } from '../../../shared/language/features.ts';
import { formatMeasure } from '../../../shared/language/sentence.ts';
import type { Preferences } from '../../preferences.svelte.ts';

type Words = Pick<Preferences, 'language' | 'r'>;

const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

/** `gaps take the median, log, standard scale`. */
export function treatmentText({ missing, winsorise, transform, scale }: Treatment, { language, r }: Words): string {
  const steps = [
    r(missing === 'median' ? 'treatmentMedian' : 'treatmentZero'),
    winsorise ? r('treatmentHeld', { low: percent(winsorise.lower), high: percent(winsorise.upper) }) : null,
    transform === 'none' ? null : r(transform === 'log1p' ? 'treatmentLog' : 'treatmentSqrt'),
    scale === 'none' ? null : r(scale === 'standard' ? 'treatmentStandard' : 'treatmentMinmax'),
  ];
  return steps.filter((step) => step !== null).join(language === 'en' ? ', ' : '，');
}

/** Why a feature is not in use. */
export function offReason({ off }: FeatureDefinition, { language, r }: Words): string {
  switch (off?.reason) {
    case undefined:
      return r('offChosen');
    case 'constant':
      return r('offConstant');
    case 'reading_only':
      return r('offReading');
    case 'correlated':
      return r('offCorrelated', {
        feature: off.sameAs === undefined ? '–' : featureText(off.sameAs, language).label,
        correlation: formatMeasure(off.correlation),
      });
  }
}
