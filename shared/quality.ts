/**
 * What was found in the lines of a data set, and what each cleaning rule would do to them. The census is small and
 * complete: from it every choice of rules can be judged at once, without reading a line again.
 */
import type { ConsentCounts } from './consent.ts';
import { cleaningRules, completeRecipe, type CleaningCount, type CleaningRule, type Recipe } from './orders.ts';

export interface DataQuality {
  /** Counts of earlier versions were made with fewer rules: they are made anew. */
  version: 3;
  /** Lines by the set of rules that touch them: bit i of the position stands for `cleaningRules[i]`. */
  linesByRules: number[];
  /** Customers by the sets of rules that their lines have, each a position in `linesByRules`. */
  customersByRules: [sets: number[], customers: number][];
  /** Orders and lines of each month from the first to the last, months without any included. */
  months: { firstMonth: { year: number; month: number }; orders: number[]; lines: number[] };
  /** Stretches of days without any order that are unusually long, longest first; seconds since 1970 of both ends. */
  gaps: { from: number; to: number; days: number }[];
  gapCount: number;
  /** Lines dated after the day of reading, and lines more than ten years before the middle one. */
  futureLines: number;
  ancientLines: number;
  /** Lines of each hour of the day by the clock of the file; null where most have no time of day. */
  hours: number[] | null;
  /** Lines far beyond all others: more than ten times the quantity, or price, that 99.9 % of lines stay below. */
  outliers: { quantity: Outliers | null; price: Outliers | null };
  /** Who agreed to be written to; absent where no file says it. */
  consent?: ConsentCounts;
}

export interface Outliers {
  lines: number;
  low: number;
  high: number;
  /** The size that was too much. */
  beyond: number;
}

/** Lines of these rules still count as orders and money. */
const marksOnly: ReadonlySet<CleaningRule> = new Set(['nonProduct']);

/** Bits of the enabled rules; `dropping` leaves out those that only mark. */
function maskOf(recipe: Recipe, dropping: boolean): number {
  return recipe.rules.reduce(
    (mask, { rule, enabled }) =>
      enabled && !(dropping && marksOnly.has(rule)) ? mask | (1 << cleaningRules.indexOf(rule)) : mask,
    0,
  );
}

/** What a recipe does, as `cleanOrders` would count it: each line belongs to the first enabled rule that touches it. */
export function cleaningOf(
  quality: DataQuality,
  recipe: Recipe,
): { counts: CleaningCount[]; keptLines: number; keptCustomers: number } {
  const counts = recipe.rules.map(({ rule, enabled }) => ({ rule, enabled, lines: 0 }));
  const enabled = maskOf(recipe, false);
  const dropping = maskOf(recipe, true);
  let keptLines = 0;
  quality.linesByRules.forEach((lines, set) => {
    if ((set & dropping) === 0) keptLines += lines;
    if ((set & enabled) === 0) return;
    const first = counts.find((count) => count.enabled && (set & (1 << cleaningRules.indexOf(count.rule))) !== 0);
    if (first) first.lines += lines;
  });
  // A line that a rule before `nonProduct` dropped is dropped; one that only `nonProduct` touches is kept.
  let keptCustomers = 0;
  for (const [sets, customers] of quality.customersByRules) {
    if (sets.some((set) => (set & dropping) === 0)) keptCustomers += customers;
  }
  return { counts, keptLines, keptCustomers };
}

/** Lines that a rule touches, whatever the others do. */
export function touchedBy(quality: DataQuality, rule: CleaningRule): number {
  const bit = 1 << cleaningRules.indexOf(rule);
  return quality.linesByRules.reduce((sum, lines, set) => ((set & bit) !== 0 ? sum + lines : sum), 0);
}

/** The recipe with one rule switched. */
export function withRule(recipe: Recipe, rule: CleaningRule, enabled: boolean): Recipe {
  return { version: 1, rules: recipe.rules.map((one) => (one.rule === rule ? { rule, enabled } : one)) };
}

/** Whether two recipes do the same. */
export function sameRecipe(one: Recipe, other: Recipe): boolean {
  const others = completeRecipe(other).rules;
  return completeRecipe(one).rules.every(({ enabled }, i) => others[i]!.enabled === enabled);
}
