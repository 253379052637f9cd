/**
 * The parts that take most of the time, each in turn with its Python peer (PyTorch, scikit-learn) on the same rows.
 *   npm run bench:parts -- [--pairs 3] [--python PATH] [--only training,kmeans,silhouette,tsne,large] [--alone]
 * One thread on either side. Ratios below 1 mean that Clientele needs less time; they are medians of the pairs.
 */
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fitKMeans } from '../../electron/engine/ml/clustering/kmeans.ts';
import { silhouetteScore } from '../../electron/engine/ml/metrics/silhouette.ts';
import { autoencoderSpec, initialWeights } from '../../electron/engine/ml/networks/dense.ts';
import { KernelTrainer } from '../../electron/engine/ml/networks/kernel-trainer.ts';
import { trustworthiness } from '../../electron/engine/ml/projection/trustworthiness.ts';
import { fitTsne } from '../../electron/engine/ml/projection/tsne.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import { takeRows, type Context, type Matrix } from '../../electron/engine/ml/types.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '3' },
    python: { type: 'string', default: '/usr/bin/python3' },
    only: { type: 'string', default: 'training,kmeans,silhouette,tsne,large' },
    alone: { type: 'boolean', default: false },
  },
});

interface Measured {
  seconds: number;
  /** Seconds of the processor: on a shared machine others do not count. */
  processor: number;
  /** What the time was spent for: a loss, an inertia, a silhouette, a divergence. */
  quality: number;
}
interface Part {
  name: string;
  title: string;
  quality: string;
  /** Most that Clientele's time may be of the peer's. */
  bar: number;
  ours: () => Measured;
}

const context = (seed: number): Context => ({ random: new Random(seed), checkCancelled: () => {}, report: () => {} });

/** Six groups around centres in a cube of side 20, standard deviation 2.5. */
function blobs(nSamples: number): { X: Matrix; labels: Int32Array } {
  const random = new Random(1);
  const centres = Float64Array.from({ length: 6 * 8 }, () => 20 * random.uniform() - 10);
  const labels = Int32Array.from({ length: nSamples }, () => Math.floor(6 * random.uniform()));
  const data = Float64Array.from(
    { length: nSamples * 8 },
    (_, at) => centres[8 * labels[at >> 3]! + (at & 7)]! + 2.5 * random.normal(),
  );
  return { X: { data, nSamples, nFeatures: 8 }, labels };
}

const first = ({ data, nFeatures }: Matrix, nSamples: number): Matrix => ({
  data: data.slice(0, nSamples * nFeatures),
  nSamples,
  nFeatures,
});

function timed(work: () => number): Measured {
  const from = performance.now();
  const processorFrom = process.cpuUsage();
  const quality = work();
  const { user, system } = process.cpuUsage(processorFrom);
  return { seconds: (performance.now() - from) / 1000, processor: (user + system) / 1e6, quality };
}

const { X, labels } = blobs(100_000);
const steps = 391;
const normal = new Random(2);
const training: Matrix = {
  data: Float64Array.from({ length: steps * 256 * 13 }, () => normal.normal()),
  nSamples: steps * 256,
  nFeatures: 13,
};

/** Four epochs of a 13-64-32-4 autoencoder, batch 256, after four that are not timed. */
function trainEpochs(): Measured {
  const spec = autoencoderSpec(13, [64, 32, 4]);
  const weights = initialWeights(spec, new Random(1));
  const trainer = new KernelTrainer(spec, training, { weights, batchSize: 256 });
  const order = Int32Array.from({ length: training.nSamples }, (_, i) => i);
  const epochs = (): number => {
    let loss = 0;
    for (let epoch = 0; epoch < 4; epoch++) {
      loss = trainer.trainEpoch({ order, keep: null, learningRate: 1e-3, checkCancelled: () => {} });
    }
    return loss;
  };
  epochs();
  const measured = timed(epochs);
  trainer.dispose();
  return measured;
}

const parts: Part[] = [
  {
    name: 'training',
    title: '1,564 training steps, 13-64-32-4, batch 256',
    quality: 'loss',
    bar: 1,
    ours: trainEpochs,
  },
  {
    ...{ name: 'kmeans', title: 'K-Means, 100,000 x 8, k 6, nInit 10', quality: 'inertia', bar: 1 },
    ours: () => timed(() => fitKMeans(X, { nClusters: 6, nInit: 10 }, context(1)).inertia),
  },
  {
    ...{ name: 'silhouette', title: 'exact silhouette, 20,000 x 8', quality: 'silhouette', bar: 0.2 },
    ours: () => timed(() => silhouetteScore(first(X, 20_000), labels.slice(0, 20_000), context(1))),
  },
  {
    ...{ name: 'tsne', title: 't-SNE, 5,000 x 8', quality: 'KL divergence', bar: 0.2 },
    ours: () => timed(() => fitTsne(first(X, 5000), {}, context(1)).klDivergence),
  },
];

/** The peer as a process that answers one part after another; null where it is not installed. */
function startPeer(folder: string): { ask: (part: string) => Promise<Measured>; stop: () => void } | null {
  if (values.alone || spawnSync(values.python, ['-c', 'import sklearn, torch, threadpoolctl']).status !== 0)
    return null;
  const script = fileURLToPath(new URL('./parts.py', import.meta.url));
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(values.python, [script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (part: string): Promise<Measured> => {
    child.stdin.write(`${part}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the peer ended before it answered');
    return JSON.parse(value) as Measured;
  };
  return { ask, stop: () => child.stdin.end() };
}

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const seconds = (measured: Measured[]): string =>
  `${median(measured.map((one) => one.seconds)).toPrecision(3)} s (processor ${median(measured.map((one) => one.processor)).toPrecision(3)} s)`;

async function compare(part: Part, peer: ReturnType<typeof startPeer>): Promise<void> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    ours.push(part.ours());
    if (peer) theirs.push(await peer.ask(part.name));
  }
  console.log(`\n${part.title}`);
  console.log(`  Clientele ${seconds(ours)}, ${part.quality} ${ours.at(-1)!.quality.toPrecision(5)}`);
  if (part.name === 'training') {
    const rate = (runs: Measured[]) => Math.round((4 * training.nSamples) / median(runs.map((run) => run.seconds)));
    console.log(`  samples/s: ${rate(ours)}${peer ? ` against ${rate(theirs)}` : ''}`);
  }
  if (!peer) return;
  const ratios = ours.map((one, pair) => one.seconds / theirs[pair]!.seconds);
  const ofProcessor = median(ours.map((one, pair) => one.processor / theirs[pair]!.processor));
  console.log(`  peer ${seconds(theirs)}, ${part.quality} ${theirs.at(-1)!.quality.toPrecision(5)}`);
  const all = ratios.map((ratio) => ratio.toFixed(3)).join(', ');
  const met = median(ratios) <= part.bar ? 'met' : 'MISSED';
  console.log(
    `  ratio of time ${median(ratios).toFixed(3)} (${all}), at most ${part.bar}: ${met}; of the processor's ${ofProcessor.toFixed(3)}`,
  );
}

/** t-SNE of all 100,000 rows: what no peer does in reasonable time. */
function embedMany(): void {
  let embedding = new Float32Array();
  const measured = timed(() => {
    const fit = fitTsne(X, {}, context(1));
    embedding = fit.embedding as Float32Array<ArrayBuffer>;
    return fit.klDivergence;
  });
  const rows = new Random(3).permutation(X.nSamples).slice(0, 5000);
  const map = takeRows({ data: embedding, nSamples: X.nSamples, nFeatures: 2 }, rows).data as Float32Array;
  const trust = trustworthiness(takeRows(X, rows), map, 15, context(1));
  const met = measured.seconds <= 120 && trust >= 0.9 ? 'met' : 'MISSED';
  console.log('\nt-SNE, 100,000 x 8, none sampled');
  console.log(`  Clientele ${seconds([measured])}, KL divergence ${measured.quality.toPrecision(5)}`);
  console.log(`  trustworthiness ${trust.toFixed(3)}; at most 120 s, at least 0.9: ${met}`);
}

const folder = mkdtempSync(join(tmpdir(), 'clientele-parts-'));
try {
  writeFileSync(join(folder, 'blobs'), X.data);
  writeFileSync(join(folder, 'labels'), labels);
  writeFileSync(join(folder, 'training'), training.data);
  const peer = startPeer(folder);
  if (!peer && !values.alone) {
    console.log('The peer is not installed (Debian: python3-sklearn python3-torch python3-threadpoolctl).');
  }
  const wanted = new Set(values.only.split(','));
  console.log(`${cpus().length} x ${cpus()[0]!.model}, load ${loadavg()[0]!.toFixed(1)}, one thread on either side`);
  for (const part of parts) if (wanted.has(part.name)) await compare(part, peer);
  peer?.stop();
  if (wanted.has('large')) embedMany();
  console.log(`\nload at the end ${loadavg()[0]!.toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
