/** From the features that were chosen to the matrix of all methods, with what a person decided about unusual customers. */
import type { FeatureTable, UnusualWay } from '../../../shared/domain.ts';
import {
  applyPreprocessing,
  fitPreprocessing,
  treatTable,
  type PreprocessingModel,
} from '../ml/preprocessing/preprocessing.ts';
import { findUnusual, fitHeldUnusual } from '../ml/preprocessing/unusual.ts';
import type { Context, Matrix } from '../ml/types.ts';

export interface TreatedFeatures {
  preprocessing: PreprocessingModel;
  /** Treated features in use, on a shared buffer. */
  treated: Matrix;
  /** Who was held or left out, by row; null where everybody counts alike. */
  unusual: { way: UnusualWay; rows: Int32Array } | null;
}

/**
 * Treats the features in use. Customers unlike all others (isolation forest on the treated features) are held at the
 * fences, or nothing at all is learned from them: then the treatment is learned anew without them, and applied to them.
 */
export function treatFeatures(
  table: FeatureTable,
  way: UnusualWay,
  ctx: Pick<Context, 'checkCancelled'>,
): TreatedFeatures {
  const alike = treatTable(table);
  const found = way === 'keep' || alike.treated.nFeatures === 0 ? null : findUnusual(alike.treated, ctx);
  if (!found || found.rows.length === 0 || found.rows.length === table.customers.length) {
    return { ...alike, unusual: null };
  }
  const unusual = { way, rows: found.rows };
  const preprocessing =
    way === 'hold'
      ? { ...alike.preprocessing, unusual: fitHeldUnusual(found.forest, alike.treated) }
      : fitPreprocessing(withoutRows(table, found.rows));
  return { preprocessing, treated: applyPreprocessing(preprocessing, table), unusual };
}

/** Rows of n that are not among these. */
export function otherRows(n: number, rows: Int32Array): Int32Array {
  const isLeft = new Set(rows);
  return Int32Array.from({ length: n }, (_, i) => i).filter((i) => !isLeft.has(i));
}

function withoutRows(table: FeatureTable, rows: Int32Array): FeatureTable {
  const kept = otherRows(table.customers.length, rows);
  return {
    definitions: table.definitions,
    customers: kept.map((row) => table.customers[row]!),
    values: table.values.map((values) => Float64Array.from(kept, (row) => values[row]!)),
  };
}
