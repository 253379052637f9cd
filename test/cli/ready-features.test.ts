import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../electron/engine/ml/random.ts';
import { doubles, idx, npy } from '../engine/ingest/array-files.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const path = (name: string): string => join(folder, name);
const quick = ['--preset', 'fast', '--map', 'none', '--segments', '3'];
const nRows = 240;
const nColumns = 150;

interface Metrics {
  data: { rows: number; customers: number; features: number };
  metrics: Record<string, number>;
  methods: { method: string; accuracy?: number; nmi?: number; ari?: number }[];
}

const metricsOf = (name: string): Metrics =>
  JSON.parse(readFileSync(join(folder, name, 'metrics.json'), 'utf8')) as Metrics;

/** Three clouds in 150 columns; the first column is a thousand times as wide as the others, and says nothing. */
beforeAll(() => {
  const random = new Random(7);
  const labels = Array.from({ length: nRows }, (_, row) => row % 3);
  const rows = labels.map((label) =>
    Array.from({ length: nColumns }, (_, column) =>
      column === 0 ? 1000 * random.normal() : (column % 3 === label ? 4 : 0) + random.normal(),
    ),
  );
  writeFileSync(path('clouds.npy'), npy('<f8', [nRows, nColumns], doubles(rows.flat())));
  writeFileSync(path('labels.gz'), gzipSync(idx(8, [nRows], Buffer.from(labels))));
  const header = [...Array.from({ length: nColumns }, (_, i) => `f${i}`), 'kind'].join(',');
  const lines = rows.map((row, i) => [...row.map((value) => value.toFixed(4)), 'abc'[labels[i]!]].join(','));
  writeFileSync(path('clouds.csv'), `${header}\n${lines.join('\n')}\n`);
});

describe('clientele segment with ready features', () => {
  it('reads an array, scales it, and compares with the labels of a file', async () => {
    const args = [
      path('clouds.npy'),
      '--truth',
      path('labels.gz'),
      '--scale',
      'standard',
      '--method',
      'kmeans',
      ...quick,
    ];
    const { code, out, err } = await command(['segment', ...args, '--out', path('array')], config);
    expect(err).not.toMatch(/error/i);
    expect(code).toBe(0);
    expect(out).toContain('accuracy 1.000, NMI 1.000, ARI 1.000');
    const { data, metrics, methods } = metricsOf('array');
    expect(data).toMatchObject({ rows: nRows, customers: nRows, features: nColumns });
    expect(metrics).toMatchObject({ accuracy: 1, nmi: 1, ari: 1 });
    expect(methods).toMatchObject([{ method: 'kmeans', accuracy: 1, nmi: 1, ari: 1 }]);
    const report = readFileSync(join(folder, 'array', 'report.html'), 'utf8');
    for (const text of ['array of numbers', 'known labels: labels.gz', 'Accuracy', 'all features']) {
      expect(report.includes(text), text).toBe(true);
    }
    expect(report.match(/<th scope="row"[^>]*>column \d+/g)!.length).toBeLessThan(250);
  });

  it('leaves the columns as they are unless told, and finds nothing of the kind then', async () => {
    const args = [path('clouds.npy'), '--truth', path('labels.gz'), '--method', 'kmeans', ...quick];
    expect((await command(['segment', ...args, '--out', path('raw')], config)).code).toBe(0);
    expect(metricsOf('raw').metrics.ari).toBeLessThan(0.2);
  });

  it('takes a column as the label and keeps it out of the features; layers reach the network', async () => {
    const args = ['--kind', 'features', '--truth', 'kind', '--exclude', 'f0', '--method', 'idec', '--network', '16,4'];
    const { code, err } = await command(
      ['segment', path('clouds.csv'), ...args, ...quick, '--out', path('column')],
      config,
    );
    expect({ code, err }).toMatchObject({ code: 0 });
    const { data, methods } = metricsOf('column');
    expect(data).toMatchObject({ customers: nRows, features: nColumns - 1 });
    expect(methods[0]!.ari).toBeGreaterThan(0.9);
    expect(readFileSync(join(folder, 'column', 'report.html'), 'utf8').includes('>16–4<')).toBe(true);
  }, 60_000);

  it('finds the data set again with the same labels only', async () => {
    const args = [path('clouds.npy'), '--method', 'kmeans', ...quick, '--workspace', path('kept.clientele')];
    const withLabels = [...args, '--truth', path('labels.gz')];
    for (const given of [withLabels, withLabels, args]) {
      expect((await command(['segment', ...given, '--out', path('kept')], config)).code).toBe(0);
    }
    expect(metricsOf('kept').metrics).not.toHaveProperty('ari');
    const { out } = await command(['workspace', 'info', '--workspace', path('kept.clientele'), '--json'], config);
    expect(JSON.parse(out)).toMatchObject({ datasets: 2, runs: 2 });
  }, 60_000);

  it('says what is wrong', async () => {
    const segment = (...args: string[]) => command(['segment', ...args, '--out', path('no')], config);
    writeFileSync(path('two.txt'), '1\n2\n');
    const few = await segment(path('clouds.npy'), '--truth', path('two.txt'));
    expect(few.code).toBe(1);
    expect(few.err).toContain('two.txt has 2 labels for 240 rows');
    const unknown = await segment(path('clouds.npy'), '--truth', 'nowhere.txt');
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain("'nowhere.txt'");
    const scaled = await segment(path('clouds.npy'), '--kind', 'orders', '--scale', 'minmax');
    expect(scaled.code).toBe(2);
  });
});
