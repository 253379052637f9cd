/** Progress of a job and the time it has left: by weighted parts, or by a plan of its work. */

export interface ProgressSnapshot {
  stage: string;
  progress: number;
  etaSeconds: number | null;
}

export interface Progress {
  /** Says how much of a part is done, 0 to 1. The stage shown is the first part, in order, that is not done. */
  part: (stage: string) => (share: number) => void;
  done: (stage: string) => void;
  snapshot: () => ProgressSnapshot;
}

/** Work with a plan: how long the rest, and all of it, should take. */
export interface PlannedWork {
  stage: () => string;
  remaining: () => number;
  total: () => number;
}

/** Below this share the time left would be a guess, where nothing was known before. */
const etaFrom = 0.04;
/** Seconds by which the time left shown may grow in a second: it tells the truth soon enough, without a jump. */
const mostGrowth = 1;

/**
 * Evens out the time left: it falls as it may, and where it has to grow it does so slowly.
 * @param now Seconds, monotonic.
 */
export function createTimeLeft(now: () => number): (left: number | null) => number | null {
  let shown: { left: number; at: number } | null = null;
  return (left) => {
    if (left === null) return shown && shown.left;
    const at = now();
    const most = shown ? shown.left + mostGrowth * (at - shown.at) : Infinity;
    shown = { left: Math.max(0, Math.min(left, most)), at };
    return shown.left;
  };
}

/**
 * Progress of parts that may run side by side.
 * @param weights Relative cost of each stage, in the order in which a person should see them.
 * @param now Seconds, monotonic.
 * @param changed Called on every change.
 */
export function createProgress(weights: Record<string, number>, now: () => number, changed: () => void): Progress {
  const stages = Object.keys(weights);
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const shares = new Map(stages.map((stage) => [stage, 0]));
  const startedAt = now();
  const timeLeft = createTimeLeft(now);
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
      const left = progress < etaFrom ? null : (elapsed * (1 - progress)) / progress;
      return { stage, progress, etaSeconds: timeLeft(left) };
    },
  };
}

/**
 * Progress of planned work. The time left begins as the plan has it and goes over to the pace that is seen, the sooner
 * the more is done.
 * @param now Seconds, monotonic.
 */
export function createWorkProgress(work: PlannedWork, now: () => number): () => ProgressSnapshot {
  const startedAt = now();
  const timeLeft = createTimeLeft(now);
  let furthest = 0;
  return () => {
    const [left, total] = [work.remaining(), work.total()];
    const done = Math.max(0, total - left);
    const share = total > 0 ? done / total : 0;
    furthest = Math.max(furthest, share);
    const pace = done > 0 ? (now() - startedAt) / done : 1;
    const trust = Math.min(1, 2 * share);
    return { stage: work.stage(), progress: furthest, etaSeconds: timeLeft(left * (1 + (pace - 1) * trust)) };
  };
}
