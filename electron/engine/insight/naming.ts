/** Names of segments in marketers' language, by an explicit table and a globally best assignment. */
import { segmentKinds, type Distinction, type SegmentKind } from '../../../shared/domain.ts';
import type { Aspect, Standing } from './aspects.ts';
import { hungarian } from '../ml/metrics/hungarian.ts';

/** One line of the naming table: the standing a kind would ideally have, and what it cannot be without. */
export interface KindRule {
  /** Ideal standing (0 to 1) per aspect, and its weight in the distance. */
  ideal: Partial<Record<Aspect, readonly [standing: number, weight: number]>>;
  /** Bounds that a segment must keep to deserve the name. An aspect without a feature breaks its bounds. */
  needs: Partial<Record<Aspect, { atLeast?: number; atMost?: number }>>;
  /** A typical member ordered once. */
  once?: true;
  /** The one habit the name speaks of: the further beyond its bound in `needs`, the more the name deserves it. */
  striking?: Aspect;
}

/**
 * The naming table. A standing (see `superiority`) of 0.5 is like everybody; recency counts days of silence, so low is good. `lapsed` and
 * `atRisk` differ in what the customer was worth, `recent` and `promising` in how much has come already. Silence comes before habits:
 * who has been gone for long is not called by a striking habit.
 */
export const kindRules: Readonly<Record<HabitKind, KindRule>> = {
  champions: {
    ideal: { recency: [0.15, 1], frequency: [0.95, 1], monetary: [0.95, 1.5] },
    needs: { recency: { atMost: 0.5 }, frequency: { atLeast: 0.6 }, monetary: { atLeast: 0.6 } },
  },
  loyal: {
    ideal: { recency: [0.3, 1], frequency: [0.75, 1.5], monetary: [0.72, 1], tenure: [0.7, 0.7] },
    needs: { recency: { atMost: 0.58 }, frequency: { atLeast: 0.52 } },
  },
  promising: {
    ideal: { recency: [0.25, 1], frequency: [0.5, 1], monetary: [0.5, 1], tenure: [0.35, 0.7] },
    needs: { recency: { atMost: 0.45 }, frequency: { atMost: 0.68 } },
  },
  recent: {
    ideal: { recency: [0.2, 1], frequency: [0.28, 1], monetary: [0.3, 0.7], tenure: [0.12, 1.5] },
    needs: { recency: { atMost: 0.48 }, tenure: { atMost: 0.42 }, frequency: { atMost: 0.55 } },
  },
  bigSpenders: {
    ideal: { basket: [0.92, 2.5], monetary: [0.72, 1], frequency: [0.4, 1] },
    needs: {
      basket: { atLeast: 0.68 },
      monetary: { atLeast: 0.5 },
      frequency: { atMost: 0.68 },
      recency: { atMost: 0.62 },
    },
    striking: 'basket',
  },
  bargainHunters: {
    ideal: { discount: [0.9, 3], monetary: [0.45, 0.5], basket: [0.4, 0.5] },
    needs: { discount: { atLeast: 0.68 }, recency: { atMost: 0.7 } },
    striking: 'discount',
  },
  frequentSmall: {
    ideal: { frequency: [0.8, 1.5], basket: [0.15, 2], monetary: [0.55, 0.5] },
    needs: { frequency: { atLeast: 0.58 }, basket: { atMost: 0.42 }, recency: { atMost: 0.62 } },
    striking: 'basket',
  },
  explorers: {
    ideal: { variety: [0.85, 2.5], frequency: [0.5, 1], recency: [0.4, 0.5] },
    needs: { variety: { atLeast: 0.7 }, frequency: { atMost: 0.68 }, recency: { atMost: 0.65 } },
    striking: 'variety',
  },
  occasional: {
    ideal: { recency: [0.5, 1], frequency: [0.35, 1], monetary: [0.32, 1], tenure: [0.5, 0.5] },
    needs: { recency: { atLeast: 0.3, atMost: 0.62 }, frequency: { atMost: 0.52 } },
  },
  needsAttention: {
    ideal: { recency: [0.52, 1], frequency: [0.52, 1], monetary: [0.52, 1] },
    needs: { recency: { atLeast: 0.35, atMost: 0.68 } },
  },
  atRisk: {
    ideal: { recency: [0.75, 1.5], frequency: [0.58, 1], monetary: [0.6, 1] },
    needs: { recency: { atLeast: 0.52 }, monetary: { atLeast: 0.42 } },
  },
  oneTime: {
    ideal: { recency: [0.65, 1], frequency: [0.2, 1.5], monetary: [0.3, 0.7], tenure: [0.4, 0.5] },
    needs: { recency: { atLeast: 0.3 }, frequency: { atMost: 0.5 } },
    once: true,
  },
  lapsed: {
    ideal: { recency: [0.88, 1.5], frequency: [0.25, 1], monetary: [0.25, 1] },
    needs: { recency: { atLeast: 0.55 } },
  },
  manyReturns: {
    ideal: { returns: [0.92, 3], frequency: [0.5, 0.5] },
    needs: { returns: { atLeast: 0.72 }, recency: { atMost: 0.7 } },
    striking: 'returns',
  },
};

/** Kinds that are told from habits of buying. */
export type HabitKind = Exclude<SegmentKind, 'group'>;
const habitKinds = segmentKinds.filter((kind): kind is HabitKind => kind !== 'group');

/** Added to a name for a striking habit, per unit of standing beyond its bound. */
const strikingBonus = 0.5;
/** Difference, in standard deviations, from which a second feature is part of a group's name. */
const worthNaming = 0.75;
/** Taken off the fit of each repetition of a name, and of each broken bound. */
const repetitionPenalty = 0.12;
const brokenPenalty = 0.5;
/** The fit of a given kind: beyond what all other segments together could gain. */
const givenFit = 1000;

/**
 * How well a name fits: 1 minus the weighted mean distance between standing and ideal, over the aspects that are
 * known, minus 0.5 for each broken bound, plus 0.5 times how far a striking habit lies beyond its bound.
 * @param medianOrders orders of a typical member; NaN if the table does not count them.
 */
export function kindFit(kind: HabitKind, standing: Standing, medianOrders: number): number {
  const rule = kindRules[kind];
  let distance = 0;
  let weights = 0;
  for (const [aspect, [ideal, weight]] of Object.entries(rule.ideal) as [Aspect, readonly [number, number]][]) {
    const own = standing[aspect];
    if (own === undefined) continue;
    distance += weight * Math.abs(own - ideal);
    weights += weight;
  }
  let fit = weights > 0 ? 1 - distance / weights : 0;
  for (const [aspect, { atLeast = 0, atMost = 1 }] of Object.entries(rule.needs) as [
    Aspect,
    { atLeast?: number; atMost?: number },
  ][]) {
    const own = standing[aspect];
    if (own === undefined || own < atLeast || own > atMost) fit -= brokenPenalty;
  }
  if (rule.once && !(medianOrders <= 1)) fit -= brokenPenalty;
  const own = rule.striking && standing[rule.striking];
  if (rule.striking && own !== undefined) {
    const { atLeast = Infinity, atMost = -Infinity } = rule.needs[rule.striking]!;
    fit += strikingBonus * Math.max(0, own - atLeast, atMost - own);
  }
  return fit;
}

/**
 * A kind for every segment, so that the sum of fits is greatest. Every kind may be given again, each time 0.12 worse:
 * distinct segments get distinct names where some name deserves it, and a wrong name is never given for variety.
 * @param given kinds that stay as they are, null where one is to be chosen; default: all are chosen.
 */
export function nameSegments(
  standings: readonly Standing[],
  medianOrders: readonly number[],
  given: readonly (SegmentKind | null)[] = [],
): HabitKind[] {
  const copies = standings.length;
  const cost = standings.map((standing, segment) =>
    habitKinds.flatMap((kind) => {
      const fit = kind === given[segment] ? givenFit : kindFit(kind, standing, medianOrders[segment]!);
      return Array.from({ length: copies }, (_, copy) => copy * repetitionPenalty - fit);
    }),
  );
  return hungarian(cost).map((column) => habitKinds[Math.floor(column / copies)]!);
}

/**
 * What tells segments of one kind apart: for each the feature in which it differs most from the others of its kind
 * (by standardised means), high or low; no two of a kind share both feature and direction. Groups, which have no other
 * name, get a second feature where there is one that sets them apart clearly.
 * @param means means[segment][feature], standardised.
 * @param features ids a name may speak of, in the order of the columns of `means`; null ones are passed over.
 */
export function distinguish(
  kinds: readonly SegmentKind[],
  means: readonly (readonly number[])[],
  features: readonly (string | null)[],
): (Distinction | null)[] {
  const distinctions: (Distinction | null)[] = kinds.map(() => null);
  for (const kind of new Set(kinds)) {
    const group = kinds.flatMap((own, segment) => (own === kind ? [segment] : []));
    if (group.length < 2) continue;
    const taken = new Set<string>();
    for (const segment of group) {
      const others = group.filter((other) => other !== segment);
      const ranked = features
        .flatMap((feature, f) => {
          if (feature === null) return [];
          const rest = others.reduce((sum, other) => sum + means[other]![f]!, 0) / others.length;
          return [{ feature, difference: means[segment]![f]! - rest }];
        })
        .filter(({ difference }) => Number.isFinite(difference) && difference !== 0)
        .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
      const choice = ranked.find(({ feature, difference }) => !taken.has(`${feature} ${difference > 0}`));
      if (!choice) continue;
      taken.add(`${choice.feature} ${choice.difference > 0}`);
      distinctions[segment] = { feature: choice.feature, high: choice.difference > 0 };
      if (kind !== 'group') continue;
      const [stem] = choice.feature.split('=');
      const also = ranked.find(
        ({ feature, difference }) => feature.split('=')[0] !== stem && Math.abs(difference) >= worthNaming,
      );
      if (also) distinctions[segment].also = { feature: also.feature, high: also.difference > 0 };
    }
  }
  return distinctions;
}
