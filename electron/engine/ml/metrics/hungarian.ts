/**
 * Gives every row a column of its own so that the summed cost is least (Hungarian method: Kuhn 1955, with the potentials of Jonker &
 * Volgenant 1987).
 * @param cost cost[row][column], at least as many columns as rows, finite.
 * @returns the column of each row. O(rows^2 * columns).
 */
export function hungarian(cost: readonly (readonly number[])[]): number[] {
  const nRows = cost.length;
  const nColumns = cost[0]?.length ?? 0;
  // Rows and columns count from 1 here; 0 is the row that waits for a column.
  const rowPotential = new Float64Array(nRows + 1);
  const columnPotential = new Float64Array(nColumns + 1);
  const rowOf = new Int32Array(nColumns + 1);
  const cameFrom = new Int32Array(nColumns + 1);
  for (let row = 1; row <= nRows; row++) {
    rowOf[0] = row;
    const slack = new Float64Array(nColumns + 1).fill(Infinity);
    const visited = new Uint8Array(nColumns + 1);
    let column = 0;
    do {
      visited[column] = 1;
      const current = rowOf[column]!;
      let least = Infinity;
      let next = 0;
      for (let j = 1; j <= nColumns; j++) {
        if (visited[j]) continue;
        const reduced = cost[current - 1]![j - 1]! - rowPotential[current]! - columnPotential[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          cameFrom[j] = column;
        }
        if (slack[j]! < least) {
          least = slack[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= nColumns; j++) {
        if (visited[j]) {
          rowPotential[rowOf[j]!] = rowPotential[rowOf[j]!]! + least;
          columnPotential[j] = columnPotential[j]! - least;
        } else slack[j] = slack[j]! - least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const columns = new Array<number>(nRows).fill(-1);
  for (let j = 1; j <= nColumns; j++) if (rowOf[j] !== 0) columns[rowOf[j]! - 1] = j - 1;
  return columns;
}
