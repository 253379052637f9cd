/**
 * Share of the values that pass a test, where it is at least `least`; otherwise 0. Most columns fail most tests at once:
 * what cannot come up to `least` any more is not looked at to the end.
 */
export function shareOf<Value>(values: readonly Value[], least: number, test: (value: Value) => boolean): number {
  let possible = values.length;
  for (const value of values) {
    if (!test(value) && --possible / values.length < least) return 0;
  }
  return values.length === 0 ? 0 : possible / values.length;
}
