import type { Language, SegmentKind } from '../../../shared/domain.ts';
import { kindTexts } from '../../../shared/language/segments.ts';
import type { StrategyFields } from '../../../shared/strategy-note.ts';
import { capitalise } from '../../ui/names.ts';

/** The fields of the suggested next step that are still empty in a note: what a person wrote is never replaced. */
export function suggestedFields(
  kind: SegmentKind,
  fields: StrategyFields,
  language: Language,
): Partial<StrategyFields> {
  const { objective, offer, channel, timing } = kindTexts[language][kind];
  return {
    ...(fields.objective.trim() === '' ? { objective } : {}),
    ...(fields.offer.trim() === '' ? { offer } : {}),
    ...(fields.channels.length === 0 ? { channels: channel.split(/\s*[,、，]\s*/).map(capitalise) } : {}),
    ...(fields.timing.trim() === '' ? { timing } : {}),
  };
}
