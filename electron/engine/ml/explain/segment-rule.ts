/** A readable rule of thumb for a segment: a few intervals that together find most of its members and few others. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context } from '../types.ts';
import { binColumn, type BinnedColumn } from './binned-column.ts';
import { roundest } from './readable-threshold.ts';

export interface SegmentRuleParams {
  /** Conditions at most. Default 3. */
  maxConditions?: number;
  /** What a further condition, or a bound, must add to F1 to be worth reading. Default 0.01. */
  minGain?: number;
  /** What readable thresholds may cost in F1. Default 0.003. */
  roundingLoss?: number;
}

/** Matches rows with low <= value < high; null is open. Rows without a value match no condition on that column. */
export interface ColumnInterval {
  column: number;
  low: number | null;
  high: number | null;
}

export interface SegmentRuleFit {
  conditions: ColumnInterval[];
  /** Share of the matching rows that are members. */
  precision: number;
  /** Share of the members that match. */
  coverage: number;
}

export const segmentRuleDefaults = { maxConditions: 3, minGain: 0.01, roundingLoss: 0.003 } as const;

/** An interval of bins [from, to) of a column. */
interface BinInterval {
  column: number;
  from: number;
  to: number;
}

interface Search {
  columns: BinnedColumn[];
  isMember: Uint8Array;
  nMembers: number;
  ctx: Context;
}

/** Rules that are kept for a further condition. */
const beamWidth = 3;
/** The search works on this many bins per column at most; where a column has fewer distinct values it is exact. */
const maxBins = 1024;

/**
 * The conjunction of at most `maxConditions` intervals with the highest F1 that a beam search finds. For one more
 * condition on a column the best interval is exact (fractional programming after Dinkelbach 1967, each step a largest
 * sum of adjacent bins); then every condition is sought again given the others until nothing improves; bounds that
 * hardly help are opened and thresholds become as round as they can.
 * @param columns one raw feature each, all as long as `isMember`; NaN is missing.
 * @param isMember 1 for rows of the segment.
 * @returns null where there are no members, or nobody else.
 * @throws AppError `invalid_input` (unequal_lengths), `cancelled`. O(nColumns * nRows) for each step of the search.
 */
export function segmentRule(
  columns: readonly Float64Array[],
  isMember: Uint8Array,
  params: SegmentRuleParams,
  ctx: Context,
): SegmentRuleFit | null {
  const { maxConditions, minGain, roundingLoss } = { ...segmentRuleDefaults, ...params };
  const nRows = isMember.length;
  let nMembers = 0;
  for (let i = 0; i < nRows; i++) nMembers += isMember[i]!;
  if (nMembers === 0 || nMembers === nRows) return null;
  const binned = columns.map((values) => {
    if (values.length !== nRows) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
    ctx.checkCancelled();
    return binColumn(values, maxBins);
  });
  const search: Search = { columns: binned, isMember, nMembers, ctx };
  let best = { conditions: [] as BinInterval[], f1: f1Of(nMembers, nRows, nMembers) };
  let beam = [best];
  for (let count = 1; count <= maxConditions; count++) {
    const grown = beam.flatMap((rule) => extensions(search, rule.conditions));
    grown.sort((a, b) => b.f1 - a.f1);
    beam = grown.slice(0, beamWidth);
    const refined = beam[0] && refine(search, beam[0]);
    ctx.report(count / maxConditions);
    if (!refined || refined.f1 < best.f1 + minGain) break;
    best = refined;
    beam[0] = refined;
  }
  const opened = openBounds(search, best, minGain);
  const conditions = roundBounds(columns, isMember, toThresholds(binned, opened), nMembers, roundingLoss);
  const { matched, members } = countMatches(columns, isMember, conditions);
  return { conditions, precision: matched > 0 ? members / matched : 0, coverage: members / nMembers };
}

function f1Of(members: number, matched: number, nMembers: number): number {
  return (2 * members) / (nMembers + matched);
}

/** Rows that match all the conditions, as 0 and 1. */
function matching({ columns, isMember }: Search, conditions: readonly BinInterval[]): Uint8Array {
  const matches = new Uint8Array(isMember.length).fill(1);
  for (const { column, from, to } of conditions) {
    const { bins } = columns[column]!;
    for (let i = 0; i < bins.length; i++) if (bins[i]! < from || bins[i]! >= to) matches[i] = 0;
  }
  return matches;
}

/** For every column not asked about yet, the rule with its best interval added. */
function extensions(search: Search, conditions: BinInterval[]): { conditions: BinInterval[]; f1: number }[] {
  const matches = matching(search, conditions);
  return search.columns.flatMap((_, column) => {
    if (conditions.some((condition) => condition.column === column)) return [];
    const { interval, f1 } = bestInterval(search, matches, column);
    return [{ conditions: [...conditions, interval], f1 }];
  });
}

/** The interval of a column with the highest F1 among the matching rows. */
function bestInterval(search: Search, matches: Uint8Array, column: number): { interval: BinInterval; f1: number } {
  search.ctx.checkCancelled();
  const { bins, nBins } = search.columns[column]!;
  const { isMember, nMembers } = search;
  const all = new Float64Array(nBins);
  const members = new Float64Array(nBins);
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i]!;
    if (matches[i] === 0 || bin >= nBins) continue;
    all[bin]!++;
    members[bin]! += isMember[i]!;
  }
  let interval: BinInterval = { column, from: 0, to: nBins };
  let ratio = -1;
  for (;;) {
    // The interval that maximises members - ratio * (nMembers + matched), with the ratio that the last one reached.
    const price = Math.max(0, ratio);
    let sum = 0;
    let start = 0;
    let largest = -Infinity;
    let found = interval;
    for (let bin = 0; bin < nBins; bin++) {
      if (sum <= 0) {
        sum = 0;
        start = bin;
      }
      sum += members[bin]! - price * all[bin]!;
      if (sum > largest) {
        largest = sum;
        found = { column, from: start, to: bin + 1 };
      }
    }
    let inside = 0;
    let insideMembers = 0;
    for (let bin = found.from; bin < found.to; bin++) {
      inside += all[bin]!;
      insideMembers += members[bin]!;
    }
    const reached = insideMembers / (nMembers + inside);
    if (!(reached > ratio + 1e-15)) return { interval, f1: 2 * Math.max(0, ratio) };
    ratio = reached;
    interval = found;
  }
}

/** Seeks each condition again given the others, until no turn improves the rule. */
function refine(
  search: Search,
  rule: { conditions: BinInterval[]; f1: number },
): { conditions: BinInterval[]; f1: number } {
  if (rule.conditions.length < 2) return rule;
  let current = rule;
  for (;;) {
    const before = current.f1;
    for (let c = 0; c < current.conditions.length; c++) {
      const others = current.conditions.filter((_, other) => other !== c);
      const better = extensions(search, others).reduce((a, b) => (b.f1 > a.f1 ? b : a));
      if (better.f1 > current.f1) current = better;
    }
    if (!(current.f1 > before + 1e-12)) return current;
  }
}

/** Opens every bound without which the rule is nearly as good, and drops conditions that are open on both sides. */
function openBounds(search: Search, rule: { conditions: BinInterval[]; f1: number }, minGain: number): BinInterval[] {
  let conditions = rule.conditions;
  let allowed = rule.f1 - minGain / 2;
  for (let c = 0; c < rule.conditions.length; c++) {
    const { nBins } = search.columns[rule.conditions[c]!.column]!;
    for (const open of [{ from: 0 }, { to: nBins }]) {
      const tried = conditions.map((condition, other) => (other === c ? { ...condition, ...open } : condition));
      const matches = matching(search, tried);
      let matched = 0;
      let members = 0;
      for (let i = 0; i < matches.length; i++) {
        matched += matches[i]!;
        members += matches[i]! & search.isMember[i]!;
      }
      const f1 = f1Of(members, matched, search.nMembers);
      if (f1 < allowed) continue;
      conditions = tried;
      allowed = Math.max(allowed, f1 - minGain / 2);
    }
  }
  return conditions.filter(({ column, from, to }) => from > 0 || to < search.columns[column]!.nBins);
}

/** A bound between two bins: any threshold above `above` and up to `upTo` gives the same rows. */
interface OpenThreshold {
  column: number;
  low: { above: number; upTo: number } | null;
  high: { above: number; upTo: number } | null;
}

function toThresholds(columns: readonly BinnedColumn[], conditions: readonly BinInterval[]): OpenThreshold[] {
  return conditions.map(({ column, from, to }) => {
    const { lowest, highest, nBins } = columns[column]!;
    const edge = (bin: number): { above: number; upTo: number } => ({ above: highest[bin - 1]!, upTo: lowest[bin]! });
    return { column, low: from > 0 ? edge(from) : null, high: to < nBins ? edge(to) : null };
  });
}

/** One bound after the other becomes the roundest number that costs no more than `loss` of F1 in all. */
function roundBounds(
  columns: readonly Float64Array[],
  isMember: Uint8Array,
  thresholds: readonly OpenThreshold[],
  nMembers: number,
  loss: number,
): ColumnInterval[] {
  const conditions = thresholds.map(({ column, low, high }): ColumnInterval => ({
    column,
    low: low && roundest(low.above, low.upTo),
    high: high && roundest(high.above, high.upTo),
  }));
  const f1 = (): number => {
    const { matched, members } = countMatches(columns, isMember, conditions);
    return f1Of(members, matched, nMembers);
  };
  const least = f1() - loss;
  for (const condition of conditions) {
    for (const side of ['low', 'high'] as const) {
      const exact = condition[side];
      if (exact === null) continue;
      for (const share of [0.1, 0.05, 0.02, 0.01]) {
        const reach = Math.abs(exact) * share;
        condition[side] = roundest(exact - reach, exact + reach);
        if (f1() >= least) break;
        condition[side] = exact;
      }
    }
  }
  return conditions;
}

function countMatches(
  columns: readonly Float64Array[],
  isMember: Uint8Array,
  conditions: readonly ColumnInterval[],
): { matched: number; members: number } {
  const matches = new Uint8Array(isMember.length).fill(1);
  for (const { column, low, high } of conditions) {
    const values = columns[column]!;
    const from = low ?? -Infinity;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!(value >= from) || (high !== null && !(value < high))) matches[i] = 0;
    }
  }
  let matched = 0;
  let members = 0;
  for (let i = 0; i < matches.length; i++) {
    matched += matches[i]!;
    members += matches[i]! & isMember[i]!;
  }
  return { matched, members };
}
