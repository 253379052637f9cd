/**
 * Order files of the sample shop into an encrypted workspace and grouped by customer, against pandas' read_csv and group-by
 * on the same files, in turn, each as a process of its own; both sides' totals have to be the same.
 *   npm run bench:import -- [--lines 10000,100000,1000000,5000000] [--pairs 3] [--python PATH] [--folder DIR] [--alone]
 * Prints the least of the pairs, as others on the machine only ever add time, and the ratio of every pair. The clocks
 * begin when the program and its libraries are loaded. `--folder` keeps the files for the next time.
 */
import { deepStrictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000,100000,1000000,5000000' },
    pairs: { type: 'string', default: '3' },
    python: { type: 'string', default: '/usr/bin/python3' },
    folder: { type: 'string' },
    alone: { type: 'boolean', default: false },
  },
});
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Most that the time of a million lines may be of pandas', and the memory of five million. */
const mostRatio = 1.5;
const mostMb = 1000;

interface Measured {
  seconds: number;
  stages: { import: number; aggregate: number };
  processor: number;
  peakMb: number;
  totals: Record<string, number>;
  /** Of Clientele alone: what else is computed of every customer. */
  features?: { count: number; seconds: number };
}

function measured(program: string, args: string[]): Measured {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout.trim().split('\n').at(-1)!) as Measured;
}

function makeFile(folder: string, lines: number): string {
  const file = join(folder, String(lines), 'orders.csv');
  if (existsSync(file)) return file;
  const cli = here('../../electron/cli/main.ts');
  const args = [cli, 'sample', '--out', join(folder, String(lines)), '--lines', String(lines)];
  const made = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return file;
}

const least = (runs: readonly Measured[], of: (run: Measured) => number): number => Math.min(...runs.map(of));
const most = (runs: readonly Measured[], of: (run: Measured) => number): number => Math.max(...runs.map(of));

function tell(who: string, runs: readonly Measured[], lines: number): void {
  const seconds = least(runs, (run) => run.seconds);
  const best = runs.find((run) => run.seconds === seconds)!;
  console.log(
    `  ${who.padEnd(10)} ${seconds.toFixed(2)} s (read ${best.stages.import.toFixed(2)}, aggregate ${best.stages.aggregate.toFixed(2)}; ` +
      `processor ${least(runs, (run) => run.processor).toFixed(2)} s), ${Math.round(lines / seconds).toLocaleString('en')} lines/s, ` +
      `peak ${most(runs, (run) => run.peakMb)} MB` +
      (best.features ? `; all ${best.features.count} features after that ${best.features.seconds.toFixed(2)} s` : ''),
  );
}

const withPeer = !values.alone && spawnSync(values.python, ['-c', 'import pandas']).status === 0;
if (!withPeer && !values.alone) {
  console.log('pandas is not installed (Debian: python3-pandas); measuring Clientele alone.');
}
const folder = values.folder ? resolve(values.folder) : mkdtempSync(join(tmpdir(), 'clientele-import-'));
console.log(`${cpus().length} x ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}`);
try {
  for (const lines of values.lines.split(',').map(Number)) {
    const file = makeFile(folder, lines);
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let pair = 0; pair < Number(values.pairs); pair++) {
      ours.push(measured(process.execPath, [here('./import-ours.ts'), file]));
      if (withPeer) theirs.push(measured(values.python, [here('./import.py'), file]));
    }
    console.log(
      `\n${lines.toLocaleString('en')} lines, ${(statSync(file).size / 1e6).toFixed(1)} MB, load ${loadavg()[0]!.toFixed(1)}`,
    );
    tell('Clientele', ours, lines);
    if (withPeer) {
      tell('pandas', theirs, lines);
      deepStrictEqual(ours[0]!.totals, theirs[0]!.totals);
      console.log(`  the same on both sides: ${JSON.stringify(ours[0]!.totals)}`);
      const seconds = (run: Measured): number => run.seconds;
      const ratio = least(ours, seconds) / least(theirs, seconds);
      const pairs = ours.map((run, pair) => (run.seconds / theirs[pair]!.seconds).toFixed(2)).join(', ');
      const verdict = lines === 1e6 ? `; at most ${mostRatio}: ${ratio <= mostRatio ? 'met' : 'MISSED'}` : '';
      console.log(`  ratio of the least ${ratio.toFixed(2)} (pairs ${pairs})${verdict}`);
    }
    if (lines === 5e6) {
      const peak = most(ours, (run) => run.peakMb);
      console.log(`  memory at most ${mostMb} MB: ${peak <= mostMb ? 'met' : 'MISSED'}`);
    }
  }
} finally {
  if (!values.folder) rmSync(folder, { recursive: true, force: true });
}
