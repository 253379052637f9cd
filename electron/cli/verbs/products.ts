import { basename, dirname, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { isTextColumn, productColumns } from '../../../shared/products.ts';
import { UsageError } from '../arguments.ts';
import { openHost, workspaceOptions } from '../host.ts';
import type { Verb } from '../main.ts';

export const productsVerb: Verb = {
  name: 'products',
  summary: 'Writes what the orders of a workspace, and its catalogue, say of each product.',
  positionals: '',
  options: {
    out: { value: 'FILE', help: 'the file to write', default: 'products.csv' },
    sort: {
      value: 'COLUMN',
      help: `one of ${productColumns.join(', ')}; figures from the highest, texts from the first`,
      default: 'revenue',
    },
    search: { value: 'TEXT', help: 'only products with this in their code, name, category or brand' },
    ...workspaceOptions,
  },
  run: async (args, output) => {
    const by = productColumns.find((column) => column === args.text('sort'));
    if (!by) throw new UsageError(`--sort takes one of ${productColumns.join(', ')}`);
    const out = resolve(args.text('out')!);
    const host = await openHost(args, output, { mustExist: true });
    try {
      const dataset = (await host.client.request('dataset.list', {})).toSorted((a, b) => b.id - a.id)[0];
      if (!dataset) throw new AppError('not_found', { reason: 'no_such_dataset' });
      const { jobId } = await host.client.request('product.export', {
        datasetId: dataset.id,
        folder: dirname(out),
        name: basename(out),
        language: output.language,
        sort: { by, descending: !isTextColumn(by) },
        search: args.text('search') ?? '',
      });
      const { result = {} } = await host.finish(jobId);
      const products = Number(result.products);
      output.say(`${products} → ${out}`);
      return { command: 'products', products, file: out };
    } finally {
      await host.close();
    }
  },
};
