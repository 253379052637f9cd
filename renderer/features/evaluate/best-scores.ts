import type { MethodScore } from '../../../shared/domain.ts';

export interface Figures {
  separation: number | undefined;
  overlap: number | undefined;
  stability: number | undefined;
  foresight: number | undefined;
  accuracy: number | undefined;
  nmi: number | undefined;
  ari: number | undefined;
}

/** The measures of a method, the last three where labels are known; what was not measured, or is no number, is undefined. */
export function figuresOf({ common, stability, futureValue, external }: MethodScore): Figures {
  const known = (value: number | undefined): number | undefined =>
    value !== undefined && Number.isFinite(value) ? value : undefined;
  return {
    separation: known(common?.silhouette),
    overlap: known(common?.daviesBouldin),
    stability: known(stability?.mean),
    foresight: known(futureValue?.spend.mean),
    accuracy: known(external?.accuracy),
    nmi: known(external?.nmi),
    ari: known(external?.ari),
  };
}

/** The best figure of each measure: the highest, of overlap the lowest. */
export function bestFigures(board: readonly MethodScore[]): Figures {
  const all = board.map(figuresOf);
  const best = (key: keyof Figures, pick: (...values: number[]) => number): number | undefined => {
    const values = all.map((figures) => figures[key]).filter((value) => value !== undefined);
    return values.length > 0 ? pick(...values) : undefined;
  };
  return {
    separation: best('separation', Math.max),
    overlap: best('overlap', Math.min),
    stability: best('stability', Math.max),
    foresight: best('foresight', Math.max),
    accuracy: best('accuracy', Math.max),
    nmi: best('nmi', Math.max),
    ari: best('ari', Math.max),
  };
}
