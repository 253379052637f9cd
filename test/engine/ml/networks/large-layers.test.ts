/** Networks as large as those of the papers on pictures: the same bits in parts, and a cancel that is heard soon. */
import { describe, expect, it } from 'vitest';
import { encode, fitAutoencoder } from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { DenseLayout } from '../../../../electron/engine/ml/networks/dense-layout.ts';
import { autoencoderSpec, initialWeights } from '../../../../electron/engine/ml/networks/dense.ts';
import { fitIdec } from '../../../../electron/engine/ml/networks/idec.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { context, gaussian, rows } from './samples.ts';

const layers = [500, 500, 2000, 10];
const spec = autoencoderSpec(784, layers);

describe('layers of thousands of units', () => {
  it('train a batch in parts to the bits of the whole', () => {
    const weights = initialWeights(spec, new Random(1));
    const X = gaussian(300, 784, 2);
    const random = new Random(3);
    const flags = Uint8Array.from({ length: 300 * 784 }, () => (random.uniform() < 0.8 ? 1 : 0));
    const trained = (inParts: boolean) => {
      const layout = new DenseLayout(spec, true);
      layout.loadSamples(X);
      const [order, keep] = [layout.reserve(4 * 300), layout.reserve(flags.length)];
      layout.write(layout.weights, weights);
      layout.kernel.int32(order, 300).set(rows(300));
      layout.kernel.uint8(keep, flags.length).set(flags);
      let looks = 0;
      const batches = { order, keep, rows: 300, batchSize: 256 };
      const sum = inParts
        ? layout.train(batches, 0, 1e-3, () => looks++)
        : layout.kernel.exports.train(layout.table, order, keep, 300, 256, 1e-3, 0);
      return { sum, looks, weights: layout.read(layout.weights) };
    };
    const [whole, parts] = [trained(false), trained(true)];
    // Four parts of the first batch, one of the second.
    expect(parts.looks).toBe(5);
    expect(parts.sum).toBeCloseTo(whole.sum, 6);
    parts.weights.forEach((values, i) => expect(Buffer.compare(bytes(values), bytes(whole.weights[i]!))).toBe(0));
  });

  it('look at the cancel flag at least every 300 ms of computing, in every stage of a fit', async () => {
    const X = gaussian(600, 784, 4);
    let [last, longest] = [0, 0];
    const now = (): number => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    const checkCancelled = (): void => {
      longest = Math.max(longest, now() - last);
      last = now();
    };
    const ctx = { ...context(5), checkCancelled };
    last = now();
    const fit = await fitAutoencoder(X, { layers, epochs: 1 }, { ...ctx, backend: 'kernels' });
    encode(fit.model, X, checkCancelled);
    fitIdec(X, { autoencoder: fit.model, nClusters: 3, nInit: 2, steps: 2, updateEvery: 1 }, ctx);
    checkCancelled();
    console.log(`longest stretch between two looks: ${longest.toFixed(0)} ms of the processor`);
    expect(longest).toBeLessThan(300);
  });
});

const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
