/**
 * Fits networks again and again in a process of its own (run with --expose-gc), and prints what stays in memory after
 * each round, as a JSON list: tensors, bytes of the process, bytes of buffers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { fitAutoencoder } from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { fitIdec } from '../../../../electron/engine/ml/networks/idec.ts';
import { fitKMeans } from '../../../../electron/engine/ml/clustering/kmeans.ts';
import { context, gaussian } from './samples.ts';

const wide = gaussian(256, 300, 1);
const small = gaussian(512, 12, 2);
const rounds: { tensors: number; resident: number; buffers: number }[] = [];
for (let round = 0; round < 12; round++) {
  const ctx = { ...context(round), backend: 'kernels' as const };
  const { model } = await fitAutoencoder(wide, { layers: [500, 10], epochs: 1 }, ctx);
  fitIdec(wide, { autoencoder: model, nClusters: 3, nInit: 2, steps: 1 }, ctx);
  await fitAutoencoder(small, { layers: [16, 3], epochs: 2 }, { ...ctx, backend: 'wasm' });
  fitKMeans(wide, { nClusters: 4, nInit: 2 }, ctx);
  gc!();
  // What a collection only marks as free goes with the next one.
  await new Promise((done) => setTimeout(done, 30));
  gc!();
  const { rss, arrayBuffers, external } = process.memoryUsage();
  rounds.push({ tensors: tf.memory().numTensors, resident: rss, buffers: arrayBuffers + external });
}
console.log(JSON.stringify(rounds));
