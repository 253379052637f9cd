/** The options that say which time is looked at. */
import type { Period } from '../../shared/domain.ts';
import { dayAfter, dayOfText } from '../../shared/period.ts';
import { UsageError, type Option, type ParsedArguments } from './arguments.ts';

export const periodOptions: Record<string, Option> = {
  from: { value: 'YYYY-MM-DD', help: 'first day whose orders count (default: the first order)' },
  until: {
    value: 'YYYY-MM-DD',
    help: 'last day whose orders count; days are counted back from the next one (default: the last order)',
  },
  cutoff: {
    value: 'YYYY-MM-DD',
    help: 'day on which the future begins that segments have to foresee (default: the last quarter)',
  },
};

/** Nothing where no option is given. Throws UsageError. */
export function periodOf(args: ParsedArguments): { period?: Period } {
  const day = (name: string): number | undefined => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    const found = dayOfText(text);
    if (found === null) throw new UsageError(`--${name} takes a day such as 2024-12-31`);
    return found;
  };
  const [from, until, cutOff] = [day('from'), day('until'), day('cutoff')];
  const period: Period = {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until: dayAfter(until) }),
    ...(cutOff === undefined ? {} : { cutOff }),
  };
  return Object.keys(period).length > 0 ? { period } : {};
}
