import { resolve } from 'node:path';
import { UsageError } from '../arguments.ts';
import { openHost } from '../host.ts';
import type { Verb } from '../main.ts';

export const sampleVerb: Verb = {
  name: 'sample',
  summary: 'Writes a made-up shop: orders, customers, products, browsing, reviews, relationships, and the truth apart.',
  positionals: '',
  options: {
    out: { value: 'DIR', help: 'folder for the files' },
    customers: { value: 'N', help: 'how many customers (default: 3000, or what fits the lines)' },
    lines: { value: 'N', help: 'how many order lines (default: about 25 a customer)' },
    seed: { value: 'N', help: 'number that fixes all chance', default: '1' },
  },
  run: async (args, output) => {
    const out = args.text('out');
    if (!out) throw new UsageError('--out DIR is missing');
    const customers = args.integer('customers', 1, 1_000_000);
    const lines = args.integer('lines', 1, 1_000_000_000);
    const options = {
      folder: resolve(out),
      seed: args.integer('seed', 0, 0xffffffff)!,
      ...(customers === undefined ? {} : { customers }),
      ...(lines === undefined ? {} : { lines }),
    };
    const host = await openHost(args, output);
    try {
      const { jobId } = await host.client.request('sample.create', options);
      const { result = {} } = await host.finish(jobId);
      for (const file of result.files as { name: string; lines: number }[]) output.say(`${file.name}: ${file.lines}`);
      return { command: 'sample', ...result };
    } finally {
      await host.close();
    }
  },
};
