/** How far the neighbours that a map shows are neighbours in the data. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { nearestNeighbours } from './neighbours.ts';

/**
 * Trustworthiness (Venna & Kaski 2001), as scikit-learn defines it: 1 - 2 / (n k (2n - 3k - 1)) times the sum, over each
 * row's k neighbours on the map, of how far their rank in the data exceeds k. 1 is perfect, about 0.5 is chance. Ties
 * in the data count in the map's favour. Takes n^2 f steps: meant for some thousand rows.
 *
 * @param X n x f.
 * @param embedding x, y of each row (2n values).
 * @param k neighbours, below n / 2.
 * @throws AppError `invalid_input` where k is not below n / 2 or the shapes differ.
 */
export function trustworthiness(X: Matrix, embedding: Float32Array, k: number, ctx: Context): number {
  const { data, nSamples: n, nFeatures } = X;
  if (!(k >= 1 && k < n / 2)) throw new AppError('invalid_input', { reason: 'too_many_neighbours', k, rows: n });
  if (embedding.length !== 2 * n) throw new AppError('invalid_input', { reason: 'shape_mismatch' });
  const onMap = nearestNeighbours({ data: embedding, nSamples: n, nFeatures: 2 }, k, ctx);
  const distances = new Float64Array(n);
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    ctx.checkCancelled();
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let f = 0; f < nFeatures; f++) sum += (data[i * nFeatures + f]! - data[j * nFeatures + f]!) ** 2;
      distances[j] = sum;
    }
    distances[i] = Infinity;
    for (let m = 0; m < k; m++) {
      const limit = distances[onMap.indices[i * k + m]!]!;
      let rank = 1;
      for (let j = 0; j < n; j++) if (distances[j]! < limit) rank++;
      penalty += Math.max(0, rank - k);
    }
  }
  return 1 - (penalty * 2) / (n * k * (2 * n - 3 * k - 1));
}
