/**
 * Clustering of labelled pictures, the usual test of deep clustering: K-Means on pixels, K-Means in the latent space of
 * an autoencoder, and IDEC (Guo et al. 2017) with the papers' network and settings; labels serve the scores only.
 *   npm run bench:images -- FOLDER [--epochs 20] [--seeds 1,2,3] [--steps 1400]
 * FOLDER holds a pair of IDX files, *images-idx3-ubyte(.gz) and *labels-idx1-ubyte(.gz). One thread; nothing is
 * judged. Times are those of the processor: on a shared machine others do not count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { fitKMeans } from '../../electron/engine/ml/clustering/kmeans.ts';
import { clusteringAccuracy, normalizedMutualInformation } from '../../electron/engine/ml/metrics/external.ts';
import { encode, fitAutoencoder } from '../../electron/engine/ml/networks/autoencoder.ts';
import { fitIdec } from '../../electron/engine/ml/networks/idec.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../electron/engine/ml/types.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string', default: '20' },
    seeds: { type: 'string', default: '1,2,3' },
    steps: { type: 'string', default: '1400' },
  },
});
const [folder] = positionals;
if (!folder) {
  console.error('npm run bench:images -- FOLDER: name a folder with a pair of IDX files, images and labels');
  process.exit(2);
}
/** The encoder of Xie et al. (2016) and Guo et al. (2017). */
const layers = [500, 500, 2000, 10];

/** The bytes of an IDX file behind its header, and its dimensions. */
function readIdx(ending: string): { bytes: Uint8Array; sizes: number[] } {
  const name = readdirSync(folder!).find((file) => file.replace(/\.gz$/, '').endsWith(ending));
  if (!name) throw new Error(`no file *${ending} in the folder`);
  const raw = readFileSync(join(folder!, name));
  const file = name.endsWith('.gz') ? gunzipSync(raw) : raw;
  const sizes = Array.from({ length: file[3]! }, (_, i) => file.readUInt32BE(4 + 4 * i));
  return { bytes: file.subarray(4 + 4 * sizes.length), sizes };
}

const images = readIdx('images-idx3-ubyte');
const truth = readIdx('labels-idx1-ubyte').bytes;
const [nSamples, height, width] = images.sizes as [number, number, number];
const X: Matrix = {
  data: Float32Array.from(images.bytes, (value) => value / 255),
  nSamples,
  nFeatures: height * width,
};
const nClusters = new Set(truth).size;
console.log(`${nSamples} pictures of ${height} x ${width}, ${nClusters} classes; encoder ${layers.join('-')}`);

interface Row {
  method: string;
  seed: number;
  accuracy: number;
  nmi: number;
  seconds: number;
  effort: string;
}
const rows: Row[] = [];

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function note(method: string, seed: number, labels: Int32Array, from: number, effort: string): void {
  const seconds = processorSeconds() - from;
  const accuracy = clusteringAccuracy(truth, labels);
  const nmi = normalizedMutualInformation(truth, labels);
  rows.push({ method, seed, accuracy, nmi, seconds, effort });
  console.log(line(method, String(seed), accuracy, nmi, seconds, effort));
}

function line(method: string, seed: string, accuracy: number, nmi: number, seconds: number, effort: string): string {
  const figures = [accuracy.toFixed(4), nmi.toFixed(4), `${seconds.toFixed(0)} s`];
  return `${method.padEnd(22)} ${seed.padEnd(8)} ${figures.map((figure) => figure.padStart(8)).join(' ')}  ${effort}`;
}

console.log(`${'method'.padEnd(22)} ${'seed'.padEnd(8)} accuracy      NMI      cpu`);
for (const seed of values.seeds.split(',').map(Number)) {
  const random = new Random(seed);
  const ctx: Context = { random, checkCancelled: () => {}, report: () => {} };
  let from = processorSeconds();
  const pixels = fitKMeans(X, { nClusters, nInit: 20 }, { ...ctx, random: random.fork('pixels') });
  note('K-Means on pixels', seed, pixels.labels, from, `${pixels.nIterations} iterations`);

  from = processorSeconds();
  const epochs = Number(values.epochs);
  const fit = await fitAutoencoder(X, { layers, epochs, patience: epochs }, { ...ctx, backend: 'kernels' });
  const latent = encode(fit.model, X);
  const grouped = fitKMeans(latent, { nClusters, nInit: 20 }, { ...ctx, random: random.fork('latent') });
  const loss = fit.reconstructionLoss.toFixed(4);
  note('autoencoder + K-Means', seed, grouped.labels, from, `${epochs} epochs, error ${loss}`);

  from = processorSeconds();
  const idec = fitIdec(X, { autoencoder: fit.model, nClusters, steps: Number(values.steps) }, ctx);
  const last = idec.looks.at(-1)!;
  const steps = Math.min(Number(values.steps), 140 * idec.looks.length);
  const taken = ((256 * steps) / nSamples).toFixed(0);
  note('IDEC', seed, idec.labels, from, `${steps} steps (${taken} epochs), ${(100 * last.changed).toFixed(2)} % moved`);
}

const mean = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
for (const method of new Set(rows.map((row) => row.method))) {
  const own = rows.filter((row) => row.method === method);
  const means = (['accuracy', 'nmi', 'seconds'] as const).map((figure) => mean(own.map((row) => row[figure])));
  console.log(line(method, 'mean', means[0]!, means[1]!, means[2]!, ''));
}
