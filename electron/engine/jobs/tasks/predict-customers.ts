import { predictMethod, type FittedMethod, type MethodInput } from '../../segmentation/fit-method.ts';

/** The label that each of several fitted methods gives to customers whom none of them has learned from. */
export function run(args: { fitted: FittedMethod[]; input: MethodInput }): Int32Array[] {
  return args.fitted.map((fitted) => predictMethod(fitted, args.input));
}
