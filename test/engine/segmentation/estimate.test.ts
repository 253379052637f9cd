/** The model of a run's time: grows with the work, learns from runs, is not led astray by one. */
import { describe, expect, it } from 'vitest';
import { estimatePresets, estimateRun } from '../../../electron/engine/segmentation/estimate/estimate-run.ts';
import {
  learnPace,
  load,
  mostObservations,
  mostRuns,
  spread,
  taskSeconds,
  unknownPace,
  type MachinePace,
} from '../../../electron/engine/segmentation/estimate/machine-pace.ts';
import { runTasks, workKinds } from '../../../electron/engine/segmentation/estimate/run-tasks.ts';
import { makespan } from '../../../electron/engine/segmentation/estimate/schedule.ts';
import { methods, presets, type RunSettings } from '../../../shared/domain.ts';

const settings: RunSettings = {
  ...{ methods: [...methods], segments: 'auto', preset: 'balanced', seed: 1, network: null },
  ...{ map: 'tsne', backend: 'kernels', exclude: [] },
};
const shape = (customers: number): { lines: number; customers: number; features: number } => ({
  lines: 25 * customers,
  customers,
  features: 20,
});
const probed: MachinePace = {
  ...unknownPace(),
  probe: { orders: 1, network: 1, kmeans: 1, silhouette: 1, tsne: 1 },
};
const seconds = (customers: number, part: Partial<RunSettings> = {}, threads = 2, pace = probed): number =>
  estimateRun(shape(customers), { ...settings, ...part }, threads, pace).seconds;

describe('the schedule', () => {
  it('adds up what waits for each other, and shares threads among the rest', () => {
    const task = (length: number, ...after: number[]) => ({ seconds: length, after });
    expect(makespan([], 2)).toBe(0);
    expect(makespan([task(2), task(3, 0), task(1, 1)], 4)).toBe(6);
    expect(makespan([task(2), task(2), task(2), task(2)], 2)).toBe(4);
    expect(makespan([task(2), task(2), task(2)], 3)).toBe(2);
    // The engine's own work takes no thread.
    expect(makespan([task(3), { ...task(3), onEngine: true }], 1)).toBe(3);
    // What became free first is taken first, as in the pool.
    expect(makespan([task(1), task(4), task(5, 0)], 1)).toBe(10);
  });

  it('is never shorter than its longest chain, nor than the work shared evenly', () => {
    for (const threads of [1, 2, 3, 8]) {
      const tasks = runTasks(shape(3000), settings).map((task) => ({ ...task, seconds: taskSeconds(task, probed) }));
      const all = tasks.reduce((sum, task) => sum + (task.onEngine ? 0 : task.seconds), 0);
      const ends: number[] = [];
      for (const task of tasks) ends.push(task.seconds + Math.max(0, ...task.after.map((before) => ends[before]!)));
      const whole = makespan(tasks, threads);
      expect(whole).toBeGreaterThanOrEqual(Math.max(...ends) - 1e-9);
      expect(whole).toBeGreaterThanOrEqual(all / threads);
      expect(whole).toBeLessThanOrEqual(all / threads + Math.max(...ends) + 1e-9);
    }
  });
});

describe('the tasks of a run', () => {
  it('wait only for tasks before them', () => {
    for (const preset of presets) {
      runTasks(shape(500), { ...settings, preset }).forEach(({ after, work }, i) => {
        expect(after.every((before) => before < i)).toBe(true);
        expect(Object.values(work).every((amount) => amount >= 0 && Number.isFinite(amount))).toBe(true);
      });
    }
  });

  it('are fewer without a network, without a map, without tuning', () => {
    const count = (part: Partial<RunSettings>): number => runTasks(shape(500), { ...settings, ...part }).length;
    expect(count({ methods: ['rfm', 'kmeans'] })).toBeLessThan(count({}));
    expect(count({ map: 'none' })).toBe(count({}) - 1);
    expect(count({ network: [32, 4] })).toBeLessThan(count({}));
  });
});

describe('the estimate', () => {
  it('grows with customers, lines, presets and larger networks, and falls with threads', () => {
    for (const preset of presets) {
      const sizes = [50, 200, 1000, 3000, 10_000, 32_000, 100_000, 1_000_000];
      const estimates = sizes.map((customers) => seconds(customers, { preset }));
      expect(estimates).toEqual([...estimates].sort((a, b) => a - b));
    }
    const { fast, balanced, deep } = estimatePresets(shape(3000), settings, 2, probed);
    expect(fast.seconds).toBeLessThan(balanced.seconds);
    expect(balanced.seconds).toBeLessThan(deep.seconds);
    expect(seconds(3000, { network: [500, 500, 2000, 10] })).toBeGreaterThan(3 * seconds(3000, { network: [64, 8] }));
    expect(seconds(3000, { backend: 'wasm' })).toBeGreaterThan(seconds(3000));
    const more = estimateRun({ ...shape(3000), lines: 5e6 }, settings, 2, probed).seconds;
    expect(more).toBeGreaterThan(seconds(3000) + 1);
    const threads = [1, 2, 4, 8].map((count) => seconds(3000, {}, count));
    expect(threads).toEqual([...threads].sort((a, b) => b - a));
  });

  it('follows the probe, and says whether anything was measured', () => {
    const twice = { ...probed, probe: Object.fromEntries(workKinds.map((kind) => [kind, 2])) as MachinePace['probe'] };
    expect(seconds(3000, {}, 2, twice)).toBeCloseTo(2 * seconds(3000), 6);
    const unknown = estimateRun(shape(3000), settings, 2, unknownPace());
    const known = estimateRun(shape(3000), settings, 2, probed);
    expect([unknown.measured, known.measured]).toEqual([false, true]);
    expect(unknown.high / unknown.low).toBeGreaterThan(known.high / known.low);
    expect(known.low).toBeLessThan(known.seconds);
    expect(known.high).toBeGreaterThan(known.seconds);
  });
});

describe('learning from finished runs', () => {
  const seen = (ratio: number, run = 1) => ({ tasks: { 'mapCustomers:tsne': ratio }, run });
  const task = { key: 'mapCustomers:tsne', work: { tsne: 1 } };

  it('moves towards the truth with every run', () => {
    let pace = probed;
    let before = taskSeconds(task, pace);
    for (let i = 0; i < 6; i++) {
      pace = learnPace(pace, seen(3));
      const now = taskSeconds(task, pace);
      expect(now).toBeGreaterThan(before);
      expect(now).toBeLessThanOrEqual(3);
      before = now;
    }
    expect(before).toBeGreaterThan(2.7);
    // Other tasks know nothing of it.
    expect(taskSeconds({ key: 'save', work: { orders: 1 } }, pace)).toBe(1);
  });

  it('is not led astray by one run of a computer that slept', () => {
    let pace = probed;
    for (const ratio of [1, 1.1, 0.9, 1, 1.05]) pace = learnPace(pace, seen(ratio, ratio));
    const [before, busy] = [taskSeconds(task, pace), load(pace)];
    pace = learnPace(pace, seen(1e6, 1e6));
    expect(taskSeconds(task, pace) / before).toBeLessThan(1.1);
    expect(load(pace) / busy).toBeLessThan(1.1);
    for (const odd of [NaN, Infinity, -1, 0]) expect(learnPace(pace, seen(odd, odd))).toEqual(pace);
  });

  it('takes up how busy the computer is, and how much that varies', () => {
    let steady = probed;
    let restless = probed;
    for (let i = 0; i < 7; i++) {
      steady = learnPace(steady, seen(1, 2));
      restless = learnPace(restless, seen(1, [0.6, 1, 2.5][i % 3]!));
    }
    expect(load(steady)).toBeGreaterThan(1.8);
    expect(load(steady)).toBeLessThanOrEqual(2);
    expect(spread(steady)).toBeLessThan(spread(probed));
    expect(spread(restless)).toBeGreaterThan(spread(steady));
  });

  it('counts the pressure of the moment, and learns nothing of runs that began without a look at it', () => {
    expect(seconds(3000, {}, 2, { ...probed, pressure: 3 })).toBeCloseTo(3 * seconds(3000), 6);
    expect(learnPace(probed, { tasks: {}, run: null }).runs).toEqual([]);
  });

  it('keeps a bounded memory', () => {
    let pace = probed;
    for (let i = 0; i < 100; i++) pace = learnPace(pace, seen(1 + i / 100));
    expect(pace.tasks['mapCustomers:tsne']).toHaveLength(mostObservations);
    expect(pace.runs).toHaveLength(mostRuns);
  });
});
