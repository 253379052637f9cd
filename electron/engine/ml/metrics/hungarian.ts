/**
 * The assignment of rows to columns of a square cost matrix (size x size, row-major) with the least total cost, by
 * shortest augmenting paths (Kuhn 1955; Jonker & Volgenant 1987). Returns the column of each row. O(size^3).
 */
export function hungarian(cost: Float64Array, size: number): Int32Array {
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  // Columns and rows count from 1 here; 0 stands for "none yet".
  const rowOf = new Int32Array(size + 1);
  const previous = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const slack = new Float64Array(size + 1).fill(Infinity);
    const visited = new Uint8Array(size + 1);
    do {
      visited[column] = 1;
      const current = rowOf[column]!;
      let least = Infinity;
      let next = 0;
      for (let c = 1; c <= size; c++) {
        if (visited[c]) continue;
        const reduced = cost[(current - 1) * size + c - 1]! - rowPotential[current]! - columnPotential[c]!;
        if (reduced < slack[c]!) {
          slack[c] = reduced;
          previous[c] = column;
        }
        if (slack[c]! < least) {
          least = slack[c]!;
          next = c;
        }
      }
      for (let c = 0; c <= size; c++) {
        if (visited[c]) {
          rowPotential[rowOf[c]!]! += least;
          columnPotential[c]! -= least;
        } else slack[c]! -= least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[previous[column]!]!;
      column = previous[column]!;
    }
  }
  const columnOf = new Int32Array(size);
  for (let c = 1; c <= size; c++) columnOf[rowOf[c]! - 1] = c - 1;
  return columnOf;
}
