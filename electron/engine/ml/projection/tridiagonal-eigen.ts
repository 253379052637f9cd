/**
 * Eigenvalues (in no order) and eigenvectors of a large symmetric matrix (n x n, row-major): Householder reflections
 * make it tridiagonal (Golub & Van Loan, algorithm 8.3.1), QL steps with implicit Wilkinson shifts make that diagonal
 * (8.3.3, from the other end). `vectors[c * n + i]` is entry i of eigenvector c: rows, so that all work runs along
 * memory. About 7 n^3 operations, where Jacobi's rotations take some 60 n^3.
 */
export function tridiagonalEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const { values, beside, vectors } = tridiagonalise(Float64Array.from(matrix), n);
  diagonalise(values, beside, vectors, n);
  return { values, vectors };
}

/** A = Q T Q': `values` is the diagonal of T, `beside[i]` stands between i and i + 1, `vectors` is Q transposed. */
function tridiagonalise(
  a: Float64Array,
  n: number,
): { values: Float64Array; beside: Float64Array; vectors: Float64Array } {
  const beside = new Float64Array(n);
  const p = new Float64Array(n);
  const reflections: (Float64Array | null)[] = [];
  for (let k = 0; k < n - 1; k++) {
    // Row k is column k: everything stays symmetric.
    const v = a.slice(k * n, (k + 1) * n).fill(0, 0, k + 1);
    let below = 0;
    for (let i = k + 2; i < n; i++) below += v[i]! ** 2;
    const head = v[k + 1]!;
    if (below === 0) {
      beside[k] = head;
      reflections.push(null);
      continue;
    }
    const norm = Math.sqrt(head * head + below);
    beside[k] = head > 0 ? -norm : norm;
    v[k + 1] = head - beside[k]!;
    const beta = 2 / (v[k + 1]! ** 2 + below);
    let overlap = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * n + j; j < n; j++) sum += a[at++]! * v[j]!;
      p[i] = beta * sum;
      overlap += p[i]! * v[i]!;
    }
    for (let i = k + 1; i < n; i++) p[i]! -= 0.5 * beta * overlap * v[i]!;
    for (let i = k + 1; i < n; i++) {
      const [vi, pi] = [v[i]!, p[i]!];
      for (let j = k + 1, at = i * n + j; j < n; j++) a[at++]! -= vi * p[j]! + pi * v[j]!;
    }
    reflections.push(v);
  }
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  // Q' = ... H1 H0, from the last reflection backwards: what it leaves alone is still zero.
  for (let k = n - 2; k >= 0; k--) {
    const v = reflections[k];
    if (!v) continue;
    let squares = 0;
    for (let j = k + 1; j < n; j++) squares += v[j]! ** 2;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * n + j; j < n; j++) sum += vectors[at++]! * v[j]!;
      const factor = (2 * sum) / squares;
      for (let j = k + 1, at = i * n + j; j < n; j++) vectors[at++]! -= factor * v[j]!;
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), beside, vectors };
}

function diagonalise(d: Float64Array, e: Float64Array, vectors: Float64Array, n: number): void {
  for (let first = 0; first < n; first++) {
    for (let step = 0; step < 60; step++) {
      let last = first;
      while (last < n - 1 && Math.abs(e[last]!) > Number.EPSILON * (Math.abs(d[last]!) + Math.abs(d[last + 1]!)))
        last++;
      if (last === first) break;
      const half = (d[first + 1]! - d[first]!) / (2 * e[first]!);
      const root = Math.hypot(half, 1);
      let g = d[last]! - d[first]! + e[first]! / (half + (half < 0 ? -root : root));
      let [sine, cosine, shift] = [1, 1, 0];
      let i = last - 1;
      for (; i >= first; i--) {
        const f = sine * e[i]!;
        const b = cosine * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= shift;
          e[last] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1]! - shift;
        const mixed = (d[i]! - g) * sine + 2 * cosine * b;
        shift = sine * mixed;
        d[i + 1] = g + shift;
        g = cosine * mixed - b;
        turn(vectors, n, i, cosine, sine);
      }
      if (i >= first) continue;
      d[first]! -= shift;
      e[first] = g;
      e[last] = 0;
    }
  }
}

/** Turns rows i and i + 1 in their plane. */
function turn(vectors: Float64Array, n: number, i: number, cosine: number, sine: number): void {
  for (let k = 0, upper = i * n, lower = upper + n; k < n; k++, upper++, lower++) {
    const x = vectors[upper]!;
    const y = vectors[lower]!;
    vectors[lower] = sine * x + cosine * y;
    vectors[upper] = cosine * x - sine * y;
  }
}
