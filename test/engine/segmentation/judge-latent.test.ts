import { describe, expect, it } from 'vitest';
import { judgedCounts, judgeLatent, type Customers } from '../../../electron/engine/segmentation/judge-latent.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { Matrix } from '../../../electron/engine/ml/types.ts';
import { context } from '../ml/networks/samples.ts';

/** Five clear groups in ten features, and what several made-up networks leave of them. */
function customers(n: number, seed: number, latentOf: (group: number, random: Random) => number[]): Customers {
  const random = new Random(seed);
  const centres = new Random(99);
  const means = Array.from({ length: 5 }, () => Array.from({ length: 10 }, () => 3 * centres.normal()));
  const rows = Array.from({ length: n }, () => {
    const group = random.integer(5);
    return { features: means[group]!.map((mean) => mean + random.normal()), latent: latentOf(group, random) };
  });
  const matrix = (of: (row: (typeof rows)[number]) => number[]): Matrix => ({
    data: Float64Array.from(rows.flatMap(of)),
    nSamples: n,
    nFeatures: of(rows[0]!).length,
  });
  return { features: matrix((row) => row.features), latent: matrix((row) => row.latent) };
}

const judge = (latentOf: (group: number, random: Random) => number[]) =>
  judgeLatent(customers(600, 1, latentOf), customers(300, 2, latentOf), context(1));

describe('a latent space', () => {
  const angle = (group: number): number => (2 * Math.PI * group) / 5;
  const faithful = judge((group, random) => [
    Math.cos(angle(group)) + 0.1 * random.normal(),
    Math.sin(angle(group)) + 0.1 * random.normal(),
  ]);

  it('that holds the groups comes back, explains the features, and says how many there are', () => {
    expect(faithful.nSegments).toBe(5);
    expect(faithful.stability).toBeGreaterThan(0.97);
    expect(faithful.explained).toBeGreaterThan(0.8);
    expect(faithful.score).toBeCloseTo(faithful.stability * faithful.explained, 12);
  });

  it('that has forgotten all but one border is steady, and worth less', () => {
    const forgetful = judge((group, random) => [(group < 2 ? -1 : 1) + 0.01 * random.normal()]);
    expect(forgetful.score).toBeLessThan(0.6 * faithful.score);
  });

  it('of chance alone explains nothing', () => {
    const chance = judge((_, random) => [random.normal(), random.normal()]);
    expect(chance.explained).toBeLessThan(0.05);
    expect(chance.score).toBeLessThan(0.05);
  });

  it('is judged the same at any time, on at most as many segments as customers allow', () => {
    const again = judge((group, random) => [
      Math.cos(angle(group)) + 0.1 * random.normal(),
      Math.sin(angle(group)) + 0.1 * random.normal(),
    ]);
    expect(again).toEqual(faithful);
    expect(judgedCounts(1000)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(judgedCounts(22)).toEqual([3, 4]);
    expect(judgedCounts(5)).toEqual([2]);
  });
});
