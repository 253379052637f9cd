/** Two moons in a plane with a category that hangs on where a row lies, coded as three columns of 0 and 1. */
import { Random } from '../../../../../electron/engine/ml/random.ts';
import type { Matrix } from '../../../../../electron/engine/ml/types.ts';

const nFeatures = 5;

/** Six in ten rows are of the upper moon: its left half level 0, its right half 1. The lower has 2, one in ten 1. */
export function moons(nSamples: number, seed: number): Matrix {
  const random = new Random(seed);
  const data = new Float64Array(nSamples * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    const upper = random.uniform() < 0.6;
    const angle = Math.PI * random.uniform();
    const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
    const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
    const rare = random.uniform() < 0.1;
    const level = upper ? (x < 0 ? 0 : 1) : rare ? 1 : 2;
    data[i * nFeatures] = 1.2 * (x - 0.5) + 0.08 * random.normal();
    data[i * nFeatures + 1] = 1.8 * (y - 0.25) + 0.08 * random.normal();
    data[i * nFeatures + 2 + level] = 1;
  }
  return { data, nSamples, nFeatures };
}

/** Share of the rows in each mode: the moon that lies nearer, and the level. */
export function modeShares({ data, nSamples }: Matrix): Map<string, number> {
  const shares = new Map<string, number>();
  for (let i = 0; i < nSamples; i++) {
    const row = data.subarray(i * nFeatures, (i + 1) * nFeatures);
    const [x, y] = [row[0]! / 1.2 + 0.5, row[1]! / 1.8 + 0.25];
    let [upper, lower] = [Infinity, Infinity];
    for (let step = 0; step <= 60; step++) {
      const angle = (Math.PI * step) / 60;
      upper = Math.min(upper, Math.hypot(x - Math.cos(angle), y - Math.sin(angle)));
      lower = Math.min(lower, Math.hypot(x - 1 + Math.cos(angle), y - 0.5 + Math.sin(angle)));
    }
    const mode = `${upper < lower ? 'upper' : 'lower'} ${row.subarray(2).indexOf(1)}`;
    shares.set(mode, (shares.get(mode) ?? 0) + 1 / nSamples);
  }
  return shares;
}
