/**
 * Panels: eight columns of a large matrix, copied side by side. Read in place, every row of such a panel would lie in a
 * cache line of its own, and widths that are powers of two would all fall into the same few.
 */

/** Rows that a panel holds at most: 16 KB, half a first-level cache. */
export const panelRows: i32 = 512;

/** Matrices of less than this are quick to read where they lie. */
export const fewestBytesToPack: usize = 32768;

/** Eight zeros, for sums that start from nothing. */
export const noStart = memory.data(32, 16);

const panel = memory.data(32 * panelRows, 64);

/** Copies eight columns of `rows` (at most `panelRows`) rows; returns where, 32 bytes a row. */
export function packPanel(from: usize, stride: usize, rows: i32): usize {
  const end = panel + (<usize>rows << 5);
  for (let to = panel; to < end; to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += stride;
  }
  return panel;
}
