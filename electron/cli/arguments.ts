/** Options of every verb in one form, so that parsing and `--help` come from one description. */
import { parseArgs } from 'node:util';

/** A mistake in how the command was written: exit code 2. */
export class UsageError extends Error {}

export interface Option {
  /** Placeholder of the value in the help text; absent for a switch. */
  value?: string;
  help: string;
  default?: string;
  /** May be given several times; read by `all`. */
  repeatable?: true;
}

export interface VerbDescription {
  name: string;
  summary: string;
  /** What stands after the verb, for example `<file>...`; empty when nothing may. */
  positionals: string;
  options: Record<string, Option>;
}

export interface ParsedArguments {
  positionals: string[];
  /** The text of an option, or undefined. */
  text: (name: string) => string | undefined;
  /** All texts of a repeatable option. */
  all: (name: string) => string[];
  flag: (name: string) => boolean;
  /** A whole number in a range, or undefined. */
  integer: (name: string, low: number, high: number) => number | undefined;
  /** A number in a range, or undefined. */
  number: (name: string, low: number, high: number) => number | undefined;
  /** One of a list, or undefined. */
  choice: <Choice extends string>(name: string, choices: readonly Choice[]) => Choice | undefined;
}

const commonOptions: Record<string, Option> = {
  json: { help: 'print one JSON object on standard output, and nothing else there' },
  language: { value: 'en|zh-CN', help: 'language of messages and reports', default: 'en' },
  help: { help: 'show this text' },
};

export function parseVerb(verb: VerbDescription, argv: string[]): ParsedArguments {
  const described = { ...verb.options, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(described).map(([name, { value, repeatable = false }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple: repeatable } as const,
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  if (positionals.length > 0 && !verb.positionals) throw new UsageError(`'${verb.name}' takes no ${positionals[0]}`);
  const text = (name: string): string | undefined => {
    const value = values[name] ?? described[name]?.default;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    positionals,
    text,
    all: (name) => [values[name] ?? []].flat().map(String),
    flag: (name) => values[name] === true,
    integer: (name, low, high) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < low || number > high) {
        throw new UsageError(`--${name} takes a whole number from ${low} to ${high}, not '${value}'`);
      }
      return number;
    },
    number: (name, low, high) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (value.trim() === '' || !(number >= low && number <= high)) {
        throw new UsageError(`--${name} takes a number from ${low} to ${high}, not '${value}'`);
      }
      return number;
    },
    choice: (name, choices) => {
      const value = text(name);
      const found = choices.find((choice) => choice === value);
      if (value !== undefined && !found) throw new UsageError(`--${name} takes ${choices.join(', ')}, not '${value}'`);
      return found;
    },
  };
}

/** The help text of a verb. */
export function helpText(verb: VerbDescription): string {
  const lines = Object.entries({ ...verb.options, ...commonOptions }).map(([name, option]) => {
    const left = `  --${name}${option.value ? ` ${option.value}` : ''}`;
    const fallback = option.default ? ` (default ${option.default})` : '';
    return `${left.padEnd(34)} ${option.help}${fallback}`;
  });
  return [`clientele ${verb.name} ${verb.positionals}`.trim(), `  ${verb.summary}`, '', ...lines, ''].join('\n');
}
