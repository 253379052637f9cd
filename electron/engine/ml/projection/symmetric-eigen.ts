import { tridiagonalEigen } from './tridiagonal-eigen.ts';

/** Above this, as of pixels, Jacobi's many rotations take minutes. */
const largestForJacobi = 128;

/**
 * Eigenvalues (descending) and eigenvectors of a symmetric matrix (n x n, row-major) by cyclic Jacobi rotations
 * (Golub & Van Loan, section 8.5): accurate to the last digits, and quick for the few dozen features there are.
 * Larger ones by `tridiagonalEigen`. `vectors[i * n + c]` is entry i of eigenvector c. O(n^3) a sweep, some ten sweeps.
 */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  if (n > largestForJacobi) {
    const { values, vectors } = tridiagonalEigen(matrix, n);
    return descending(values, (c, i) => vectors[c * n + i]!);
  }
  const a = Float64Array.from(matrix);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  let norm = 0;
  for (const value of a) norm += value * value;
  const negligible = norm * 1e-32;

  for (let sweep = 0; sweep < 100; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q]! ** 2;
    if (off <= negligible) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
    }
  }
  return descending(
    Float64Array.from({ length: n }, (_, i) => a[i * n + i]!),
    (c, i) => v[i * n + c]!,
  );
}

/** Largest first, equals in the order they were found in. */
function descending(
  values: Float64Array,
  entry: (vector: number, i: number) => number,
): { values: Float64Array; vectors: Float64Array } {
  const n = values.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => values[j]! - values[i]! || i - j);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors[i * n + to] = entry(from, i);
  });
  return { values: Float64Array.from(order, (i) => values[i]!), vectors };
}

/** Makes entry (p, q) zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const pq = a[p * n + q]!;
  if (pq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * pq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(t * t + 1);
  const sine = t * cosine;
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p]!;
    const kq = a[k * n + q]!;
    a[k * n + p] = cosine * kp - sine * kq;
    a[k * n + q] = sine * kp + cosine * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k]!;
    const qk = a[q * n + k]!;
    a[p * n + k] = cosine * pk - sine * qk;
    a[q * n + k] = sine * pk + cosine * qk;
    const kp = v[k * n + p]!;
    const kq = v[k * n + q]!;
    v[k * n + p] = cosine * kp - sine * kq;
    v[k * n + q] = sine * kp + cosine * kq;
  }
}
