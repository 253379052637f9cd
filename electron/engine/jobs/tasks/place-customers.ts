import { placeByNeighbours } from '../../ml/projection/placement.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Where rows that were not embedded go on the map: x, y of each row of `place`. Every row is placed by itself. */
export function run(
  args: { space: Matrix; embedded: Int32Array; embedding: Float32Array; place: Int32Array; seed: number },
  context: TaskContext,
): Float32Array {
  return placeByNeighbours(
    takeRows(args.space, args.embedded),
    args.embedding,
    takeRows(args.space, args.place),
    {},
    numericContext(context, args.seed, 'map:place'),
  );
}
