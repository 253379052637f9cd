/** Columns of two values of which at most one is on in each row: what a category became is found again. */
import type { Matrix } from '../../types.ts';

export interface ExclusiveColumns {
  columns: number[];
  /** Lower and higher value of each. */
  off: number[];
  on: number[];
  /** Whether there are rows in which none is on. */
  optional: boolean;
}

/** Groups of at least two columns that exclude each other, each column in one group at most. */
export function exclusiveColumns(X: Matrix): ExclusiveColumns[] {
  const flags = Array.from({ length: X.nFeatures }, (_, column) => flagOf(X, column)).filter((flag) => flag !== null);
  const groups: { members: typeof flags; taken: Uint8Array }[] = [];
  for (const flag of flags) {
    const group = groups.find(({ taken }) => flag.rows.every((row) => taken[row] === 0));
    if (group) group.members.push(flag);
    else groups.push({ members: [flag], taken: new Uint8Array(X.nSamples) });
    const { taken } = group ?? groups.at(-1)!;
    for (const row of flag.rows) taken[row] = 1;
  }
  return groups
    .filter(({ members }) => members.length > 1)
    .map(({ members, taken }) => ({
      columns: members.map(({ column }) => column),
      off: members.map(({ off }) => off),
      on: members.map(({ on }) => on),
      optional: taken.includes(0),
    }));
}

/** A column of two values, with the rows of the higher one. */
function flagOf(X: Matrix, column: number): { column: number; off: number; on: number; rows: number[] } | null {
  const value = (row: number): number => X.data[row * X.nFeatures + column]!;
  const first = value(0);
  let second = first;
  for (let i = 1; i < X.nSamples; i++) {
    if (value(i) === first || value(i) === second) continue;
    if (second !== first) return null;
    second = value(i);
  }
  if (second === first) return null;
  const [off, on] = first < second ? [first, second] : [second, first];
  const rows = Array.from({ length: X.nSamples }, (_, i) => i).filter((i) => value(i) === on);
  return { column, off, on, rows };
}
