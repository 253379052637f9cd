import type { RunReport } from '../../../shared/domain.ts';

export interface HeatColumn {
  feature: string;
  /** Standardised mean of each segment, in order of position. */
  means: number[];
}

/** Features in use that differ most between segments, widest first; those of a cycle cannot be read in a cell. */
export function heatColumns(report: Pick<RunReport, 'features' | 'segments'>, most: number): HeatColumn[] {
  return report.features
    .flatMap(({ id, inUse, unit }, f) => {
      if (!inUse || unit === 'cycle') return [];
      const means = report.segments.map(({ standardisedMeans }) => standardisedMeans[f] ?? NaN);
      return [{ feature: id, means, spread: Math.max(...means) - Math.min(...means) }];
    })
    .sort((a, b) => b.spread - a.spread)
    .slice(0, most)
    .map(({ feature, means }) => ({ feature, means }));
}
