import { certainty, type FittedMethod, type MethodInput } from '../../segmentation/fit-method.ts';

/** How sure a fitted method is of each customer's segment, 0 to 1; null where it does not say. As `certainty`. */
export function run(args: {
  fitted: FittedMethod;
  input: MethodInput;
  segments: Int32Array | null;
}): Float32Array | null {
  return certainty(args.fitted, args.input, args.segments);
}
