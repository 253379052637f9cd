import type { MapPoints } from '../../../../shared/domain.ts';
import { fitPca, transformPca } from '../../ml/projection/pca.ts';
import { fitTsne } from '../../ml/projection/tsne.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Two coordinates per customer. Beyond `most` customers a seeded sample is drawn, and the map says so. */
export function run(
  args: { space: Matrix; kind: 'pca' | 'tsne'; most: number; seed: number },
  context: TaskContext,
): MapPoints {
  const ctx = numericContext(context, args.seed, `map:${args.kind}`);
  const n = args.space.nSamples;
  const rows =
    n <= args.most ? Int32Array.from({ length: n }, (_, i) => i) : ctx.random.permutation(n).slice(0, args.most).sort();
  const drawn = takeRows(args.space, rows);
  const x = new Float32Array(rows.length);
  const y = new Float32Array(rows.length);
  let klDivergence: number | null = null;
  let coordinates: ArrayLike<number>;
  if (args.kind === 'tsne') {
    const fit = fitTsne(drawn, {}, ctx);
    coordinates = fit.embedding;
    klDivergence = fit.klDivergence;
  } else {
    const projected = transformPca(fitPca(args.space, { nComponents: 2 }, ctx), drawn);
    coordinates = projected.data;
    // One feature has only one direction: the map is then a line.
    if (projected.nFeatures === 1)
      coordinates = Float64Array.from({ length: 2 * rows.length }, (_, i) => (i % 2 ? 0 : projected.data[i / 2]!));
  }
  for (let i = 0; i < rows.length; i++) {
    x[i] = coordinates[2 * i]!;
    y[i] = coordinates[2 * i + 1]!;
  }
  return { kind: args.kind, x, y, rows, sampledFrom: n, klDivergence };
}
