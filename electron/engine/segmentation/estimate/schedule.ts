/** How long tasks take that wait for each other and share threads: the pool's own order, played through. */

export interface TimedTask {
  seconds: number;
  /** Positions of tasks that have to be done before; each lies further ahead in the list. */
  after: readonly number[];
  onEngine?: boolean;
}

/**
 * Seconds until all are done. As in the pool, what becomes free first is taken first, in the order of the list among
 * equals; `onEngine` tasks need no thread. O(tasks^2) at most, for some hundred tasks far below a millisecond.
 */
export function makespan(tasks: readonly TimedTask[], threads: number): number {
  const open = tasks.map(({ after }) => after.length);
  const followers = tasks.map((): number[] => []);
  tasks.forEach(({ after }, i) => after.forEach((before) => followers[before]!.push(i)));
  const ready = open.flatMap((count, i) => (count === 0 ? [i] : []));
  const running: { task: number; ends: number }[] = [];
  let now = 0;
  let busy = 0;
  for (;;) {
    for (let i = 0; i < ready.length;) {
      const task = ready[i]!;
      const { onEngine = false, seconds } = tasks[task]!;
      if (!onEngine && busy >= threads) {
        i++;
        continue;
      }
      ready.splice(i, 1);
      if (!onEngine) busy++;
      running.push({ task, ends: now + seconds });
    }
    if (running.length === 0) return now;
    const first = running.reduce((least, entry) => (entry.ends < least.ends ? entry : least));
    running.splice(running.indexOf(first), 1);
    now = first.ends;
    if (!tasks[first.task]!.onEngine) busy--;
    for (const follower of followers[first.task]!) if (--open[follower]! === 0) ready.push(follower);
  }
}
