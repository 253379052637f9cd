/**
 * The steps of which a pair of adversarial networks is put together (see `networks/gan`): products of whole batches,
 * and Adam. What the caller joins them to is decided there.
 */
export { addColumnSums, addOuter, multiply, transpose } from './_dense-matrix';
export { adam } from './_dense-adam';

/** C[rows x (a + b)] = A and B side by side; all widths in bytes, multiples of 16. */
export function join(a: usize, aBytes: usize, b: usize, bBytes: usize, c: usize, rows: i32): void {
  for (let r: i32 = 0; r < rows; r++) {
    memory.copy(c, a, aBytes);
    memory.copy(c + aBytes, b, bBytes);
    a += aBytes;
    b += bBytes;
    c += aBytes + bBytes;
  }
}
