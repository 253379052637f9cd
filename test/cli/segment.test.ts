import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../electron/engine/ml/metrics/external.ts';
import { methods, supervisedMethods } from '../../shared/domain.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const shop = join(folder, 'shop');
const orders = join(shop, 'orders.csv');
const out = (name: string): string => join(folder, name);
const read = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8');
const columns = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

interface Metrics {
  data: { rows: number; customers: number };
  method: string;
  metrics: Record<string, number>;
  methods: { method: string }[];
  seconds: Record<string, number>;
}

beforeAll(async () => {
  expect((await command(['sample', '--out', shop, '--customers', '800'], config)).code).toBe(0);
  const { code, err } = await command(['segment', orders, '--out', out('two'), '--json'], config);
  expect(err).toBe('');
  expect(code).toBe(0);
});

describe('clientele segment', () => {
  it('finds the hidden kinds of the sample shop by the recommended method', () => {
    const truth = new Map(columns(readFileSync(join(shop, 'truth.csv'), 'utf8')) as [string, string][]);
    const found = columns(read('two', 'segments.csv'));
    expect(found).toHaveLength(800);
    const kinds = [...new Set(truth.values())];
    const actual = found.map(([customer]) => kinds.indexOf(truth.get(customer!)!));
    expect(
      adjustedRandIndex(
        actual,
        found.map(([, segment]) => Number(segment)),
      ),
    ).toBeGreaterThanOrEqual(0.8);
  });

  it('gives byte-equal segments with one worker, and other ones with another seed only within reason', async () => {
    const again = await command(['segment', orders, '--out', out('one'), '--workers', '1', '--json'], config);
    expect(again.code).toBe(0);
    expect(read('one', 'segments.csv')).toBe(read('two', 'segments.csv'));
  });

  it('prints one JSON object that equals metrics.json, and every measure is a number or null', async () => {
    const metrics = JSON.parse(read('two', 'metrics.json')) as Metrics;
    expect(metrics.data.customers).toBe(800);
    // Nothing is known to learn in the sample shop.
    const racing = methods.filter((method) => !supervisedMethods.includes(method));
    expect(metrics.methods.map(({ method }) => method)).toEqual(racing);
    expect(metrics.metrics.silhouette).toBeGreaterThan(0.1);
    expect(Object.keys(metrics.seconds).sort()).toEqual(
      ['import', 'clean', 'features', 'train', 'evaluate', 'map', 'insight', 'output', 'total'].sort(),
    );
  });

  it('writes a report without a single address, in English and in Chinese', async () => {
    const chinese = await command(
      ['segment', orders, '--out', out('chinese'), '--language', 'zh-CN', '--preset', 'fast', '--method', 'kmeans'],
      config,
    );
    expect(chinese.code).toBe(0);
    expect(chinese.out).toContain('位客户');
    for (const name of ['two', 'chinese']) {
      const html = read(name, 'report.html').replaceAll('http://www.w3.org/', '');
      expect(html).not.toMatch(/https?:\/\//);
    }
    expect(read('chinese', 'report.html')).toContain('lang="zh-CN"');
  });

  it('assigns the same customers to the same segments by the exported model', async () => {
    const { code, err } = await command(
      ['assign', orders, '--model', join(out('two'), 'model'), '--out', out('assigned'), '--json'],
      config,
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(read('assigned', 'segments.csv')).toBe(read('two', 'segments.csv'));
  });

  it.each(['gmm', 'autoencoder-gmm', 'idec'])(
    'says how sure %s is of each customer, and assigns alike',
    async (method) => {
      const args = ['--method', method, '--preset', 'fast', '--map', 'none'];
      expect((await command(['segment', orders, '--out', out(method), ...args], config)).code).toBe(0);
      const probabilities = columns(read(method, 'segments.csv')).map((cells) => Number(cells[3]));
      expect(probabilities).toHaveLength(800);
      expect(probabilities.every((value) => value > 0 && value <= 1)).toBe(true);
      const again = ['assign', orders, '--model', join(out(method), 'model'), '--out', out(`${method}-again`)];
      expect((await command(again, config)).code).toBe(0);
      expect(read(`${method}-again`, 'segments.csv')).toBe(read(method, 'segments.csv'));
    },
  );

  it('answers wrong usage with exit code 2 and help with 0', async () => {
    for (const args of [
      [],
      ['nonsense'],
      ['segment'],
      ['segment', orders, '--segments', 'x'],
      ['segment', orders, '--no-such'],
    ]) {
      expect((await command(args, config)).code).toBe(2);
    }
    for (const verb of ['segment', 'assign', 'sample', 'workspace']) {
      const { code, out: text } = await command([verb, '--help'], config);
      expect([code, text.includes(`clientele ${verb}`)]).toEqual([0, true]);
    }
  });
});

const data = process.env.CLIENTELE_DATA;
describe('clientele segment on Online Retail', () => {
  it.skipIf(!data)('reads, cleans and keeps what is known of it', async () => {
    const { code, out: text } = await command(
      ['segment', join(data!, 'online_retail.csv.gz'), '--out', out('retail'), '--preset', 'fast'],
      config,
    );
    expect(code).toBe(0);
    expect(text).toContain('541,909 lines read');
    expect(text).toContain('135,080');
    expect(text).toContain('5,225');
    expect(text).toContain('4,338 customers kept');
    expect(columns(read('retail', 'segments.csv'))).toHaveLength(4338);
  });
});
