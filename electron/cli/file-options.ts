/** The options that say how files are to be read. */
import { isCurrencyCode } from '../../shared/currency.ts';
import { calendarOrders, fileKinds, givenRoles, type CustomerSample, type FileReading } from '../../shared/domain.ts';
import { UsageError, type Option, type ParsedArguments } from './arguments.ts';

export const layoutOptions: Record<string, Option> = {
  kind: {
    value: fileKinds.join('|'),
    help: 'what the files are (default: found out)',
  },
  id: { value: 'COLUMN', help: 'column of the customer; short for --columns customer=COLUMN' },
  columns: { value: 'ROLE=COLUMN,...', help: `name columns yourself; roles: ${givenRoles.join(', ')}` },
  part: {
    value: 'NAME',
    help: 'sheet of a workbook or file in an archive (default: those that make the largest table)',
  },
  encoding: { value: 'NAME', help: 'encoding of the files, for example gb18030 (default: found out)' },
  delimiter: { value: 'C|tab|blanks', help: 'what parts the columns (default: found out)' },
  header: { value: 'yes|no', help: 'whether the first line holds column names (default: found out)' },
  'date-order': { value: calendarOrders.join('|'), help: 'order of day, month and year (default: found out)' },
};

/** Corrections of earlier files that a workspace remembers. */
export const memoryOption: Record<string, Option> = {
  'recognise-anew': { help: 'do not read files as the last of the same shape in the --workspace were corrected' },
};

/** The parts of a list with commas; none for no text. */
export function list(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean);
}

/** The share of `--sample-customers`, as 0.2, 1/5 or 20%. Throws UsageError. */
export function customerSample(args: ParsedArguments, seed: number): CustomerSample | undefined {
  const text = args.text('sample-customers');
  if (text === undefined) return undefined;
  const [, over, under, percent] = /^(?:(\d*\.?\d+)(?:\/(\d+))?|(\d*\.?\d+)%)$/.exec(text) ?? [];
  const share = percent === undefined ? Number(over) / Number(under ?? 1) : Number(percent) / 100;
  if (!(share > 0 && share < 1)) {
    throw new UsageError(`--sample-customers takes a share between 0 and 1, such as 1/5, not '${text}'`);
  }
  return { share, seed };
}

/** The code of `--currency`; undefined where nothing was said. Throws UsageError. */
export function givenCurrency(args: ParsedArguments): string | undefined {
  const text = args.text('currency');
  const code = text?.toUpperCase();
  if (code !== undefined && !isCurrencyCode(code)) {
    throw new UsageError(`--currency takes a code such as GBP, EUR or CNY, not '${text}'`);
  }
  return code;
}

/** Corrections to the detection; what is to be excluded is for the verb to say. Throws UsageError. */
export function fileReading(args: ParsedArguments): FileReading {
  const columns: FileReading['columns'] = {};
  for (const pair of list(args.text('columns'))) {
    const [role, column] = pair.split('=');
    const known = givenRoles.find((name) => name === role);
    if (!known || !column) {
      throw new UsageError(`--columns takes ROLE=COLUMN pairs; roles are ${givenRoles.join(', ')}`);
    }
    columns[known] = /^\d+$/.test(column) ? Number(column) : column;
  }
  const id = args.text('id');
  if (id) columns.customer = id;
  const delimiter = args.text('delimiter');
  const header = args.choice('header', ['yes', 'no']);
  return {
    kind: args.choice('kind', fileKinds),
    part: args.text('part'),
    columns,
    exclude: [],
    encoding: args.text('encoding'),
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    hasHeader: header === undefined ? undefined : header === 'yes',
    dateOrder: args.choice('date-order', calendarOrders),
  };
}
