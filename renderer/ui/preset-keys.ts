import type { Preset } from '../../shared/domain.ts';
import type { ReportKey } from '../../shared/language/report.ts';

/** Names of the presets, as the report has them. */
export const presetKeys: Record<Preset, ReportKey> = {
  fast: 'presetFast',
  balanced: 'presetBalanced',
  deep: 'presetDeep',
};
