/** kill -9 at any moment: the workspace opens, is whole, keeps what was finished, and the run can be taken up again. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { command, start, temporaryFolder } from './command.ts';

const moments = 10;
const folder = temporaryFolder();
const configFolder = join(folder, 'config');
const config = { CLIENTELE_CONFIG: configFolder };
const shop = join(folder, 'shop');
const reference = join(folder, 'reference');
const settings = ['--seed', '3', '--map', 'pca', '--preset', 'fast'];
let duration = 0;

function segmentArgs(workspace: string, out: string): string[] {
  return ['segment', join(shop, 'orders.csv'), '--workspace', workspace, '--out', out, ...settings];
}

/** Opens the workspace for writing in this process, as the next start of the application would. */
async function inspect(path: string) {
  const [clientPort, enginePort] = memoryPorts();
  const engine = createEngine({ workers: 1, configFolder, resolveFile: (file) => file, onFailure: () => {} });
  engine.attach(enginePort);
  const client = connect(clientPort);
  await client.request('workspace.open', { path, key: { kind: 'local' } });
  const [jobs, datasets, runs, verified] = await Promise.all([
    client.request('job.list', {}),
    client.request('dataset.list', {}),
    client.request('run.list', {}),
    client.request('workspace.verify', {}),
  ]);
  await engine.close();
  return { jobs, datasets, runs, verified };
}

beforeAll(async () => {
  expect((await command(['sample', '--out', shop, '--customers', '1500'], config)).code).toBe(0);
  const started = performance.now();
  const done = await command(segmentArgs(join(folder, 'reference.clientele'), reference), config);
  duration = performance.now() - started;
  expect(done.code).toBe(0);
});

describe('a killed process', () => {
  it(`loses nothing that was finished, at ${moments} moments, and ends with the same segments when run again`, async () => {
    const random = new Random(20);
    const seen = { importing: 0, imported: 0, interruptedRuns: 0 };
    for (let moment = 0; moment < moments; moment++) {
      const place = join(folder, `killed-${moment}`);
      mkdirSync(place);
      const workspace = join(place, 'shop.clientele');
      const out = join(place, 'out');
      const child = start(segmentArgs(workspace, out), config);
      const closed = new Promise((resolve) => child.on('close', resolve));
      const after = 250 + (duration - 300) * ((moment + random.uniform()) / moments);
      await new Promise((resolve) => setTimeout(resolve, after));
      child.kill('SIGKILL');
      await closed;
      // Killed before the file was whole: nothing was begun, and the next start makes it anew.
      if (existsSync(workspace) && existsSync(`${workspace}.keys`)) {
        const { jobs, datasets, runs, verified } = await inspect(workspace);
        expect(verified).toEqual({ ok: true, problems: [] });
        expect(datasets.every(({ status }) => status === 'ready')).toBe(true);
        expect(jobs.filter(({ status }) => status === 'running' || status === 'queued')).toEqual([]);
        for (const job of jobs) {
          if (job.kind === 'import') expect(job.status).toBe(datasets.length > 0 ? 'succeeded' : 'interrupted');
        }
        const imported = jobs.some(({ kind, status }) => kind === 'import' && status === 'succeeded');
        if (imported) seen.imported++;
        else if (jobs.length > 0) seen.importing++;
        for (const run of runs) {
          const job = jobs.find(({ kind, subjectId }) => kind === 'segment' && subjectId === run.id)!;
          expect(job.status).toBe(run.status === 'ready' ? 'succeeded' : 'interrupted');
          if (job.status === 'interrupted') seen.interruptedRuns++;
        }
      }
      if (moment % 2 === 1) {
        const again = await command(segmentArgs(workspace, out), config);
        expect(again.err).not.toContain('rror');
        expect(again.code).toBe(0);
        expect(readFileSync(join(out, 'segments.csv'), 'utf8')).toBe(
          readFileSync(join(reference, 'segments.csv'), 'utf8'),
        );
      }
      rmSync(place, { recursive: true });
    }
    expect(seen.imported).toBeGreaterThan(2);
    expect(seen.interruptedRuns).toBeGreaterThan(2);
  }, 300_000);

  it('takes a finished run from the workspace instead of computing it again', async () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    for (const file of ['reference.clientele', 'reference.clientele.keys'])
      cpSync(join(folder, file), join(copy, file));
    const started = performance.now();
    const again = await command(segmentArgs(join(copy, 'reference.clientele'), join(copy, 'out')), config);
    expect(again.code).toBe(0);
    expect(performance.now() - started).toBeLessThan(duration);
    const { jobs } = await inspect(join(copy, 'reference.clientele'));
    expect(jobs.filter(({ kind }) => kind === 'segment')).toHaveLength(1);
    expect(readFileSync(join(copy, 'out', 'segments.csv'), 'utf8')).toBe(
      readFileSync(join(reference, 'segments.csv'), 'utf8'),
    );
  });
});
