/** A finished segmentation that can take in new customers: the pipeline from raw features to a segment, without a row. */
import type { FeatureDefinition, FeatureTable, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { decodeFrame, encodeFrame } from '../../../shared/frame.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { applyPreprocessing, type PreprocessingModel } from '../ml/preprocessing/preprocessing.ts';
import type { RfmValues } from '../ml/clustering/rfm.ts';
import { certainty, predictMethod, type FittedMethod, type MethodInput } from './fit-method.ts';

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
  return predictMethod(model.fitted, inputOf(model, table)).map((label) => model.order[label]!);
}

function inputOf(model: SegmentationModel, table: FeatureTable): MethodInput {
  return { treated: applyPreprocessing(model.preprocessing, table), rfm: rfmValues(table) };
}

/** How sure the model's method is of each of them, 0 to 1; null where it does not say. */
export function assignmentCertainty(model: SegmentationModel, table: FeatureTable): Float32Array | null {
  return certainty(model.fitted, inputOf(model, table));
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
