/** From labels to profiles: names, traits, rules and products of every segment, most valuable first. */
import type { FeatureDefinition, FeatureTable, SegmentKind, SegmentProfile, Trait } from '../../../shared/domain.ts';
import { countConsent } from '../../../shared/consent.ts';
import { colourOf } from '../../../shared/charts/theme.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import type { Context, Matrix } from '../ml/types.ts';
import { tenths, tenthsOf } from '../ml/numeric/tenths.ts';
import { aspectFeatures, segmentStandings } from './aspects.ts';
import { distinguish, nameSegments } from './naming.ts';
import { ruleOfThumb } from './rule-of-thumb.ts';
import { revenuePerCustomer, smallestNamedGroup, topProducts } from './top-products.ts';

export interface SegmentsToDescribe {
  table: FeatureTable;
  /** Treated features, one row per row of the table, one column per entry of `usedFeatures`. */
  treated: Matrix;
  usedFeatures: string[];
  /** Segment per row, 0 to nClusters - 1. */
  labels: Int32Array;
  nClusters: number;
  cleaned: CleanedOrders;
  /** Mean Jaccard return rate per label; null where it was not measured (profiles then carry NaN). */
  stability: Float64Array | null;
  /**
   * Kinds that are given, per label: part of the method (RFM rules), or of a segment that is to stay what it was; where
   * there is none, a kind is chosen from the table.
   */
  fixedKinds?: (SegmentKind | null)[];
}

const traitCount = 5;

/**
 * Describes every segment that has members, ordered by revenue per customer (descending; then, or where
 * there are no orders, by size; then label).
 * Segments under 10 customers get no rule, so that a small group cannot be looked up.
 * @returns `profiles`, and for each label its 0-based position among them (-1 for an empty segment).
 * @throws AppError `cancelled`. O(customers * features * log customers + order lines).
 */
export function describeSegments(
  input: SegmentsToDescribe,
  ctx: Context,
): { profiles: SegmentProfile[]; order: Int32Array } {
  const { table, labels, nClusters } = input;
  const revenue = input.cleaned.orders.lines.count > 0 ? revenuePerCustomer(table, input.cleaned) : null;
  const { order, members } = byValue(labels, nClusters, revenue);
  ctx.checkCancelled();
  ctx.report(0.15);

  const positions = labels.map((label) => order[label]!);
  const labelOf = members.map((rows) => labels[rows[0]!]!);
  const standardised = table.definitions.map((definition, f) => standardisedColumn(input, definition, f));
  const means = members.map((rows) => standardised.map((column) => meanOf(column, rows)));
  ctx.checkCancelled();
  ctx.report(0.4);

  const given = labelOf.map((label) => input.fixedKinds?.[label] ?? null);
  const kinds = given.every((kind) => kind !== null)
    ? given
    : revenue
      ? chooseKinds(table, positions, members, given)
      : members.map((): SegmentKind => 'group');
  const readable = table.definitions.map((definition) => (isReadable(definition, input) ? definition.id : null));
  const distinctions = distinguish(kinds, means, readable);
  const products = topProducts(
    table,
    input.cleaned,
    positions,
    members.map((rows) => rows.length),
  );
  ctx.checkCancelled();
  ctx.report(0.6);

  const consent = input.cleaned.orders.table?.consent;
  const foretold = columnOf(table, 'lifetimeValue');
  const foretoldTenths = foretold.length > 0 && foretold.every(Number.isFinite) ? tenthsOf(foretold) : null;
  const totalRevenue = revenue?.reduce((sum, value) => sum + value, 0) ?? 0;
  const profiles = members.map((rows, position): SegmentProfile => {
    ctx.checkCancelled();
    const own = revenue && rows.reduce((sum, row) => sum + revenue[row]!, 0);
    const profile: SegmentProfile = {
      id: position + 1,
      number: position + 1,
      name: null,
      colour: colourOf(position),
      locked: false,
      kind: kinds[position]!,
      distinction: distinctions[position]!,
      size: rows.length,
      share: rows.length / labels.length,
      revenue: own,
      revenueShare: own === null ? null : totalRevenue > 0 ? own / totalRevenue : 0,
      typicalRevenue: revenue && medianOf(revenue, rows),
      stability: input.stability?.[labelOf[position]!] ?? NaN,
      outlook: outlookOf(table, rows, foretoldTenths),
      traits: traitsOf(table, readable, rows, means[position]!),
      standardisedMeans: means[position]!,
      rule:
        rows.length < smallestNamedGroup || members.length < 2
          ? null
          : ruleOfThumb(table, readable, rows, means[position]!, {
              ...ctx,
              random: ctx.random.fork(`rule ${position}`),
              report: () => {},
            }),
      topProducts: products[position]!,
      ...(consent
        ? {
            consent: countConsent(
              consent,
              rows.map((row) => table.customers[row]!),
            ),
          }
        : {}),
    };
    ctx.report(0.6 + (0.4 * (position + 1)) / members.length);
    return profile;
  });
  return { profiles, order };
}

/** Rows of each segment and the place of each label, most valuable first. */
function byValue(
  labels: Int32Array,
  nClusters: number,
  revenue: Float64Array | null,
): { order: Int32Array; members: Int32Array[] } {
  const rows: number[][] = Array.from({ length: nClusters }, () => []);
  for (let row = 0; row < labels.length; row++) rows[labels[row]!]!.push(row);
  const values = rows.map((own) => (revenue ? own.reduce((sum, row) => sum + revenue[row]!, 0) / own.length : 0));
  const ranked = rows
    .map((own, label) => ({ label, size: own.length }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => values[b.label]! - values[a.label]! || b.size - a.size || a.label - b.label);
  const order = new Int32Array(nClusters).fill(-1);
  for (const [position, { label }] of ranked.entries()) order[label] = position;
  return { order, members: ranked.map(({ label }) => Int32Array.from(rows[label]!)) };
}

function chooseKinds(
  table: FeatureTable,
  positions: Int32Array,
  members: readonly Int32Array[],
  given: readonly (SegmentKind | null)[],
): SegmentKind[] {
  const frequency = table.definitions.findIndex(({ id }) => id === aspectFeatures.frequency);
  const orders = members.map((rows) => (frequency < 0 ? NaN : medianOf(table.values[frequency]!, rows)));
  return nameSegments(segmentStandings(table, positions, members.length), orders, given);
}

/** A trait or a rule speaks only of features that the methods saw and that mean something by themselves. */
function isReadable(definition: FeatureDefinition, input: SegmentsToDescribe): boolean {
  return input.usedFeatures.includes(definition.id) && definition.unit !== 'cycle';
}

/**
 * A feature in standard deviations from everybody's mean: as the methods saw it where they did, otherwise the raw
 * values after the transform of its definition. Missing values are at the mean.
 */
function standardisedColumn(input: SegmentsToDescribe, definition: FeatureDefinition, f: number): Float64Array {
  const { table, treated } = input;
  const n = table.customers.length;
  const column = new Float64Array(n);
  const used = input.usedFeatures.indexOf(definition.id);
  const { transform } = definition.treatment;
  for (let i = 0; i < n; i++) {
    if (used >= 0) column[i] = treated.data[i * treated.nFeatures + used]!;
    else {
      const value = table.values[f]![i]!;
      const size = Math.abs(value);
      const transformed = transform === 'log1p' ? Math.log1p(size) : transform === 'sqrt' ? Math.sqrt(size) : size;
      column[i] = Math.sign(value) * transformed;
    }
  }
  const known = column.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  // A constant feature differs by rounding only.
  const scale = variance > 1e-18 * Math.max(1, mean * mean) ? Math.sqrt(variance) : Infinity;
  return column.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / scale));
}

function traitsOf(
  table: FeatureTable,
  readable: readonly (string | null)[],
  rows: Int32Array,
  means: readonly number[],
): Trait[] {
  const everybody = Int32Array.from({ length: table.customers.length }, (_, row) => row);
  return readable
    .flatMap((feature, f) => (feature === null || means[f] === 0 ? [] : [{ feature, f }]))
    .sort((a, b) => Math.abs(means[b.f]!) - Math.abs(means[a.f]!) || a.f - b.f)
    .slice(0, traitCount)
    .map(({ feature, f }) => {
      const values = table.values[f]!;
      return {
        feature,
        segmentMedian: medianOf(values, rows),
        overallMedian: medianOf(values, everybody),
        segmentMean: knownMeanOf(values, rows),
        overallMean: knownMeanOf(values, everybody),
        standardisedDifference: means[f]!,
      };
    });
}

/** Mean value of the next year, and chance of no order in it; null where lifetime value could not be computed. */
function outlookOf(table: FeatureTable, rows: Int32Array, tenth: Uint8Array | null): SegmentProfile['outlook'] {
  const value = knownMeanOf(columnOf(table, 'lifetimeValue'), rows);
  const churnRisk = 1 - knownMeanOf(columnOf(table, 'returnProbability'), rows);
  if (!tenth || !Number.isFinite(value) || !Number.isFinite(churnRisk)) return null;
  const foretold = columnOf(table, 'lifetimeValue');
  const money = Array.from({ length: tenths }, () => 0);
  for (const row of rows) money[tenth[row]!]! += foretold[row]!;
  const total = money.reduce((sum, part) => sum + part, 0);
  return { value, churnRisk, tenths: money.map((part) => (total > 0 ? part / total : 0)) };
}

/** The raw values of a feature; empty where the table lacks it. */
function columnOf(table: FeatureTable, id: string): Float64Array {
  return table.values[table.definitions.findIndex((definition) => definition.id === id)] ?? new Float64Array(0);
}

function meanOf(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / rows.length;
}

function knownMeanOf(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    if (Number.isNaN(values[row]!)) continue;
    sum += values[row]!;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/** Median of the known values; the mean of the middle two for an even number, NaN for none. */
function medianOf(values: Float64Array, rows: Int32Array): number {
  const known = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (!Number.isNaN(values[row]!)) known[count++] = values[row]!;
  if (count === 0) return NaN;
  const sorted = known.subarray(0, count).sort();
  return (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
}
