/** What the number of segments is chosen by, as its picture shows it. */
import type { CountCriterion } from '../charts/segment-count-option.ts';
import type { Language, SegmentCountScore } from '../domain.ts';
import { reportTexts } from './report.ts';
import { formatCount, formatMeasure } from './sentence.ts';

export function countCriteria(scores: readonly SegmentCountScore[], language: Language): CountCriterion[] {
  const t = reportTexts[language];
  return [
    { name: t.stability, values: scores.map(({ stability }) => stability.mean), say: formatMeasure },
    { name: t.separation, values: scores.map(({ silhouette }) => silhouette), say: formatMeasure },
    {
      name: t.overlap,
      values: scores.map(({ daviesBouldin }) => daviesBouldin),
      lowerIsBetter: true,
      say: formatMeasure,
    },
    { name: t.compactness, values: scores.map(({ calinskiHarabasz }) => calinskiHarabasz), say: formatCount },
  ];
}
