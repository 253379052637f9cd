import { describe, expect, it } from 'vitest';
import { createProgress, sharedStage } from '../../../electron/engine/jobs/progress.ts';

describe('progress', () => {
  it('weighs stages, never goes back, and tells the time left from what was measured', () => {
    let now = 100;
    const progress = createProgress(
      { read: 1, train: 3 },
      () => now,
      () => {},
    );
    expect(progress.snapshot()).toEqual({ stage: 'read', progress: 0, etaSeconds: null });
    now = 110;
    progress.part('read')(1);
    expect(progress.snapshot()).toEqual({ stage: 'train', progress: 0.25, etaSeconds: 30 });
    progress.part('train')(0.5);
    progress.part('train')(0.2);
    expect(progress.snapshot().progress).toBeCloseTo(0.625, 10);
    progress.done('train');
    expect(progress.snapshot()).toEqual({ stage: 'train', progress: 1, etaSeconds: 0 });
  });

  it('adds up the tasks of one stage', () => {
    const seen: number[] = [];
    const report = sharedStage((share) => seen.push(share), 4);
    for (const share of [0.3, 1, 1, 0.9, 1, 1]) report(share);
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });
});
