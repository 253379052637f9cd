/** Changes by hand that concern no customer: names, colours and locks; and what may be done to a segment at all. */
import {
  fewestInPart,
  mostSegments,
  type AdjustAction,
  type AdjustmentRecord,
  type RegroupAction,
  type SegmentReference,
} from '../../../shared/adjustment.ts';
import { languages, type SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { segmentName } from '../../../shared/language/segments.ts';

export type EditAction = Exclude<AdjustAction, RegroupAction>;

/** Whether an action changes who belongs where. */
export function regroups(action: AdjustAction): action is RegroupAction {
  return action.kind !== 'rename' && action.kind !== 'recolour' && action.kind !== 'lock';
}

/** The segment of an id. Throws `not_found` (`no_such_segment`). */
export function segmentOf(segments: readonly SegmentProfile[], id: number): SegmentProfile {
  const segment = segments.find((candidate) => candidate.id === id);
  if (!segment) throw new AppError('not_found', { reason: 'no_such_segment', segment: id });
  return segment;
}

/** A segment as it is called now. */
export function referTo({ id, kind, distinction, name }: SegmentProfile): SegmentReference {
  return { id, kind, distinction, name };
}

/**
 * Refuses what cannot be done, as far as it can be told without looking at customers.
 *
 * @throws AppError `not_found` (`no_such_segment`), `conflict` (`segment_locked`, `two_must_stay`,
 * `too_many_segments`), `invalid_input` (`same_segment`), `insufficient_data` (`segment_too_small`)
 */
export function checkRegroup(action: RegroupAction, segments: readonly SegmentProfile[]): void {
  const touched = touchedBy(action).map((id) => segmentOf(segments, id));
  if (new Set(touched).size < touched.length) throw new AppError('invalid_input', { reason: 'same_segment' });
  refuseLocked(touched);
  if (action.kind === 'merge' && segments.length - touched.length < 1) {
    throw new AppError('conflict', { reason: 'two_must_stay' });
  }
  if (action.kind !== 'split' && action.kind !== 'splitByRule') return;
  const into = action.kind === 'split' ? action.into : 2;
  if (segments.length + into - 1 > mostSegments) {
    throw new AppError('conflict', { reason: 'too_many_segments', most: mostSegments });
  }
  const { size } = touched[0]!;
  const needed = into * fewestInPart;
  if (size < needed) {
    throw new AppError('insufficient_data', { reason: 'segment_too_small', customers: size, needed, parts: into });
  }
}

/** Throws `conflict` (`segment_locked`) where one of the segments is. */
export function refuseLocked(segments: readonly SegmentProfile[]): void {
  const locked = segments.find((segment) => segment.locked);
  if (locked) throw new AppError('conflict', { reason: 'segment_locked', segment: locked.number });
}

function touchedBy(action: RegroupAction): number[] {
  if (action.kind === 'merge') return action.segments;
  if (action.kind === 'move') return [action.to];
  if (action.kind === 'moveBoundary') return [action.from, action.to];
  return [action.segment];
}

/**
 * The segments with another name, colour or lock, and what was done; null where it is so already.
 *
 * @throws AppError `not_found` (`no_such_segment`), `conflict` (`name_taken`)
 */
export function editSegments(
  action: EditAction,
  segments: readonly SegmentProfile[],
): { segments: SegmentProfile[]; record: AdjustmentRecord } | null {
  const segment = segmentOf(segments, action.segment);
  const reference = referTo(segment);
  const put = (change: Partial<SegmentProfile>): SegmentProfile[] =>
    segments.map((each) => (each === segment ? { ...each, ...change } : each));
  if (action.kind === 'rename') {
    const { name } = action;
    if (name === segment.name) return null;
    if (name !== null) refuseTaken(name, segment, segments);
    return { segments: put({ name }), record: { kind: 'rename', segment: reference, name } };
  }
  if (action.kind === 'recolour') {
    const { colour } = action;
    if (colour === segment.colour) return null;
    return { segments: put({ colour }), record: { kind: 'recolour', segment: reference, colour } };
  }
  const { locked } = action;
  if (locked === segment.locked) return null;
  return { segments: put({ locked }), record: { kind: 'lock', segment: reference, locked } };
}

/** Two segments of a name could not be told apart, in whichever language they are shown. */
function refuseTaken(name: string, own: SegmentProfile, segments: readonly SegmentProfile[]): void {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
  const taken = segments
    .filter((segment) => segment !== own)
    .some((segment) => languages.some((language) => plain(segmentName(segment, language)) === plain(name)));
  if (taken) throw new AppError('conflict', { reason: 'name_taken' });
}
