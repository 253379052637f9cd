import type { SegmentSilhouette, SilhouettePlot } from '../../../shared/evaluation.ts';

/** The segment whose customers fit worst, and the one they fit best; null where there are fewer than two. */
export function fitFinding(
  plot: SilhouettePlot | null,
): { loosest: SegmentSilhouette; clearest: SegmentSilhouette } | null {
  if (!plot || plot.segments.length < 2) return null;
  const byMean = [...plot.segments].sort((a, b) => a.mean - b.mean);
  return { loosest: byMean[0]!, clearest: byMean.at(-1)! };
}

/** What the map shows, as positions: who stands apart, and who runs into whom. */
export function mapFinding(plot: SilhouettePlot | null): { apart: number; loose: number; neighbour: number } | null {
  const found = fitFinding(plot);
  if (!found) return null;
  const { loosest, clearest } = found;
  return { apart: clearest.position, loose: loosest.position, neighbour: loosest.neighbour };
}
