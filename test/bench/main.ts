/**
 * The main job against its Python peer, both as whole processes, in turn, on the same file.
 *   npm run bench -- FILE [--runs N] [--python PATH] [--peer SCRIPT] [--alone]
 * Ratios below 1 mean that Clientele needs less. Prints one table; nothing is judged.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

interface Measured {
  wall: number;
  peakMb: number;
  facts: Record<string, unknown>;
  stages: Record<string, number>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    python: { type: 'string', default: '/usr/bin/python3' },
    peer: { type: 'string', default: fileURLToPath(new URL('./peer.py', import.meta.url)) },
    alone: { type: 'boolean', default: false },
    preset: { type: 'string', default: 'balanced' },
  },
});
const [file] = positionals;
if (!file || !existsSync(file)) {
  console.error('npm run bench -- FILE: name an orders file, for example one that `clientele sample` wrote');
  process.exit(2);
}

const cli = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));

function ours(): Measured {
  const out = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  const started = performance.now();
  const done = spawnSync(process.execPath, [cli, 'segment', file!, '--json', '--out', out, '--preset', values.preset], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const wall = (performance.now() - started) / 1000;
  if (done.status !== 0) throw new Error(done.stderr);
  const metrics = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
  rmSync(out, { recursive: true, force: true });
  return {
    wall,
    peakMb: metrics.peakMemoryMb,
    stages: metrics.seconds,
    facts: {
      rows: metrics.data.rows,
      customers: metrics.data.customers,
      features: metrics.data.features,
      segments: metrics.segments?.length ?? metrics.segments,
      method: metrics.method,
    },
  };
}

function peer(): Measured {
  const started = performance.now();
  const done = spawnSync(values.python, [values.peer, file!], { encoding: 'utf8' });
  const wall = (performance.now() - started) / 1000;
  if (done.status !== 0) throw new Error(done.stderr);
  const { seconds, peak_mb: peakMb, ...facts } = JSON.parse(done.stdout.trim().split('\n').at(-1)!);
  return { wall, peakMb, stages: seconds, facts };
}

function peerInstalled(): boolean {
  return spawnSync(values.python, ['-c', 'import pandas, sklearn, torch']).status === 0;
}

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const runs = Number(values.runs);
const withPeer = !values.alone && peerInstalled();
if (!values.alone && !withPeer) {
  console.log(
    'The peer is not installed (Debian: python3-pandas python3-sklearn python3-torch); measuring Clientele alone.',
  );
}
const pairs: { ours: Measured; peer: Measured | null }[] = [];
for (let run = 0; run < runs; run++) {
  const pair = { ours: ours(), peer: withPeer ? peer() : null };
  pairs.push(pair);
  const theirs = pair.peer
    ? `  peer ${pair.peer.wall.toFixed(1)} s  ratio ${(pair.ours.wall / pair.peer.wall).toFixed(3)}`
    : '';
  console.log(`run ${run + 1}: Clientele ${pair.ours.wall.toFixed(1)} s${theirs}`);
}
console.log('\nClientele', JSON.stringify(pairs.at(-1)!.ours.facts));
console.log('  seconds', JSON.stringify(pairs.at(-1)!.ours.stages));
console.log(
  '  median wall',
  median(pairs.map((pair) => pair.ours.wall)).toFixed(2),
  's, peak',
  median(pairs.map((pair) => pair.ours.peakMb)),
  'MB',
);
if (withPeer) {
  console.log('Peer', JSON.stringify(pairs.at(-1)!.peer!.facts));
  console.log('  seconds', JSON.stringify(pairs.at(-1)!.peer!.stages));
  console.log(
    '  median wall',
    median(pairs.map((pair) => pair.peer!.wall)).toFixed(2),
    's, peak',
    median(pairs.map((pair) => pair.peer!.peakMb)),
    'MB',
  );
  console.log(
    'Ratio of wall time, median of pairs:',
    median(pairs.map((pair) => pair.ours.wall / pair.peer!.wall)).toFixed(3),
  );
  console.log(
    'Ratio of peak memory, median of pairs:',
    median(pairs.map((pair) => pair.ours.peakMb / pair.peer!.peakMb)).toFixed(3),
  );
}
