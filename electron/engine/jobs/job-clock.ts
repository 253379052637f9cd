/** The time a job has worked: stands still while it is paused. Seconds, monotonic. */
export interface JobClock {
  now: () => number;
  pause: () => void;
  goOn: () => void;
}

/** @param clock Seconds, monotonic, that never stand still. */
export function createJobClock(clock: () => number): JobClock {
  let lost = 0;
  let pausedAt: number | null = null;
  return {
    now: () => (pausedAt ?? clock()) - lost,
    pause: () => void (pausedAt ??= clock()),
    goOn: () => {
      if (pausedAt !== null) lost += clock() - pausedAt;
      pausedAt = null;
    },
  };
}
