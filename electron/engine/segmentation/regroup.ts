/** Changes by hand to who belongs where: merge, split, and move customers from segment to segment. */
import { fewestInPart, type AdjustmentRecord, type RegroupAction } from '../../../shared/adjustment.ts';
import type { FeatureTable, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { fitKMeans } from '../ml/clustering/kmeans.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';
import { checkRegroup, referTo, refuseLocked, segmentOf } from './edit-segments.ts';
import { featureValues, margin, refine, rowsOf, type Refinement } from './refinements.ts';

/** Who belongs where, and what is known of them. */
export interface Grouping {
  segments: SegmentProfile[];
  /** Segment id of each row of the table. */
  ids: Int32Array;
  table: FeatureTable;
  /** Features in use as the methods saw them, one row per row of the table. */
  treated: Matrix;
  /** The next id that no segment of the run has had. */
  nextSegment: number;
}

export interface Regrouped {
  ids: Int32Array;
  nextSegment: number;
  /** For new customers; null for what does not carry over to them. */
  refinement: Refinement | null;
  record: AdjustmentRecord;
  /** Segments that are made of others now: their automatic names have to be found anew. */
  remade: number[];
}

/** Starts of K-Means inside a segment. */
const starts = 10;

/**
 * Regroups customers. A merge keeps the id of the largest segment, the larger part of a split the id of the whole. All
 * chance is K-Means' own and comes from `ctx.random`. The grouping is left as it is.
 *
 * @throws AppError what `checkRegroup` throws; `conflict` (`segment_emptied`, `nothing_to_move`), `invalid_input`
 * (`no_such_customer`, `unknown_feature`), `insufficient_data` (`customers_alike`, `side_too_small`), `cancelled`
 */
export function regroup(action: RegroupAction, grouping: Grouping, ctx: Context): Regrouped {
  checkRegroup(action, grouping.segments);
  if (action.kind === 'merge') return merge(action.segments, grouping);
  if (action.kind === 'split') return split(action.segment, action.into, grouping, ctx);
  if (action.kind === 'splitByRule') return splitByRule(action, grouping);
  if (action.kind === 'move') return move(action.rows, action.to, grouping);
  return moveBoundary(action, grouping);
}

function merge(chosen: readonly number[], grouping: Grouping): Regrouped {
  const merged = chosen.map((id) => segmentOf(grouping.segments, id));
  const largest = merged.reduce((a, b) => (b.size > a.size ? b : a));
  const refinement: Refinement = { kind: 'merge', segments: [...chosen], into: largest.id };
  return follow(refinement, grouping, {
    record: { kind: 'merge', segments: merged.map(referTo) },
    remade: [largest.id],
  });
}

function split(id: number, into: number, grouping: Grouping, ctx: Context): Regrouped {
  const { treated, ids } = grouping;
  const segment = segmentOf(grouping.segments, id);
  const inside = takeRows(treated, rowsOf(ids, id));
  const kinds = differentRows(inside, into);
  const { model, labels } = kinds < into ? { model: null, labels: null } : kMeans(inside, into, ctx);
  const sizes = new Array<number>(into).fill(0);
  for (const label of labels ?? []) sizes[label]!++;
  if (!model || sizes.includes(0)) {
    const found = model ? sizes.filter((size) => size > 0).length : kinds;
    throw new AppError('insufficient_data', { reason: 'customers_alike', found, parts: into });
  }
  const bySize = sizes.map((_, part) => part).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const parts = new Array<number>(into);
  bySize.forEach((part, rank) => (parts[part] = rank === 0 ? id : grouping.nextSegment + rank - 1));
  const { nFeatures, centres } = model;
  const refinement: Refinement = { kind: 'nearest', segment: id, parts, nFeatures, centres };
  return follow(refinement, grouping, {
    record: { kind: 'split', segment: referTo(segment), into },
    remade: parts,
    nextSegment: grouping.nextSegment + into - 1,
  });
}

function kMeans(inside: Matrix, nClusters: number, ctx: Context): ReturnType<typeof fitKMeans> {
  return fitKMeans(inside, { nClusters, nInit: starts }, ctx);
}

/** How many different rows there are, counted up to `enough`. */
function differentRows({ data, nSamples, nFeatures }: Matrix, enough: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < nSamples && seen.size < enough; i++) {
    seen.add(data.subarray(i * nFeatures, (i + 1) * nFeatures).join());
  }
  return seen.size;
}

function splitByRule(
  { segment: id, feature, threshold }: Extract<RegroupAction, { kind: 'splitByRule' }>,
  grouping: Grouping,
): Regrouped {
  const segment = segmentOf(grouping.segments, id);
  const values = featureValues(grouping.table, feature);
  const rows = rowsOf(grouping.ids, id);
  const above = rows.reduce((count, row) => count + (values[row]! >= threshold ? 1 : 0), 0);
  const below = rows.length - above;
  if (Math.min(above, below) < fewestInPart) {
    throw new AppError('insufficient_data', { reason: 'side_too_small', below, above, needed: fewestInPart });
  }
  const fresh = grouping.nextSegment;
  const parts = below >= above ? { below: id, above: fresh } : { below: fresh, above: id };
  const { unit } = grouping.table.definitions.find((definition) => definition.id === feature)!;
  return follow({ kind: 'rule', segment: id, feature, threshold, ...parts }, grouping, {
    record: { kind: 'splitByRule', segment: referTo(segment), feature, unit, threshold, below, above },
    remade: [id, fresh],
    nextSegment: fresh + 1,
  });
}

function move(wanted: Int32Array, to: number, grouping: Grouping): Regrouped {
  const { ids, segments } = grouping;
  if (wanted.some((row) => row < 0 || row >= ids.length)) {
    throw new AppError('invalid_input', { reason: 'no_such_customer' });
  }
  const rows = [...new Set(wanted)].filter((row) => ids[row] !== to);
  if (rows.length === 0) throw new AppError('conflict', { reason: 'nothing_to_move' });
  const sources = segments.filter(({ id }) => rows.some((row) => ids[row] === id));
  refuseLocked(sources);
  const moved = ids.slice();
  for (const row of rows) moved[row] = to;
  refuseEmptied(moved, sources);
  return {
    ids: moved,
    nextSegment: grouping.nextSegment,
    refinement: null,
    record: {
      kind: 'move',
      from: sources.map(referTo),
      to: referTo(segmentOf(segments, to)),
      customers: rows.length,
    },
    remade: [],
  };
}

function moveBoundary(
  { from, to, share }: Extract<RegroupAction, { kind: 'moveBoundary' }>,
  grouping: Grouping,
): Regrouped {
  const { treated, ids, segments } = grouping;
  const rows = rowsOf(ids, from);
  const centres = new Float64Array(2 * treated.nFeatures);
  centres.set(centreOf(treated, rows));
  centres.set(centreOf(treated, rowsOf(ids, to)), treated.nFeatures);
  const margins = Float64Array.from(rows, (row) => margin(treated, row, centres)).sort();
  const cut = margins[Math.max(1, Math.round(share * rows.length)) - 1]!;
  // Customers who are equally near go together, so that new ones can follow the same rule.
  const customers = margins.findLastIndex((value) => value <= cut) + 1;
  if (customers === rows.length) refuseEmptied(new Int32Array(0), [segmentOf(segments, from)]);
  return follow({ kind: 'boundary', from, to, centres, cut }, grouping, {
    record: {
      kind: 'moveBoundary',
      from: referTo(segmentOf(segments, from)),
      to: referTo(segmentOf(segments, to)),
      customers,
    },
    remade: [],
  });
}

function centreOf({ data, nFeatures }: Matrix, rows: Int32Array): Float64Array {
  const centre = new Float64Array(nFeatures);
  for (const row of rows) for (let j = 0; j < nFeatures; j++) centre[j]! += data[row * nFeatures + j]!;
  return centre.map((sum) => sum / rows.length);
}

function refuseEmptied(ids: Int32Array, sources: readonly SegmentProfile[]): void {
  const emptied = sources.find(({ id }) => !ids.includes(id));
  if (emptied) throw new AppError('conflict', { reason: 'segment_emptied', segment: emptied.number });
}

/** Today's customers go by the same rule as new ones will. */
function follow(
  refinement: Refinement,
  { ids, table, treated, nextSegment }: Grouping,
  rest: Pick<Regrouped, 'record' | 'remade'> & Partial<Pick<Regrouped, 'nextSegment'>>,
): Regrouped {
  return { ids: refine(ids, [refinement], table, treated), nextSegment, refinement, ...rest };
}
