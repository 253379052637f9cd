/** Progress of a job made of weighted parts that may run side by side, and the time it has left. */

export interface Progress {
  /** Says how much of a part is done, 0 to 1. The stage shown is the first part, in order, that is not done. */
  part: (stage: string) => (share: number) => void;
  done: (stage: string) => void;
  snapshot: () => { stage: string; progress: number; etaSeconds: number | null };
}

/** Below this share the time left would be a guess. */
const etaFrom = 0.04;

/**
 * @param weights Relative cost of each stage, in the order in which a person should see them.
 * @param now Seconds, monotonic.
 * @param changed Called on every change.
 */
export function createProgress(weights: Record<string, number>, now: () => number, changed: () => void): Progress {
  const stages = Object.keys(weights);
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const shares = new Map(stages.map((stage) => [stage, 0]));
  const startedAt = now();
  const set = (stage: string, share: number): void => {
    // Parts that repeat (several tasks in one stage) never make progress go back.
    if (share > (shares.get(stage) ?? 0)) shares.set(stage, Math.min(1, share));
    changed();
  };
  return {
    part: (stage) => (share) => set(stage, share),
    done: (stage) => set(stage, 1),
    snapshot: () => {
      const progress = stages.reduce((sum, stage) => sum + weights[stage]! * shares.get(stage)!, 0) / total;
      const stage = stages.find((name) => shares.get(name)! < 1) ?? stages.at(-1)!;
      const elapsed = now() - startedAt;
      return { stage, progress, etaSeconds: progress < etaFrom ? null : (elapsed * (1 - progress)) / progress };
    },
  };
}

/** Progress of several tasks that together make one stage: the mean of their shares. */
export function sharedStage(report: (share: number) => void, tasks: number): (share: number) => void {
  let finished = 0;
  return (share) => {
    if (share < 1) return;
    finished++;
    report(finished / tasks);
  };
}
