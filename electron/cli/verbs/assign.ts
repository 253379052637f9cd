import { join, resolve } from 'node:path';
import { standInsNote } from '../../../shared/language/summary.ts';
import { UsageError } from '../arguments.ts';
import { fileReading, layoutOptions } from '../file-options.ts';
import { periodOf, periodOptions } from '../period-options.ts';
import { openHost, workerOption, workspaceOptions } from '../host.ts';
import type { Verb } from '../main.ts';

export const assignVerb: Verb = {
  name: 'assign',
  summary: 'Puts the customers of new order files into the segments of a model; writes segments.csv.',
  positionals: '<file>...',
  options: {
    model: { value: 'DIR', help: 'the model folder that `segment` wrote' },
    out: { value: 'DIR', help: 'folder for segments.csv', default: 'clientele-results' },
    'reveal-ids': { help: 'write e-mail addresses and other personal ids into segments.csv, not their pseudonyms' },
    from: { ...periodOptions.from!, help: `${periodOptions.from!.help}, or as the run had it` },
    until: { ...periodOptions.until!, help: `${periodOptions.until!.help}, or as the run had it` },
    ...layoutOptions,
    ...workerOption,
    ...workspaceOptions,
  },
  run: async (args, output) => {
    const model = args.text('model');
    if (!model) throw new UsageError('--model DIR is missing');
    if (args.positionals.length === 0) throw new UsageError('no file to read');
    const folder = resolve(args.text('out')!);
    const host = await openHost(args, output);
    try {
      const { jobId } = await host.client.request('model.assign', {
        model: resolve(model),
        files: args.positionals.map((file) => resolve(file)),
        ...fileReading(args),
        folder,
        language: output.language,
        revealIds: args.flag('reveal-ids'),
        ...periodOf(args),
      });
      const { result = {} } = await host.finish(jobId);
      if (Number(result.personal) > 0 && !args.flag('reveal-ids')) {
        output.say(standInsNote(output.language, { temporary: args.text('workspace') === undefined }));
      }
      output.say(`${String(result.customers)} → ${join(folder, 'segments.csv')}`);
      return { command: 'assign', ...result };
    } finally {
      await host.close();
    }
  },
};
