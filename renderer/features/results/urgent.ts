import type { SegmentKind, SegmentProfile } from '../../../shared/domain.ts';

/** Kinds worth acting on first, most urgent first. */
const urgent: readonly SegmentKind[] = ['atRisk', 'needsAttention', 'promising', 'recent', 'bigSpenders'];

/** Share of revenue from which a segment is worth a campaign. */
const worthwhile = 0.03;

/** Position of the segment to begin with: the most urgent one that brings a part of the revenue worth a campaign. */
export function mostUrgent(segments: readonly Pick<SegmentProfile, 'kind' | 'revenueShare'>[]): number {
  const candidates = urgent.flatMap((kind) =>
    segments.flatMap((segment, position) => (segment.kind === kind ? [{ position, segment }] : [])),
  );
  const best = candidates.find(({ segment }) => segment.revenueShare >= worthwhile) ?? candidates[0];
  return best?.position ?? 0;
}
