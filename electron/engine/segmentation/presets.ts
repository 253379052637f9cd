/** What "Fast", "Balanced" and "Deep" mean, in figures. */
import type { Preset } from '../../../shared/domain.ts';

export interface PresetPlan {
  /** Most epochs of the final network; early stopping may end it after `patience` epochs without gain. */
  epochs: number;
  patience: number;
  /** Starts of K-Means per number of segments. */
  nInit: number;
  /** Bootstrap repetitions of the clustering for every number of segments. */
  clusteringRounds: number;
  /** Repetitions of a whole method, network included, at the chosen number of segments. */
  methodRounds: number;
  /** Whether structures and latent sizes are tried before the final training. */
  tunes: boolean;
}

export const presetPlans: Record<Preset, PresetPlan> = {
  fast: { epochs: 30, patience: 30, nInit: 10, clusteringRounds: 4, methodRounds: 4, tunes: false },
  balanced: { epochs: 40, patience: 30, nInit: 10, clusteringRounds: 5, methodRounds: 5, tunes: true },
  deep: { epochs: 200, patience: 40, nInit: 20, clusteringRounds: 12, methodRounds: 12, tunes: true },
};

/** Numbers of segments that are compared. */
export const segmentCounts = { low: 2, high: 12 } as const;
/** Numbers of segments that are recommended: two help nobody, and nobody writes nine strategies. */
export const recommendedCounts = { low: 3, high: 8 } as const;
/** Fewer customers than this are not segmented: no figure about them would hold. */
export const fewestCustomers = 20;
/** Customers a bootstrap repetition works on at most; agreement does not get surer beyond. */
export const bootstrapSample = 5000;
/** Customers up to which silhouettes use everybody while the number of segments is being chosen. */
export const countSilhouetteSample = 10_000;

/** The candidates for n customers: 2 to 12, as long as a segment could hold five customers, and the user's own number. */
export function candidateCounts(nCustomers: number, chosen: 'auto' | number): number[] {
  const high = Math.min(segmentCounts.high, Math.floor(nCustomers / 5));
  const counts = Array.from({ length: Math.max(0, high - segmentCounts.low + 1) }, (_, i) => segmentCounts.low + i);
  if (chosen !== 'auto' && !counts.includes(chosen)) counts.push(chosen);
  return counts.sort((a, b) => a - b);
}
