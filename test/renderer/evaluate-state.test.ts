/** The states behind step 4 and the comparison, against a real engine. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import {
  agreementKey,
  cellStrength,
  isCounterpart,
  largestMove,
  shortMoney,
} from '../../renderer/features/compare/findings.ts';
import { fitFinding, mapFinding } from '../../renderer/features/evaluate/fit-finding.ts';
import type { FitProgress, RunComparison, SilhouettePlot } from '../../shared/evaluation.ts';
import { startEngine, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let app: AppState;
const places: string[] = [];
const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 90_000, interval: 20 });

beforeAll(async () => {
  engine = startEngine();
  app = new AppState(engine.connect(), testHost(), (page) => places.push(page));
  await app.session.start();
  app.train.preset = 'fast';
  await app.welcome.load();
  await app.trySample('Sample shop');
  await until(() => app.session.report !== null);
});
afterAll(() => engine.close());

describe('evaluating', () => {
  it('measures how well customers fit, once a report', async () => {
    const { evaluate } = app;
    expect(evaluate.measured).toBe(false);
    expect(evaluate.silhouettes).toBeNull();
    const { runId } = app.session.report!;
    const heard: (FitProgress | null)[] = [];
    const stop = engine.connect().subscribe('fit', {}, (progress) => heard.push(progress));
    await evaluate.follow();
    await until(() => heard.length > 2 && heard.at(-1) === null);
    stop();
    expect(heard.filter((progress) => progress?.runId === runId).length).toBeGreaterThan(1);
    expect(evaluate.fitProgress).toBeNull();
    expect(evaluate.measured).toBe(true);
    expect(evaluate.silhouettes!.segments).toHaveLength(app.session.report!.nSegments);
    const { silhouettes } = evaluate;
    await evaluate.follow();
    expect(evaluate.silhouettes).toBe(silhouettes);
  });

  it('tells who was chosen; the last choice wins, and clearing lets go', async () => {
    const { evaluate } = app;
    const rows = (n: number): Int32Array => Int32Array.from({ length: n }, (_, row) => row);
    const first = evaluate.choose(rows(10), [{ x: 0, y: 0 }]);
    expect(evaluate.selection).toMatchObject({ summary: null });
    const second = evaluate.choose(rows(25), null);
    await Promise.all([first, second]);
    expect(evaluate.selection!.summary!.customers).toBe(25);
    expect(evaluate.selection!.outline).toBeNull();
    expect(evaluate.standOut).toHaveLength(25);
    evaluate.highlight = rows(3);
    expect(evaluate.standOut).toHaveLength(25);
    evaluate.clear();
    expect(evaluate.selection).toBeNull();
    expect(evaluate.standOut).toBeNull();
  });

  it('chooses by a rule, and says so when nobody meets it', async () => {
    const { evaluate } = app;
    const many = await evaluate.chooseByRule({ feature: 'frequency', low: 3, high: null });
    expect(many).toBeGreaterThan(0);
    expect(evaluate.selection!.summary!.customers).toBe(many);
    expect(evaluate.range).toMatchObject({ feature: 'frequency' });
    expect(await evaluate.chooseByRule({ feature: 'frequency', low: 1e9, high: null })).toBe(0);
    expect(evaluate.selection).toBeNull();
    expect(await evaluate.chooseByRule({ feature: 'nothing', low: null, high: null })).toBe(0);
    expect(evaluate.error!.details.reason).toBe('unknown_feature');
    evaluate.error = null;
  });

  it('refuses rows of another run by a sentence, not by an exception', async () => {
    await app.evaluate.choose(Int32Array.of(1e8), null);
    expect(app.evaluate.selection).toBeNull();
    expect(app.evaluate.error!.details.reason).toBe('no_such_row');
    app.evaluate.error = null;
  });

  it('shows another method’s segments, goes back at once, and compares the two', async () => {
    const { evaluate, session, compare } = app;
    expect(compare.otherId).toBeNull();
    await compare.follow();
    expect(compare.compared).toBeNull();
    const first = session.report!;
    await evaluate.choose(Int32Array.of(1, 2), null);
    const method = first.method === 'kmeans' ? 'autoencoder' : 'kmeans';
    const choosing = evaluate.chooseMethod(method);
    expect(evaluate.choosing).toBe(method);
    await choosing;
    expect(evaluate.choosing).toBeNull();
    expect(session.report).toMatchObject({ method });
    expect(session.report!.runId).not.toBe(first.runId);
    expect(evaluate.selection).toBeNull();
    expect(evaluate.measured).toBe(false);
    expect(compare.otherId).toBe(first.runId);
    await compare.follow();
    const { result, other } = compare.compared!;
    expect(other.runId).toBe(first.runId);
    expect(result.shared).toBe(first.customers);
    const rows = compare.rowsOf({ before: 0, after: 0 });
    expect(rows).toHaveLength(result.counts[0]![0]!);
    await evaluate.chooseMethod(first.method);
    expect(session.report!.runId).toBe(first.runId);
    expect(session.readyRuns).toHaveLength(2);
    expect(compare.compared).toBeNull();
    app.compareWith(session.readyRuns[1]!.id);
    expect(app.page).toBe('compare');
    await compare.follow();
    expect(compare.compared!.result.moved).toBe(result.moved);
  });

  it('shows the run that is left when the one shown is deleted', async () => {
    const { session } = app;
    const [one, two] = session.readyRuns.map(({ id }) => id);
    await session.deleteRun(session.report!.runId);
    expect(session.error).toBeNull();
    expect(session.readyRuns).toHaveLength(1);
    expect(session.report!.runId).toBe(session.readyRuns[0]!.id);
    expect([one, two]).toContain(session.report!.runId);
    await session.deleteRun(session.report!.runId);
    expect(session.report).toBeNull();
    expect(app.compare.otherId).toBeNull();
    await app.evaluate.follow();
    await app.evaluate.choose(Int32Array.of(1), null);
    expect(app.evaluate.selection).toBeNull();
  });
});

describe('findings', () => {
  const segment = (position: number, mean: number, neighbour: number) => ({
    ...{ position, mean, neighbour, measured: 5, belowZero: 0.1, values: new Float64Array() },
  });
  const plot = { segments: [segment(0, 0.4, 1), segment(1, 0.1, 2), segment(2, 0.6, 0)] } as SilhouettePlot;

  it('name the loosest and the clearest segment', () => {
    expect(fitFinding(plot)).toMatchObject({ loosest: { position: 1 }, clearest: { position: 2 } });
    expect(mapFinding(plot)).toEqual({ apart: 2, loose: 1, neighbour: 2 });
    expect(fitFinding(null)).toBeNull();
    expect(fitFinding({ segments: [segment(0, 1, 0)] } as SilhouettePlot)).toBeNull();
  });

  it('name the largest move that is one', () => {
    const fates = [
      { before: 0, after: 1 },
      { before: 1, after: 0 },
    ];
    const comparison = {
      counts: [
        [3, 90],
        [80, 7],
      ],
      fates,
    } as RunComparison;
    expect(isCounterpart(comparison.fates, 0, 1)).toBe(true);
    expect(largestMove(comparison)).toEqual({ before: 1, after: 1, count: 7 });
    expect(
      largestMove({
        counts: [
          [0, 9],
          [9, 0],
        ],
        fates,
      } as RunComparison),
    ).toBeNull();
  });

  it('say agreement in five words, colour no more than 48 of 100, and shorten money', () => {
    expect([1, 0.9, 0.8, 0.5, 0.3, 0, -0.1].map(agreementKey)).toEqual([
      ...['agreeSame', 'agreeSame', 'agreeMuch', 'agreeSome', 'agreeLittle', 'agreeNone', 'agreeNone'],
    ]);
    expect(cellStrength(10, 10)).toBeCloseTo(0.48);
    expect(cellStrength(0, 10)).toBe(0);
    expect(cellStrength(1, 10)).toBeGreaterThan(0.1);
    expect(shortMoney(-41_706, 'en')).toBe('−41.7k');
    expect(shortMoney(-228.7, 'zh-CN')).toBe('−229');
    expect(shortMoney(-41_706, 'zh-CN')).toBe('−4.2 万');
  });
});
