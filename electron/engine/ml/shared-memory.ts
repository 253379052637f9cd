import type { Matrix } from './types.ts';

/** The same matrix on memory that all threads see, so that handing it to a task copies nothing. */
export function toShared(X: Matrix): Matrix {
  const buffer = new SharedArrayBuffer(X.data.byteLength);
  const data = X.data instanceof Float32Array ? new Float32Array(buffer) : new Float64Array(buffer);
  data.set(X.data);
  return { data, nSamples: X.nSamples, nFeatures: X.nFeatures };
}
