import type { MapPoints } from '../../../../shared/domain.ts';
import { fitPca, transformPca } from '../../ml/projection/pca.ts';
import { fitTsne } from '../../ml/projection/tsne.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/**
 * Two coordinates for each of `embed` customers at most, and room for the others, up to `draw` in all, whose places are
 * still at the origin. Beyond, a seeded sample is drawn, and the map says so.
 */
export function run(
  args: { space: Matrix; kind: 'pca' | 'tsne'; embed: number; draw: number; seed: number },
  context: TaskContext,
): MapPoints {
  const ctx = numericContext(context, args.seed, `map:${args.kind}`);
  const n = args.space.nSamples;
  const order = n <= args.embed ? Int32Array.from({ length: n }, (_, i) => i) : ctx.random.permutation(n);
  const rows = order.slice(0, Math.min(n, args.embed)).sort();
  const others = order.slice(rows.length, args.draw).sort();
  const drawn = takeRows(args.space, rows);
  const x = new Float32Array(rows.length + others.length);
  const y = new Float32Array(x.length);
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
  const all = new Int32Array(x.length);
  all.set(rows);
  all.set(others, rows.length);
  return { kind: args.kind, x, y, rows: all, embedded: rows.length, sampledFrom: n, klDivergence };
}
