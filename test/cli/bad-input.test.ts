import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const workspace = join(folder, 'shop.clientele');
const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

function lines(customers: number, change: (cells: string[], i: number) => void = () => {}): string {
  let text = header;
  for (let i = 0; i < customers * 6; i++) {
    const day = String(1 + (i % 28)).padStart(2, '0');
    const month = 1 + (i % 12);
    const cells = [
      String(1000 + i),
      `P${i % 7}`,
      'A lamp',
      '2',
      `2024-${String(month).padStart(2, '0')}-${day} 10:00`,
      '3.50',
      `C${i % customers}`,
      'France',
    ];
    change(cells, i);
    text += `${cells.join(',')}\n`;
  }
  return text;
}

const good = lines(40);
const middle = Math.floor(good.length / 2);
/** Name of the case -> file content (null: no such file) and what the first line has to tell. */
const cases: Record<string, { content: string | Uint8Array | null; tells: RegExp }> = {
  'empty file': { content: '', tells: /bad\.csv/ },
  'header only': { content: header, tells: /bad\.csv/ },
  'binary file': { content: Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), tells: /bad\.csv/ },
  'unclosed quote': {
    content: good + '9,"never closed,x,1,2024-01-01,1,C1,France\n'.repeat(3),
    tells: /bad\.csv.*line 242|line 242.*/,
  },
  'a line of 10 MB': { content: `${good}${'x'.repeat(10_000_000)}\n`, tells: /bad\.csv.*242|242/ },
  'mixed encodings': {
    content: Buffer.concat([
      Buffer.from(lines(20, (cells) => (cells[2] = 'Zürich — 灯'))),
      Buffer.from(lines(20, (cells) => (cells[2] = 'Z\xfcrich')).slice(header.length), 'latin1'),
    ]),
    tells: /bad\.csv.*line 1\d\d|line 1\d\d/,
  },
  'dates that fit no format': {
    content: lines(40, (cells) => (cells[4] = 'soon')),
    tells: /bad\.csv.*InvoiceDate|InvoiceDate/,
  },
  'all quantities negative': { content: lines(40, (cells) => (cells[3] = '-2')), tells: /customer/i },
  'one customer': { content: lines(1), tells: /1 customer/ },
  'three customers': { content: lines(3), tells: /3 customer/ },
  'a missing file': { content: null, tells: /bad\.csv/ },
  'a gzip cut short': { content: gzipSync(good).subarray(0, 900), tells: /bad\.csv/ },
};

let before: { bytes: Buffer; info: string };
const look = async (): Promise<typeof before> => {
  const info = await command(['workspace', 'info', '--workspace', workspace, '--json'], config);
  expect(info.err).toBe('');
  const { datasets, runs } = JSON.parse(info.out) as { datasets: number; runs: number };
  return { bytes: readFileSync(`${workspace}.keys`), info: JSON.stringify({ datasets, runs }) };
};

beforeAll(async () => {
  writeFileSync(join(folder, 'good.csv'), good);
  const made = await command(
    [
      'segment',
      join(folder, 'good.csv'),
      '--workspace',
      workspace,
      '--out',
      join(folder, 'out'),
      '--preset',
      'fast',
      '--map',
      'none',
      '--method',
      'kmeans',
    ],
    config,
  );
  expect(made.err.split('\n').filter((line) => line.includes('rror'))).toEqual([]);
  expect(made.code).toBe(0);
  before = await look();
});

describe('bad input gets exit code 1, one clear line, no stack, and leaves the workspace as it was', () => {
  for (const [name, { content, tells }] of Object.entries(cases)) {
    it(name, async () => {
      const caseFolder = join(folder, name.replaceAll(' ', '-'));
      mkdirSync(caseFolder);
      const file = join(caseFolder, 'bad.csv');
      if (content !== null) writeFileSync(file, content);
      await expectRefusal(
        ['segment', file, '--json', '--workspace', workspace, '--out', join(caseFolder, 'out')],
        tells,
      );
    });
  }

  it('a directory', async () => {
    const file = join(folder, 'a-folder.csv');
    mkdirSync(file);
    await expectRefusal(
      ['segment', file, '--json', '--workspace', workspace, '--out', join(folder, 'x')],
      /a-folder\.csv/,
    );
  });

  async function expectRefusal(args: string[], tells: RegExp): Promise<void> {
    const { code, out, err } = await command(args, config);
    expect(err).not.toMatch(/\n {4}at |node:internal/);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(tells);
    expect(out).toBe('');
    expect(code).toBe(1);
    expect(await look()).toEqual(before);
    const verified = await command(['workspace', 'verify', '--workspace', workspace], config);
    expect(verified.code).toBe(0);
  }

  it('a wrong passphrase, and a wrong key file', async () => {
    const locked = join(folder, 'locked.clientele');
    const args = [
      'segment',
      join(folder, 'good.csv'),
      '--workspace',
      locked,
      '--out',
      join(folder, 'o'),
      '--preset',
      'fast',
      '--map',
      'none',
      '--method',
      'rfm',
    ];
    const made = await command([...args, '--passphrase-stdin'], config, 'correct horse\n');
    expect(made.code).toBe(0);
    const bytes = readFileSync(locked);
    const wrong = await command(
      ['workspace', 'info', '--workspace', locked, '--passphrase-stdin', '--json'],
      config,
      'wrong\n',
    );
    expect([wrong.code, wrong.out, wrong.err.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(wrong.err).toMatch(/passphrase/i);
    const right = await command(
      ['workspace', 'verify', '--workspace', locked, '--passphrase-stdin'],
      config,
      'correct horse',
    );
    expect(right.code).toBe(0);
    expect(readFileSync(locked).equals(bytes)).toBe(true);
  });
});
