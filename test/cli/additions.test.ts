/** Files read into the data of a workspace, and read as earlier ones were corrected, from the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { command, start, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const configFolder = join(folder, 'config');
const config = { CLIENTELE_CONFIG: configFolder };
const workspace = join(folder, 'w.clientele');
const quick = ['--preset', 'fast', '--method', 'kmeans', '--map', 'none', '--workspace', workspace];
const segment = (file: string, ...more: string[]): ReturnType<typeof command> =>
  command(['segment', join(folder, file), '--out', join(folder, 'out'), ...quick, ...more], config);

let header = '';
let rows: string[] = [];
function write(name: string, from: number, to: number): void {
  writeFileSync(join(folder, name), [header, ...rows.slice(from, to)].join('\n'));
}

/** The workspace as the next start of the application finds it. */
async function inspect() {
  const [clientPort, enginePort] = memoryPorts();
  const engine = createEngine({ workers: 1, configFolder, resolveFile: (file) => file, onFailure: () => {} });
  engine.attach(enginePort);
  const client = connect(clientPort);
  await client.request('workspace.open', { path: workspace, key: { kind: 'local' } });
  const datasets = await client.request('dataset.list', {});
  const runs = await client.request('run.list', {});
  const { problems } = await client.request('workspace.verify', {});
  await engine.close();
  return { datasets, runs, problems };
}

beforeAll(async () => {
  expect((await command(['sample', '--out', folder, '--customers', '200'], config)).code).toBe(0);
  [header = '', ...rows] = readFileSync(join(folder, 'orders.csv'), 'utf8').trim().split(/\r?\n/);
  write('one.csv', 0, 2500);
  write('two.csv', 2000, 4000);
});

describe('clientele segment', () => {
  it('makes data of their own of the first files, then adds what is new, once', async () => {
    const first = await segment('one.csv', '--only-new');
    expect(first.err).not.toContain('rror');
    expect(first.out).toContain('data of their own');
    const second = await segment('two.csv', '--only-new');
    expect(second.out).toContain('2,000 lines, of which 500 were there already; 1,500 new.');
    const again = await segment('two.csv', '--only-new');
    expect(again.out).toContain('2,000 lines, of which 2,000 were there already; 0 new.');
    const { datasets, runs, problems } = await inspect();
    expect(problems).toEqual([]);
    expect(datasets).toMatchObject([{ name: 'one.csv', lines: 4000, version: 1 }]);
    // The first run is of what was there then, the second of all; the third command had nothing left to do.
    expect(runs.map(({ datasetId, contentId }) => datasetId === contentId)).toEqual([false, true]);
  });

  it('appends a file once, however often the command is repeated', async () => {
    write('three.csv', 4000, 4200);
    expect((await segment('three.csv', '--append')).out).toContain('200 lines added, of which 0 were there already');
    expect((await segment('three.csv', '--append')).out).toContain('added before');
    expect((await inspect()).datasets).toMatchObject([{ lines: 4200 }]);
  });

  it('keeps the old content whole where it is killed while it replaces it', async () => {
    write('all.csv', 0, rows.length);
    const args = ['segment', join(folder, 'all.csv'), '--out', join(folder, 'killed'), ...quick, '--replace'];
    for (const after of [500, 800, 1100]) {
      const child = start(args, config);
      const closed = new Promise((resolve) => child.on('close', resolve));
      await new Promise((resolve) => setTimeout(resolve, after));
      child.kill('SIGKILL');
      await closed;
      const { datasets, problems } = await inspect();
      expect(problems).toEqual([]);
      expect(datasets).toHaveLength(1);
      expect([4200, rows.length]).toContain(datasets[0]!.lines);
    }
    expect((await segment('all.csv', '--replace')).code).toBe(0);
    const { datasets } = await inspect();
    expect(datasets).toMatchObject([{ name: 'one.csv', lines: rows.length }]);
    expect(datasets[0]!.files.map(({ name }) => name)).toEqual(['all.csv']);
  });

  it('wants one way, and a workspace', async () => {
    expect((await segment('one.csv', '--append', '--replace')).code).toBe(2);
    const bare = await command(['segment', join(folder, 'one.csv'), '--append'], config);
    expect(bare.code).toBe(2);
    expect(bare.err).toContain('--workspace');
  });

  it('reads a file as the last one of its shape was corrected, unless it is told not to', async () => {
    const odd = (name: string, from: number): void => {
      const cells = rows.slice(from, from + 1500).map((row) => row.split(',').slice(-7).join(','));
      writeFileSync(join(folder, name), ['a,b,c,d,e,f,g', ...cells].join('\n'));
    };
    odd('odd1.csv', 0);
    odd('odd2.csv', 1500);
    const said = ['--kind', 'orders', '--columns', 'customer=f,date=d,price=e,product=a,quantity=c'];
    expect((await segment('odd1.csv', ...said)).err).not.toContain('rror');
    expect((await segment('odd2.csv')).out).toContain('odd2.csv: read as you chose for the last file of this shape');
    const { datasets } = await inspect();
    expect(datasets.at(-1)!.files[0]!.columns.find(({ role }) => role === 'customer')!.name).toBe('f');
    odd('odd3.csv', 2000);
    expect((await segment('odd3.csv', '--recognise-anew')).out).not.toContain('as you chose');
  });
});
