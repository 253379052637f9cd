/** Customers who were left out of the fit: the race runs without them, and its methods say afterwards where they belong. */
import { otherRows, type TreatedFeatures } from '../features/treat-features.ts';
import { toShared } from '../ml/shared-memory.ts';
import { takeCustomers, type MethodInput } from '../segmentation/fit-method.ts';
import { completeLabels } from '../segmentation/known-labels.ts';
import type { JobContext } from './job-context.ts';
import type { RaceEntry } from './race.ts';

export interface LeftOut {
  /** What the methods learn from. */
  learned: MethodInput;
  /** Gives the left-out customers their place in the outcome of every method that did not fail. */
  place: (entries: readonly RaceEntry[]) => Promise<void>;
}

/** Parts the customers; where nobody is left out, everybody is learned from and nobody is to be placed. */
export function partCustomers(
  input: MethodInput,
  unusual: TreatedFeatures['unusual'],
  { pool, cancel }: Pick<JobContext, 'pool' | 'cancel'>,
): LeftOut {
  if (unusual?.way !== 'leaveOut') return { learned: input, place: () => Promise.resolve() };
  const { rows: left } = unusual;
  const n = input.treated.nSamples;
  const kept = otherRows(n, left);
  const learned = takeCustomers(input, kept);
  const others = takeCustomers(input, left);
  const join = (ofKept: Int32Array, ofLeft: Int32Array): Int32Array => {
    const all = new Int32Array(n);
    kept.forEach((row, i) => (all[row] = ofKept[i]!));
    left.forEach((row, i) => (all[row] = ofLeft[i]!));
    return all;
  };
  return {
    learned: {
      ...learned,
      treated: toShared(learned.treated),
      raw: learned.raw ? toShared(learned.raw) : null,
    },
    place: async (entries) => {
      const good = entries.filter(({ outcome }) => outcome !== null);
      const fitted = good.map(({ outcome }) => outcome!.fitted);
      const predicted = await pool.run('predictCustomers', { fitted, input: others }, { cancel });
      good.forEach(({ outcome, score }, i) => {
        const own = outcome!;
        const isTold = own.fitted.classifier || own.fitted.tree;
        const said = isTold && others.labels ? completeLabels(others.labels, predicted[i]!) : predicted[i]!;
        own.labels = join(own.labels, said);
        own.judged = join(own.judged, predicted[i]!);
        // A rule that nobody else met may make a segment of its own.
        own.nSegments = own.labels.reduce((most, label) => Math.max(most, label + 1), own.nSegments);
        const sizes = new Array<number>(own.nSegments).fill(0);
        for (const label of own.labels) sizes[label]!++;
        score.sizes = sizes.sort((a, b) => b - a);
        score.nSegments = own.nSegments;
        if (own.overlap && own.overlap.length < own.nSegments) {
          const overlap = new Float64Array(own.nSegments).fill(NaN);
          overlap.set(own.overlap);
          own.overlap = overlap;
        }
      });
    },
  };
}
