import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../electron/engine/jobs/progress.ts';

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
});
