import type { TuningTrial } from '../../../shared/domain.ts';

/**
 * One row per candidate, as it did in its last rung: those that went furthest first, then by score; of earlier runs,
 * which had none, by their error.
 */
export function leaderboard(trials: readonly TuningTrial[]): TuningTrial[] {
  const furthest = new Map<string, TuningTrial>();
  for (const trial of trials) {
    const known = furthest.get(nameOf(trial));
    if (!known || trial.epochs >= known.epochs) furthest.set(nameOf(trial), trial);
  }
  return [...furthest.values()].sort(
    (a, b) =>
      Number(b.chosen) - Number(a.chosen) ||
      b.epochs - a.epochs ||
      (b.score?.score ?? -1) - (a.score?.score ?? -1) ||
      a.validationLoss - b.validationLoss,
  );
}

/** What a trial's rows are told apart by. */
export const nameOf = ({ candidate, layers }: TuningTrial): string => String(candidate ?? layers.join());
