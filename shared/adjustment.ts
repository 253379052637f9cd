/** Segments changed by hand: what a person asks for, what is kept of it, and how it left the segments. */
import type { FeatureUnit, PartitionScores, SegmentProfile } from './domain.ts';

/** Fewest customers in a part of a split: no figure about fewer would hold. */
export const fewestInPart = 5;
/** Most segments of a run. */
export const mostSegments = 50;
/** Longest name of a segment, in characters. */
export const longestSegmentName = 60;

/** What a person asks for. Segments go by `SegmentProfile.id`, customers by their row in the feature table. */
export type AdjustAction =
  | { kind: 'merge'; segments: number[] }
  | { kind: 'split'; segment: number; into: number }
  /** Customers below the threshold, or without the figure, part from those at or above it. */
  | { kind: 'splitByRule'; segment: number; feature: string; threshold: number }
  | { kind: 'move'; rows: Int32Array; to: number }
  /** The share of `from` that lies closest to `to`. */
  | { kind: 'moveBoundary'; from: number; to: number; share: number }
  | { kind: 'rename'; segment: number; name: string | null }
  | { kind: 'recolour'; segment: number; colour: number }
  | { kind: 'lock'; segment: number; locked: boolean };

/** The actions that change who belongs where. */
export type RegroupAction = Extract<
  AdjustAction,
  { kind: 'merge' | 'split' | 'splitByRule' | 'move' | 'moveBoundary' }
>;

/** A segment as it was called when something was done to it. */
export type SegmentReference = Pick<SegmentProfile, 'id' | 'kind' | 'distinction' | 'name'>;

/** What was done, with the names of that time: for the history and for reports. */
export type AdjustmentRecord =
  | { kind: 'merge'; segments: SegmentReference[] }
  | { kind: 'split'; segment: SegmentReference; into: number }
  | {
      kind: 'splitByRule';
      segment: SegmentReference;
      feature: string;
      unit: FeatureUnit;
      threshold: number;
      below: number;
      above: number;
    }
  | { kind: 'move'; from: SegmentReference[]; to: SegmentReference; customers: number }
  | { kind: 'moveBoundary'; from: SegmentReference; to: SegmentReference; customers: number }
  | { kind: 'rename'; segment: SegmentReference; name: string | null }
  | { kind: 'recolour'; segment: SegmentReference; colour: number }
  | { kind: 'lock'; segment: SegmentReference; locked: boolean };

/** One state of a run's segments; position 0 is as computed. */
export interface RevisionSummary {
  position: number;
  /** How it came from the one before; null for position 0. */
  action: AdjustmentRecord | null;
  /** Milliseconds since 1970, UTC. */
  at: number;
  nSegments: number;
  /** In the common space; NaN where it was not measured. */
  silhouette: number;
  /** Whether it is the one that is shown. */
  current: boolean;
}

/** What was changed by hand in the segments that are shown. */
export interface Adjustment {
  /** Actions from the computed segments to these. */
  steps: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Whether customers changed their segment: names, colours and locks alone leave all figures as they were. */
  reshaped: boolean;
  /** As computed; scores are null where they were not measured. */
  before: { nSegments: number; scores: PartitionScores | null };
  now: PartitionScores | null;
  actions: AdjustmentRecord[];
}

/** A rule by which a segment could be parted in two. */
export interface SplitRule {
  feature: string;
  unit: FeatureUnit;
  /** The cut that explains most of how the segment's customers differ. */
  threshold: number;
  /** Customers below it (or without the figure), and at or above it. */
  below: number;
  above: number;
  /** Share of the segment's variance in the treated features that the cut explains, 0 to 1. */
  explained: number;
}

/** Something that another window may be showing has changed. */
export interface Change {
  runId: number;
  what: 'segments' | 'notes';
  /** Grows with every change while the workspace is open. */
  revision: number;
}
