/** What `kernels/assembly/tsne.ts` exports; every argument that is not a count or a figure is a byte offset. */
export interface TsneKernel {
  bounds(y: number, n: number, to: number): void;
  attract(y: number, rowStarts: number, columns: number, p: number, force: number, from: number, to: number): void;
  sortByCell(
    y: number,
    n: number,
    left: number,
    bottom: number,
    inverseSize: number,
    nCells: number,
    cellOf: number,
    starts: number,
    order: number,
    xs: number,
    ys: number,
  ): void;
  countNearPairs(starts: number, nCells: number): number;
  nearField(
    xs: number,
    ys: number,
    forceX: number,
    forceY: number,
    starts: number,
    nCells: number,
    cutoff: number,
  ): number;
  allPairs(xs: number, ys: number, forceX: number, forceY: number, n: number): number;
  planBytes(N: number): number;
  transformKernel(plan: number, N: number, spacing: number, cutoff: number): void;
  selfPotential(cutoff: number): number;
  farField(
    xs: number,
    ys: number,
    forceX: number,
    forceY: number,
    n: number,
    plan: number,
    N: number,
    left: number,
    bottom: number,
    inverseSpacing: number,
  ): number;
  combine(
    force: number,
    order: number,
    forceX: number,
    forceY: number,
    n: number,
    exaggeration: number,
    inverseZ: number,
  ): void;
  descend(
    y: number,
    velocity: number,
    gains: number,
    gradient: number,
    count: number,
    momentum: number,
    learningRate: number,
  ): void;
}
