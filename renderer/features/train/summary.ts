import type { RunSettings } from '../../../shared/domain.ts';
import { layersText } from '../../../shared/language/report.ts';
import type { Preferences } from '../../preferences.svelte.ts';

/** The advanced choices in a line. */
export function summary({ network, segments, seed, preset }: RunSettings, { t }: Pick<Preferences, 't'>): string {
  return t('advancedSummary', {
    network: network ? layersText(network) : t(preset === 'fast' ? 'networkUsual' : 'networkTuned'),
    segments: segments === 'auto' ? t('segmentsAuto') : t('segmentsOwn', { count: segments }),
    // A seed is a name, not a quantity: no thousands.
    seed: String(seed),
  });
}
