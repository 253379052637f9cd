/** Works for so many milliseconds: how many times as long it took as the processor was really at work on it, 1 or more. */
export function run({ milliseconds }: { milliseconds: number }): number {
  const from = performance.now();
  const begun = process.threadCpuUsage();
  let sum = 0;
  while (performance.now() - from < milliseconds) for (let i = 0; i < 2000; i++) sum += Math.sqrt(i);
  const { user, system } = process.threadCpuUsage(begun);
  const worked = (user + system) / 1000;
  // `sum` is looked at, or the work could be left out.
  return worked > 0 && sum > 0 ? Math.max(1, (performance.now() - from) / worked) : 1;
}
