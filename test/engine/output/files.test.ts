import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customerLines, customersHeader } from '../../../electron/engine/output/customers-csv.ts';
import { csvText } from '../../../electron/engine/output/csv-writer.ts';
import { metricsJson } from '../../../electron/engine/output/metrics-json.ts';
import { profilesCsv } from '../../../electron/engine/output/profiles-csv.ts';
import { rejectedCsv } from '../../../electron/engine/output/rejected-csv.ts';
import { segmentsCsv } from '../../../electron/engine/output/segments-csv.ts';
import { reasonOfWriteFailure, writeFileAtomically } from '../../../electron/engine/output/write-file.ts';
import { csvCell } from '../../../shared/spreadsheet-cell.ts';
import { emptyFields } from '../../../shared/strategy-note.ts';
import { makeRunReport } from '../../fixtures/run-report.ts';

describe('csv', () => {
  it('quotes what needs it', () => {
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('say "hi"')).toBe('"say ""hi"""');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('plain text')).toBe('plain text');
    expect(csvText(['a', 'b'], [[1, null]])).toBe('a,b\n1,\n');
  });

  it.each([
    ...['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\tx', '\rx', '\nx', '-', '+', '=HYPERLINK("x")', ' =1+1', '\u00a0@x'],
    ...['＝1+1', '＋1+A1', '－A1', '＠x', '-1;=2', '+1,A1', '-1e5+A1'],
  ])('disarms the formula %j', (text) => {
    expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it.each(['-12', '+3.5', '-1.5e-7', '12345', '0.5', '-.5', '+12%', '-3 %', '+4915112345678', ''])(
    'leaves the number %s alone',
    (text) => {
      expect(csvCell(text)).toBe(text);
    },
  );

  it('writes numbers plainly and nothing for what is not one', () => {
    expect(csvCell(-2.5)).toBe('-2.5');
    expect(csvCell(NaN)).toBe('');
    expect(csvCell(Infinity)).toBe('');
  });
});

describe('formulas in what people wrote', () => {
  const formula = '=HYPERLINK("http://x?"&A1)';
  /** Cells of CSV text, quotes taken away. */
  const cellsOf = (text: string): string[] =>
    [...text.replace('\ufeff', '').matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
    );
  const expectHarmless = (text: string, times: number): void => {
    const cells = cellsOf(text);
    expect(cells.filter((cell) => /^[\s]*[=+\-@]/.test(cell) && !/^[+-]?[\d.]+$/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith(`'${formula}`))).toHaveLength(times);
  };

  it('are none behind a semicolon or a tab, where these part columns; figures there stay as they are', () => {
    expect(csvCell('a;=1+1')).toBe('"a;\'=1+1"');
    expect(csvCell('a\t@x')).toBe('"a\t\'@x"');
    expect(csvCell('7;-5;+2,5;-3')).toBe('"7;-5;+2,5;-3"');
  });

  it('are texts in all tables that are written', () => {
    const report = makeRunReport(10);
    const [segment] = report.segments;
    segment!.name = formula;
    const fields = { ...emptyFields(), objective: formula, offer: formula, channels: [formula, formula] };
    report.notes = [{ runId: 1, segment: segment!.id, fields, text: `${formula}\n${formula}`, updatedAt: 0 }];
    expectHarmless(profilesCsv(report, 'en'), 5);
    expectHarmless(segmentsCsv([{ customer: formula, segment: 1, name: formula, probability: 0.5 }]), 2);
    expect(customersHeader(['attributes:@x'], 'en', false)).toContain(",'@x");
    const customer = { customer: formula, segment: 1, name: formula, consent: null, values: [-1.5, NaN] };
    expectHarmless(customerLines([customer], 'en'), 2);
    const line = { file: formula, line: 3, column: formula, reason: 'bad_date', shape: '-aa' } as const;
    expectHarmless(
      rejectedCsv([line], 'en', () => formula),
      3,
    );
  });
});

describe('segmentsCsv', () => {
  it('has the promised columns; no probability leaves its cell empty', () => {
    const text = segmentsCsv([
      { customer: '12346', segment: 1, name: 'Champions', probability: 0.98765432 },
      { customer: '=x', segment: 2, name: '忠诚（客单价高）', probability: null },
    ]);
    expect(text).toBe("customer,segment,name,probability\n12346,1,Champions,0.9877\n'=x,2,忠诚（客单价高）,\n");
  });
});

describe('profilesCsv', () => {
  const report = makeRunReport(10);
  const lines = profilesCsv(report, 'en').trimEnd().split('\n');

  it('is a line per segment with the same number of cells', () => {
    expect(lines.length).toBe(1 + report.segments.length);
    const head = lines[0]!.split(',');
    expect(head).toContain('recency median');
    expect(head).toContain('momentum standardised');
    expect(new Set(head).size).toBe(head.length);
    for (const line of lines) expect(line.split(',').length).toBe(head.length);
  });

  it('carries kind, name and figures', () => {
    expect(lines[1]).toMatch(/^1,champions,Champions,390,0\.0899,/);
    expect(profilesCsv(report, 'zh-CN')).toContain('高价值');
  });
});

describe('metricsJson', () => {
  it('is what the product description defines, with null for what is no number', () => {
    const report = makeRunReport(10);
    report.scoreboard[1]!.common!.calinskiHarabasz = NaN;
    report.segments[0]!.stability = NaN;
    for (const score of report.scoreboard) score.external = { accuracy: 0.8, nmi: 0.75, ari: 0.7 };
    report.settings.exclude = ['monetary'];
    report.settings.treatments = { recency: { transform: 'log1p', winsorise: null } };
    const json = JSON.parse(metricsJson(report, { version: '0.1.0', command: 'segment', peakMemoryMb: 512 }));
    expect(json).toMatchObject({
      version: '0.1.0',
      command: 'segment',
      seed: 42,
      backend: 'kernels',
      data: { rows: 541_909, rejected: 7, customers: 4338, products: 4070, features: 14 },
      method: 'kmeans',
      segments: 6,
      metrics: {
        silhouette: 0.21,
        daviesBouldin: 1.32,
        calinskiHarabasz: null,
        ownSpace: { silhouette: 0.21 },
        stability: 0.93,
        futureValue: 0.31,
        ...{ accuracy: 0.8, nmi: 0.75, ari: 0.7 },
      },
      featureChoice: {
        exclude: ['monetary'],
        include: [],
        treatments: { recency: { transform: 'log1p', winsorise: null } },
      },
      peakMemoryMb: 512,
    });
    expect(json.methods.map((score: { method: string }) => score.method)).toEqual(['rfm', 'kmeans', 'autoencoder']);
    expect(Object.keys(json.seconds)).toEqual(Object.keys(report.seconds));
    expect(json.methods[2]).toMatchObject({ method: 'autoencoder', accuracy: 0.8, nmi: 0.75, ari: 0.7 });
    expect(json.methods[2]).not.toHaveProperty('external');
    const unlabelled = metricsJson(makeRunReport(10), { version: '0.1.0', command: 'segment', peakMemoryMb: 512 });
    expect(unlabelled).not.toMatch(/"(accuracy|nmi|ari)"/);
  });
});

describe('writeFileAtomically', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clientele-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('replaces the file and leaves nothing beside it', async () => {
    const path = join(folder, 'metrics.json');
    await writeFile(path, 'old');
    await writeFileAtomically(path, 'new 新');
    expect(await readFile(path, 'utf8')).toBe('new 新');
    expect(await readdir(folder)).toEqual(['metrics.json']);
  });

  it('cleans up and keeps the old state when it cannot', async () => {
    const path = join(folder, 'taken');
    await writeFileAtomically(join(folder, 'other'), new Uint8Array([1, 2]));
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'x');
    await expect(writeFileAtomically(path, 'data')).rejects.toMatchObject({
      code: 'storage',
      details: { reason: 'write_failed', file: 'taken' },
    });
    expect((await readdir(folder)).sort()).toEqual(['other', 'taken']);
  });

  it('says that the disk is full', () => {
    expect(reasonOfWriteFailure(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe('disk_full');
  });
});
