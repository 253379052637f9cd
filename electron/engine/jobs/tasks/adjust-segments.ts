import type { RegroupAction } from '../../../../shared/adjustment.ts';
import { paletteSize } from '../../../../shared/charts/theme.ts';
import type { PartitionScores, SegmentProfile } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { describeSegments } from '../../insight/describe-segments.ts';
import { silhouetteSampleFor } from '../../segmentation/presets.ts';
import { regroup, type Regrouped } from '../../segmentation/regroup.ts';
import type { HeldKeys } from '../explorer.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import { heldDataset, heldLabels, type HeldDataset } from './held-dataset.ts';
import { run as scorePartition } from './score-partition.ts';

export interface AdjustedSegments extends Pick<Regrouped, 'nextSegment' | 'refinement' | 'record'> {
  segments: SegmentProfile[];
  /** Position in `segments` of each row of the feature table. */
  labels: Int32Array;
  scores: PartitionScores;
}

/** Regroups customers by hand, then scores and describes the segments as they are now. */
export function run(
  args: HeldKeys & { action: RegroupAction; segments: SegmentProfile[]; nextSegment: number; seed: number },
  context: TaskContext,
): AdjustedSegments {
  const held = heldDataset(args.datasetKey);
  const part = (from: number, to: number): TaskContext => ({
    ...context,
    report: (share) => context.report(from + share * (to - from)),
  });
  const labels = heldLabels(args.labelsKey);
  if (labels.length !== held.table.customers.length) throw new AppError('conflict', { reason: 'data_changed' });
  const ids = labels.map((position) => args.segments[position]!.id);
  const regrouped = regroup(
    args.action,
    { ...args, ids, table: held.table, treated: held.treated },
    numericContext(part(0, 0.2), args.seed, `adjust:${JSON.stringify({ ...args.action, rows: null })}`),
  );
  const [scores] = scorePartition(
    {
      space: held.treated,
      labelings: [regrouped.ids],
      silhouetteSample: silhouetteSampleFor(ids.length, held.treated.nFeatures),
      seed: args.seed,
    },
    part(0.2, 0.7),
  );
  const described = describe(ids, regrouped, args, held, part(0.7, 1));
  const { nextSegment, refinement, record } = regrouped;
  return { ...described, scores: scores!, nextSegment, refinement, record };
}

/** Profiles of all segments; what a person gave those that stay is theirs still. */
function describe(
  before: Int32Array,
  { ids, remade }: Regrouped,
  { segments, seed }: { segments: readonly SegmentProfile[]; seed: number },
  held: HeldDataset,
  context: TaskContext,
): Pick<AdjustedSegments, 'segments' | 'labels'> {
  const present = [...new Set(ids)].sort((a, b) => a - b);
  const labelOf = new Map(present.map((id, label) => [id, label]));
  const known = (id: number): SegmentProfile | undefined => segments.find((segment) => segment.id === id);
  const changed = new Set<number>();
  for (let row = 0; row < ids.length; row++) if (ids[row] !== before[row]) changed.add(ids[row]!).add(before[row]!);
  const { profiles, order } = describeSegments(
    {
      table: held.table,
      treated: held.treated,
      usedFeatures: held.pca.features,
      labels: ids.map((id) => labelOf.get(id)!),
      nClusters: present.length,
      cleaned: held.cleaned,
      // How often a segment comes back was measured for the one that was computed.
      stability: Float64Array.from(present, (id) => (changed.has(id) ? NaN : (known(id)?.stability ?? NaN))),
      fixedKinds: present.map((id) => (remade.includes(id) ? null : (known(id)?.kind ?? null))),
    },
    numericContext(context, seed, 'describe'),
  );
  const idAt = new Map(present.map((id, label) => [order[label]!, id]));
  const used = present.flatMap((id) => known(id)?.colour ?? []);
  const described = profiles.map((profile, position): SegmentProfile => {
    const id = idAt.get(position)!;
    const old = known(id);
    const colour = old?.colour ?? unusedColour(used);
    if (!old) used.push(colour);
    return { ...profile, id, name: old?.name ?? null, colour, locked: old?.locked ?? false };
  });
  return { segments: described, labels: ids.map((id) => order[labelOf.get(id)!]!) };
}

/** The first colour of the palette that nobody has; where all are taken, the first of those used least. */
function unusedColour(used: readonly number[]): number {
  const counts = Array.from({ length: paletteSize }, (_, i) => used.filter((colour) => colour === i + 1).length);
  return counts.indexOf(Math.min(...counts)) + 1;
}
