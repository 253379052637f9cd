import { defaultRecipe } from '../../ingest/clean-orders.ts';
import { fitKMeansRange } from '../../ml/clustering/kmeans.ts';
import { silhouetteScores } from '../../ml/metrics/silhouette.ts';
import { fitAutoencoder } from '../../ml/networks/autoencoder.ts';
import { fitTsne } from '../../ml/projection/tsne.ts';
import { Random } from '../../ml/random.ts';
import type { Context, Matrix } from '../../ml/types.ts';
import { workKinds, type WorkKind } from '../../segmentation/estimate/run-tasks.ts';
import type { Orders } from '../../../../shared/orders.ts';
import type { TaskContext } from '../tasks.ts';
import { prepareFeatures } from './prepare-features.ts';

/** Seconds of the processor that each piece takes on the computer that the constants of `run-tasks.ts` were measured on. */
const reference: Record<WorkKind, number> = {
  orders: 0.0107,
  network: 0.0135,
  kmeans: 0.009,
  silhouette: 0.0105,
  tsne: 0.0302,
};
/** The shortest of so many: whatever else the computer does only ever makes it longer. The first one compiles. */
const repetitions = 3;
const [rows, features] = [800, 12];
/** Silhouettes are quick: of fewer rows they could not be measured. */
const manyRows = 2500;

/**
 * A little of each kind of work, well under a second in all: how many times as long as the computer of reference this
 * one takes. The data are made up here.
 */
export async function run(_args: object, context: TaskContext): Promise<Record<WorkKind, number>> {
  const random = new Random(1);
  const space: Matrix = {
    data: Float64Array.from({ length: rows * features }, () => random.normal()),
    nSamples: rows,
    nFeatures: features,
  };
  const numbers = (): Context => ({ random: new Random(2), checkCancelled: context.checkCancelled, report: () => {} });
  const many: Matrix = {
    data: Float64Array.from({ length: manyRows * features }, () => random.normal()),
    nSamples: manyRows,
    nFeatures: features,
  };
  const labels = [3, 5].map((count) => Int32Array.from({ length: manyRows }, (_, i) => i % count));
  const orders = madeUpOrders(random);
  const quiet: TaskContext = { ...context, report: () => {}, tell: () => {} };
  const pieces: Record<WorkKind, () => unknown> = {
    orders: () =>
      prepareFeatures({ orders, recipe: defaultRecipe(), choice: { exclude: [] }, fewestCustomers: 1 }, quiet),
    network: () =>
      fitAutoencoder(space, { layers: [64, 32, 4], epochs: 12, patience: 12 }, { ...numbers(), backend: 'kernels' }),
    kmeans: () => fitKMeansRange(space, { nClusters: [4, 6, 8], nInit: 4 }, numbers()),
    silhouette: () => silhouetteScores(many, labels, {}, numbers()),
    tsne: () => fitTsne({ ...space, nSamples: 200, data: space.data.subarray(0, 200 * features) }, {}, numbers()),
  };
  const paces = {} as Record<WorkKind, number>;
  for (const kind of workKinds) {
    let shortest = Infinity;
    for (let i = 0; i < repetitions; i++) {
      const from = process.threadCpuUsage();
      await pieces[kind]();
      const { user, system } = process.threadCpuUsage(from);
      shortest = Math.min(shortest, (user + system) / 1e6);
    }
    paces[kind] = Math.max(shortest, 1e-6) / reference[kind];
  }
  return paces;
}

function madeUpOrders(random: Random): Orders {
  const [count, customers, products] = [6000, 400, 60];
  const whole = (below: number): Int32Array => Int32Array.from({ length: count }, () => random.integer(below));
  return {
    lines: {
      count,
      customer: whole(customers),
      invoice: Int32Array.from({ length: count }, (_, i) => i >> 2),
      product: whole(products),
      country: whole(3),
      quantity: Float64Array.from({ length: count }, () => 1 + random.integer(9)),
      price: Float64Array.from({ length: count }, () => 1 + random.integer(40)),
      time: Float64Array.from({ length: count }, () => 1.7e9 + random.integer(400) * 86_400),
      flags: new Uint8Array(count),
    },
    dictionaries: {
      customers: Array.from({ length: customers }, (_, i) => `c${i}`),
      products: Array.from({ length: products }, (_, i) => ({ code: `p${i}`, name: '', isService: false })),
      countries: ['a', 'b', 'c'],
      invoices: null,
    },
  };
}
