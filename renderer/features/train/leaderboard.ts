import type { TuningTrial } from '../../../shared/domain.ts';

/** One row per structure, as it did when it was trained longest: those trained longest first, then by their error. */
export function leaderboard(trials: readonly TuningTrial[]): TuningTrial[] {
  const longest = new Map<string, TuningTrial>();
  for (const trial of trials) {
    const known = longest.get(trial.layers.join());
    if (!known || trial.epochs >= known.epochs) longest.set(trial.layers.join(), trial);
  }
  return [...longest.values()].sort((a, b) => b.epochs - a.epochs || a.validationLoss - b.validationLoss);
}
