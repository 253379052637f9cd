/** A finished segmentation that can take in new customers: the pipeline from raw features to a segment, without a row. */
import type { FeatureDefinition, FeatureTable, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { decodeFrame, encodeFrame } from '../../../shared/frame.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { applyPreprocessing, type PreprocessingModel } from '../ml/preprocessing/preprocessing.ts';
import type { RfmValues } from '../ml/clustering/rfm.ts';
import { predictMethod, type FittedMethod } from './fit-method.ts';

export const modelVersion = 1;

export interface SegmentationModel {
  version: typeof modelVersion;
  recipe: Recipe;
  definitions: FeatureDefinition[];
  preprocessing: PreprocessingModel;
  fitted: FittedMethod;
  /** Position in `segments` of each of the method's own labels. */
  order: Int32Array;
  segments: Pick<SegmentProfile, 'number' | 'kind' | 'distinction'>[];
}

/** Position in `model.segments` for each customer of the table, which must hold the model's own features. */
export function assignSegments(model: SegmentationModel, table: FeatureTable): Int32Array {
  const input = { treated: applyPreprocessing(model.preprocessing, table), rfm: rfmValues(table) };
  return predictMethod(model.fitted, input).map((label) => model.order[label]!);
}

/** The three columns that rules read. */
export function rfmValues(table: FeatureTable): RfmValues {
  const column = (id: string): Float64Array => {
    const position = table.definitions.findIndex((definition) => definition.id === id);
    if (position < 0) throw new AppError('internal', { reason: 'feature_missing', feature: id });
    return table.values[position]!;
  };
  return { recency: column('recency'), frequency: column('frequency'), monetary: column('monetary') };
}

/**
 * Position of each of the method's labels, without gaps: a rule that nobody met made no segment (-1); a new customer who
 * meets it joins the next one that is there.
 */
export function placesOfLabels(order: Int32Array): Int32Array {
  let next = order.findLast((position) => position >= 0) ?? 0;
  const filled = order.slice();
  for (let label = order.length - 1; label >= 0; label--) {
    if (filled[label]! < 0) filled[label] = next;
    next = filled[label]!;
  }
  return filled;
}

/** One file: JSON with the arrays beside it. */
export function encodeModel(model: SegmentationModel): Uint8Array {
  return encodeFrame(model);
}

/** Throws `incompatible_version` for a model of a newer version, `invalid_input` for anything that is no model. */
export function decodeModel(bytes: Uint8Array): SegmentationModel {
  const model = decodeFrame(bytes) as SegmentationModel;
  if (model.version > modelVersion) {
    throw new AppError('incompatible_version', {
      reason: 'newer_model',
      found: model.version,
      supported: modelVersion,
    });
  }
  if (!model.fitted || !model.preprocessing) throw new AppError('invalid_input', { reason: 'not_a_model' });
  return model;
}
