import { describe, expect, it } from 'vitest';
import { createProgress, createTimeLeft, createWorkProgress } from '../../../electron/engine/jobs/progress.ts';
import { createWorkLedger } from '../../../electron/engine/jobs/work-ledger.ts';
import { unknownPace } from '../../../electron/engine/segmentation/estimate/machine-pace.ts';
import { runTasks } from '../../../electron/engine/segmentation/estimate/run-tasks.ts';
import { methods, supervisedMethods, type RunSettings } from '../../../shared/domain.ts';

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

describe('the time left', () => {
  it('falls at once and grows by a second a second at most', () => {
    let now = 0;
    const left = createTimeLeft(() => now);
    expect(left(null)).toBeNull();
    expect(left(20)).toBe(20);
    now = 1;
    expect(left(10)).toBe(10);
    now = 3;
    expect(left(60)).toBe(12);
    expect(left(60)).toBe(12);
    now = 4;
    expect(left(null)).toBe(12);
    expect(left(12.5)).toBe(12.5);
    expect(left(-1)).toBe(0);
  });

  /** Work of `total` planned seconds that really takes `slower` times as long. */
  function follow(total: number, slower: number): { at: number; eta: number; progress: number }[] {
    let now = 50;
    const snapshot = createWorkProgress(
      { stage: () => 'train', total: () => total, remaining: () => Math.max(0, total - (now - 50) / slower) },
      () => now,
    );
    const seen: { at: number; eta: number; progress: number }[] = [];
    for (let at = 0; at <= total * slower + 1e-9; at += 0.1) {
      now = 50 + at;
      const { etaSeconds, progress } = snapshot();
      seen.push({ at, eta: etaSeconds!, progress });
    }
    return seen;
  }

  it('begins with the estimate and ends with the truth, without a jump', () => {
    for (const slower of [0.4, 1, 1.5, 3]) {
      const [total, real] = [20, 20 * slower];
      const seen = follow(total, slower);
      expect(seen[0]!.eta).toBe(total);
      expect(seen.at(-1)!.eta).toBeCloseTo(0, 1);
      expect(seen.at(-1)!.progress).toBeCloseTo(1, 2);
      for (const [i, { at, eta, progress }] of seen.entries()) {
        const before = seen[i - 1];
        if (before) {
          expect(eta - before.eta).toBeLessThanOrEqual(at - before.at + 1e-9);
          expect(progress).toBeGreaterThanOrEqual(before.progress);
        }
        // From the middle on it is the truth itself.
        if (at > real / 2 + 1) expect(Math.abs(eta - (real - at))).toBeLessThan(0.35 * (real - at) + 0.5);
      }
    }
  });

  it('is exact all the way where the estimate is', () => {
    for (const { at, eta } of follow(10, 1)) expect(eta).toBeCloseTo(10 - at, 6);
  });
});

describe('the ledger of a run', () => {
  const settings: RunSettings = {
    ...{ methods: [...methods], segments: 'auto', preset: 'fast', seed: 1, network: null },
    ...{ map: 'tsne', backend: 'kernels', exclude: [] },
  };
  const shape = { lines: 30_000, customers: 1200, features: 18, labelled: 1000 };

  function open(): { ledger: ReturnType<typeof createWorkLedger>; pass: (seconds: number) => void } {
    let now = 0;
    const plan = { shape, settings, threads: 2, pace: unknownPace() };
    const ledger = createWorkLedger(
      plan,
      () => now,
      () => {},
    );
    return { ledger, pass: (seconds) => void (now += seconds) };
  }

  it('counts methods that learn labels only where there are some', () => {
    const { ledger } = open();
    expect(ledger.methods().map(({ method }) => method)).toEqual([...methods]);
    ledger.reshape({ ...shape, labelled: 0 });
    const told = ledger.methods().map(({ method }) => method);
    expect(told).toEqual(methods.filter((method) => !supervisedMethods.includes(method)));
  });

  it('ticks off tasks until nothing is left, in the order of the stages', () => {
    const { ledger } = open();
    expect(ledger.remaining()).toBe(ledger.total());
    expect(ledger.stage()).toBe('load');
    let before = ledger.remaining();
    for (const { key, onEngine } of runTasks(shape, settings)) {
      if (onEngine) ledger.note(key, 0.01);
      else {
        const task = ledger.follow(key);
        task.onStart();
        task.onProgress(0.5);
        task.onBusy(0.2, 0.1);
      }
      // Tasks are dealt out greedily: with one less, the rest may end a little later (Graham 1969).
      expect(ledger.remaining()).toBeLessThanOrEqual(1.05 * before + 1e-9);
      before = ledger.remaining();
    }
    expect(before).toBe(0);
    expect(ledger.methods().map(({ state, share }) => [state, share])).toEqual(methods.map(() => ['done', 1]));
    expect(Object.values(ledger.ratios()).every((ratio) => ratio > 0)).toBe(true);
  });

  it('counts a task that tells nothing by the clock, but never as done', () => {
    const { ledger, pass } = open();
    ledger.note('load', 0.01);
    const begun = ledger.remaining();
    ledger.follow('prepareFeatures').onStart();
    pass(1000);
    expect(ledger.remaining()).toBeLessThan(begun);
    expect(ledger.stage()).toBe('prepare');
  });

  it('takes in which structure tuning has chosen', () => {
    const { ledger } = open();
    const before = ledger.total();
    ledger.choose([500, 500, 8]);
    expect(ledger.total()).toBeGreaterThan(2 * before);
    ledger.choose([4, 2]);
    expect(ledger.total()).toBeLessThan(before);
  });

  it('closes what a failed method leaves, and forgets no finished task when it plans again', () => {
    const { ledger } = open();
    ledger.note('load', 0.01);
    ledger.follow('prepareFeatures').onBusy(0.2, 0.2);
    ledger.reshape({ ...shape, customers: 900 });
    expect(ledger.stage()).toBe('train');
    const before = ledger.remaining();
    ledger.close({ method: 'autoencoder' });
    expect(ledger.remaining()).toBeLessThan(before);
    expect(ledger.methods().find(({ method }) => method === 'autoencoder')).toMatchObject({
      state: 'failed',
      share: 1,
    });
    expect(ledger.stage()).toBe('map');
    // A task that nobody planned breaks nothing.
    ledger.follow('tryNetwork').onBusy(1, 1);
  });
});
