import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../electron/engine/workspace/migrations/migrations.ts';
import { createWorkspace } from '../../electron/engine/workspace/open.ts';
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
    // One line and no more, whatever it says: this prints what came instead.
    expect(err.trim()).toMatch(/^[^\n]+$/);
    expect(err).not.toMatch(/node:internal/);
    expect(err).toMatch(tells);
    expect(out).toBe('');
    expect(code).toBe(1);
    expect(await look()).toEqual(before);
    const verified = await command(['workspace', 'verify', '--workspace', workspace], config);
    expect(verified.code).toBe(0);
  }

  it('a workspace of a newer version', async () => {
    const newer = join(folder, 'newer.clientele');
    const key = { kind: 'local', configFolder: config.CLIENTELE_CONFIG } as const;
    const future = [...migrations, () => undefined, () => undefined];
    createWorkspace(newer, { key }, { migrations: future }).workspace.close();
    const bytes = readFileSync(newer);
    const args = ['segment', join(folder, 'good.csv'), '--workspace', newer, '--out', join(folder, 'n'), '--json'];
    const { code, out, err } = await command(args, config);
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(err).toMatch(/newer/i);
    expect(readFileSync(newer).equals(bytes)).toBe(true);
  });

  it('a full disk, under the workspace and under the results', async (context) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'none', disk], { stdio: 'ignore' });
    } catch {
      return context.skip('this system lets nobody mount a small disk');
    }
    try {
      const shop = join(folder, 'large');
      await command(['sample', '--out', shop, '--customers', '6000'], config);
      const orders = join(shop, 'orders.csv');
      const small = join(disk, 'small.clientele');
      const common = ['--preset', 'fast', '--method', 'kmeans', '--map', 'none', '--json'];
      const first = await command(
        ['segment', join(folder, 'good.csv'), '--workspace', small, '--out', join(folder, 'f'), ...common],
        config,
      );
      expect(first.code).toBe(0);
      const held = await command(['workspace', 'info', '--workspace', small, '--json'], config);
      const full = await command(
        ['segment', orders, '--workspace', small, '--out', join(folder, 'g'), ...common],
        config,
      );
      expect([full.code, full.out, full.err.trim().split('\n').length]).toEqual([1, '', 1]);
      expect(full.err).toMatch(/disk is full/i);
      // The next start clears what the last one could not.
      const again = await command(
        ['segment', join(folder, 'good.csv'), '--workspace', small, '--out', join(folder, 'f'), ...common],
        config,
      );
      expect(again.err).toBe('');
      const after = await command(['workspace', 'info', '--workspace', small, '--json'], config);
      const counts = (text: string): number[] => {
        const { datasets, runs } = JSON.parse(text) as { datasets: number; runs: number };
        return [datasets, runs];
      };
      expect(counts(after.out)).toEqual(counts(held.out));
      expect((await command(['workspace', 'verify', '--workspace', small], config)).code).toBe(0);

      writeFileSync(join(disk, 'ballast'), new Uint8Array(statfsSync(disk).bavail * statfsSync(disk).bsize - 8192));
      const results = await command(['segment', orders, '--out', join(disk, 'results'), ...common], config);
      expect([results.code, results.out, results.err.trim().split('\n').length]).toEqual([1, '', 1]);
      expect(results.err).toMatch(/disk is full/i);
      // metrics.json comes last and says that all is there; nothing half written stays.
      const left = readdirSync(join(disk, 'results'));
      expect(left).not.toContain('metrics.json');
      expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('a folder for the results that cannot be made', async () => {
    const file = join(folder, 'in-the-way');
    writeFileSync(file, '');
    const args = [
      'segment',
      join(folder, 'good.csv'),
      '--out',
      join(file, 'out'),
      '--preset',
      'fast',
      '--method',
      'rfm',
      '--map',
      'none',
      '--json',
    ];
    const { code, out, err } = await command(args, config);
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(err).toMatch(/folder/i);
  });

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
