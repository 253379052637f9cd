import { latentMethods, type RunSettings } from '../../../shared/domain.ts';
import type { Stage } from '../../../shared/language/jobs.ts';
import { layersText } from '../../../shared/language/report.ts';
import type { Preferences } from '../../preferences.svelte.ts';

/** The advanced choices in a line. */
export function summary(
  { network, trials, segments, seed, preset }: RunSettings,
  { t }: Pick<Preferences, 't'>,
): string {
  return t('advancedSummary', {
    network: network
      ? layersText(network)
      : t((trials ?? (preset === 'fast' ? 1 : 2)) > 1 ? 'networkTuned' : 'networkUsual'),
    segments: segments === 'auto' ? t('segmentsAuto') : t('segmentsOwn', { count: segments }),
    // A seed is a name, not a quantity: no thousands.
    seed: String(seed),
  });
}

/** Whether a run with these settings has a stage: without a deep method nothing is trained, without a map none drawn. */
export function takesPlace(stage: Stage, { methods, map }: Pick<RunSettings, 'methods' | 'map'>): boolean {
  if (stage === 'train') return methods.some((method) => latentMethods.includes(method));
  return stage !== 'map' || map !== 'none';
}
