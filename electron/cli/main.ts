/** The command line: one verb, one answer. Exit codes: 0 done, 1 failed, 2 wrong usage. */
import { AppError } from '../../shared/errors.ts';
import { helpText, parseVerb, UsageError, type ParsedArguments, type VerbDescription } from './arguments.ts';
import { createOutput, type Output } from './output.ts';

export interface Verb extends VerbDescription {
  /** Does the work; what it returns is the JSON object of `--json`. */
  run: (args: ParsedArguments, output: Output) => Promise<Record<string, unknown>>;
}

const verbs: Record<string, { summary: string; load: () => Promise<Verb> }> = {
  segment: {
    summary: 'find the segments in order files',
    load: async () => (await import('./verbs/segment.ts')).segmentVerb,
  },
  importance: {
    summary: 'say which features tell most about an outcome',
    load: async () => (await import('./verbs/importance.ts')).importanceVerb,
  },
  assign: {
    summary: 'put new customers into the segments of a model',
    load: async () => (await import('./verbs/assign.ts')).assignVerb,
  },
  products: {
    summary: 'write what the orders of a workspace say of each product',
    load: async () => (await import('./verbs/products.ts')).productsVerb,
  },
  sample: {
    summary: 'write a made-up shop to try things on',
    load: async () => (await import('./verbs/sample.ts')).sampleVerb,
  },
  workspace: {
    summary: 'info or verify: look into a workspace file',
    load: async () => (await import('./verbs/workspace.ts')).workspaceVerb,
  },
};

function usage(): string {
  const list = Object.entries(verbs).map(([name, verb]) => `  ${name.padEnd(11)} ${verb.summary}`);
  return ['Usage: clientele <verb> ...', '', ...list, '', '`clientele <verb> --help` tells more.', ''].join('\n');
}

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === '--help' || name === 'help') {
    process.stdout.write(usage());
    return 0;
  }
  const entry = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!entry) {
    process.stderr.write(`${name ? `There is no verb '${name}'.` : 'A verb is missing.'}\n\n${usage()}`);
    return 2;
  }
  const verb = await entry.load();
  if (rest.includes('--help')) {
    process.stdout.write(helpText(verb));
    return 0;
  }
  let args: ParsedArguments;
  try {
    args = parseVerb(verb, rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${helpText(verb)}`);
    return 2;
  }
  const output = createOutput(args);
  try {
    const result = await verb.run(args, output);
    output.finish(result);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.clear();
      process.stderr.write(`${error.message}\n\n${helpText(verb)}`);
      return 2;
    }
    output.fail(AppError.from(error));
    return 1;
  }
}

// Whoever reads our output may stop early (`| head`): that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
