import { keepLabels } from './held-dataset.ts';

/** Holds who belongs where for the tasks that follow on this thread. */
export function run(args: { key: string; labels: Int32Array }): null {
  keepLabels(args.key, args.labels);
  return null;
}
