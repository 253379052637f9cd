import type { LabelName, SegmentProfile } from '../../../shared/domain.ts';

/**
 * Segments that were made from known labels are called after them.
 * @param order position among `profiles` of each label, -1 for one without customers
 * @param names by label
 */
export function callAfterLabels(
  profiles: readonly SegmentProfile[],
  order: Int32Array,
  names: readonly LabelName[],
): SegmentProfile[] {
  return profiles.map((profile, position) => ({ ...profile, ...names[order.indexOf(position)] }));
}
