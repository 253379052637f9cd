import type { RunSettings } from './domain.ts';

/** Whether two runs would compute the same: every setting is equal, the order of exclusions aside. */
export function sameSettings(a: RunSettings, b: RunSettings): boolean {
  const canonical = ({ exclude, methods, ...rest }: RunSettings): string =>
    JSON.stringify([Object.entries(rest).sort(), [...methods].sort(), [...exclude].sort()]);
  return canonical(a) === canonical(b);
}
