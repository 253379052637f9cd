/** Methods that learn labels, through the whole of the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../electron/engine/ml/random.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const file = join(folder, 'members.csv');
const out = (name: string): string => join(folder, name);
const segments = (name: string): string[][] =>
  readFileSync(join(out(name), 'segments.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const plans = ['basic', 'family', 'gold'];
const fast = ['--preset', 'fast', '--map', 'none', '--json'];

interface Metrics {
  method: string;
  segments: number;
  notRaced?: { method: string; reason: string }[];
  knownLabels?: { from: string; labelled: number; completed: number; rules: unknown[] | null };
  methods: {
    method: string;
    status: string;
    accuracy?: number;
    supervised?: { accuracy: { mean: number }; majority: number; calibrationError: { mean: number } };
  }[];
}
const metrics = (text: string): Metrics => JSON.parse(text) as Metrics;

/** 240 members of three plans that their habits tell, mostly; every sixth has no plan. */
function members(): string {
  const random = new Random(7);
  const lines = Array.from({ length: 240 }, (_, i) => {
    const kind = i % 3;
    const figures = [0, 1, 2, 3].map((j) => (10 * (j === kind ? 3 : 1) + 3 * random.normal()).toFixed(2));
    return [`m${i}`, ...figures, i % 6 === 5 ? '' : plans[kind]].join(',');
  });
  return ['member,visits,meals,hours,gifts,plan', ...lines].join('\n');
}

beforeAll(() => writeFileSync(file, members()));

describe('known labels', () => {
  it('bring two methods into the race, which are judged by customers they have not seen and not recommended', async () => {
    const { code, out: text } = await command(
      ['segment', file, '--labels', 'plan', '--out', out('race'), ...fast],
      config,
    );
    expect(code).toBe(0);
    const found = metrics(text);
    expect(['tree', 'classifier']).not.toContain(found.method);
    expect(found.knownLabels).toMatchObject({ from: 'dataset', labelled: 200, completed: 40 });
    expect(found.knownLabels!.rules!.length).toBeGreaterThan(2);
    for (const method of ['tree', 'classifier']) {
      const { supervised, accuracy } = found.methods.find((row) => row.method === method)!;
      expect(supervised!.accuracy.mean).toBeGreaterThan(0.9);
      expect(supervised!.majority).toBeCloseTo(0.4, 2);
      expect(supervised!.calibrationError.mean).toBeLessThan(0.2);
      // The figure beside those of other methods is that of the folds, not of what was learned by heart.
      expect(accuracy).toBeCloseTo(supervised!.accuracy.mean, 2);
    }
  });

  it.each(['classifier', 'tree'])(
    '%s keeps labels, gives others one with a probability, on any number of threads',
    async (method) => {
      const args = ['segment', file, '--labels', 'plan', '--method', method, ...fast];
      const [two, one] = await Promise.all([
        command([...args, '--out', out(method)], config),
        command([...args, '--workers', '1', '--out', out(`${method}-1`)], config),
      ]);
      expect([two.code, one.code]).toEqual([0, 0]);
      expect(segments(`${method}-1`)).toEqual(segments(method));
      const rows = segments(method);
      expect(new Set(rows.map(([, , name]) => name))).toEqual(new Set(plans));
      const right = rows.filter(([, , name], i) => name === plans[i % 3]);
      for (const [i, [, , name, probability]] of rows.entries()) {
        if (i % 6 !== 5) expect(name).toBe(plans[i % 3]);
        expect(Number(probability)).toBeGreaterThanOrEqual(0);
        expect(Number(probability)).toBeLessThanOrEqual(1);
      }
      expect(right.length).toBeGreaterThan(230);
      // New customers are told by the model alone.
      const assigned = await command(
        ['assign', file, '--model', join(out(method), 'model'), '--out', out(`${method}-new`)],
        config,
      );
      expect(assigned.code).toBe(0);
      const same = segments(`${method}-new`).filter(([, segment], i) => segment === rows[i]![1]);
      expect(same.length).toBeGreaterThan(220);
    },
  );

  it('are needed by them: without, the race goes on and says so, and alone they are refused with what to do', async () => {
    const plain = await command(['segment', file, '--exclude', 'plan', '--out', out('plain'), ...fast], config);
    expect(plain.code).toBe(0);
    expect(metrics(plain.out).notRaced).toEqual([
      { method: 'tree', reason: 'needs_labels' },
      { method: 'classifier', reason: 'needs_labels' },
    ]);
    expect(readFileSync(join(out('plain'), 'report.html'), 'utf8')).toContain('They learn labels');
    const alone = await command(
      ['segment', file, '--exclude', 'plan', '--method', 'classifier', '--out', out('alone'), ...fast.slice(0, 4)],
      config,
    );
    expect(alone.code).not.toBe(0);
    expect(alone.err).toContain('--labels COLUMN');
  });

  it('may be the segments of an earlier run', async () => {
    const workspace = ['--workspace', join(folder, 'w.clientele')];
    const first = [
      'segment',
      file,
      '--exclude',
      'plan',
      '--method',
      'kmeans',
      '--segments',
      '3',
      '--out',
      out('first'),
    ];
    expect((await command([...first, ...workspace, ...fast], config)).code).toBe(0);
    const args = [
      'segment',
      file,
      '--exclude',
      'plan',
      '--method',
      'classifier',
      '--labels',
      'run:1',
      '--out',
      out('second'),
    ];
    const second = await command([...args, ...workspace, ...fast], config);
    expect(second.err).toBe('');
    expect(metrics(second.out).knownLabels).toMatchObject({ from: 'run', labelled: 240, completed: 0 });
    const named = (name: string): string[] => segments(name).map(([customer, , label]) => `${customer} ${label}`);
    expect(named('second')).toEqual(named('first'));
  });
});
