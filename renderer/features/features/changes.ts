/** What a change of the choice did, as figures. */
import type { FeatureOverview } from '../../../shared/feature-overview.ts';
import { leadingDirections } from './directions.ts';

export interface Change {
  used: number;
  usedBefore: number;
  all: number;
  /** How many directions are spoken of, and what they hold now and before. */
  directions: number;
  share: number;
  shareBefore: number;
  /** Features that came in or went out although nobody switched them. */
  cameIn: string[];
  wentOut: string[];
}

/**
 * Compares two answers about the same data.
 * @param switched ids that a person has decided about, which need no mention.
 */
export function changeBetween(before: FeatureOverview, now: FeatureOverview, switched: ReadonlySet<string>): Change {
  const inUse = ({ features }: FeatureOverview): string[] =>
    features.filter(({ definition }) => definition.inUse).map(({ definition }) => definition.id);
  const [usedBefore, used] = [inUse(before), inUse(now)];
  const { count } = leadingDirections(now.pca.explainedVarianceRatio);
  const held = ({ pca }: FeatureOverview): number => heldBy(pca.explainedVarianceRatio, count);
  const others = (ids: string[], known: string[]): string[] =>
    ids.filter((id) => !known.includes(id) && !switched.has(id));
  return {
    used: used.length,
    usedBefore: usedBefore.length,
    all: now.features.length,
    directions: count,
    share: held(now),
    shareBefore: held(before),
    cameIn: others(used, usedBefore),
    wentOut: others(usedBefore, used),
  };
}

/** Share of the variance that the first components hold. */
export function heldBy(ratios: readonly number[], count: number): number {
  return ratios.slice(0, count).reduce((sum, ratio) => sum + ratio, 0);
}
