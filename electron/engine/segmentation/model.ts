/** A finished segmentation that can take in new customers: the pipeline from raw features to a segment, without a row. */
import type {
  DatasetSummary,
  FeatureDefinition,
  FeatureTable,
  Period,
  SegmentProfile,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { idsPersonal } from '../../../shared/file-roles.ts';
import { decodeFrame, encodeFrame } from '../../../shared/frame.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { applyPreprocessing, type PreprocessingModel } from '../ml/preprocessing/preprocessing.ts';
import type { Matrix } from '../ml/types.ts';
import type { RfmValues } from '../ml/clustering/rfm.ts';
import { certainty, predictMethod, type FittedMethod, type MethodInput } from './fit-method.ts';
import { refine, type Refinement } from './refinements.ts';

/** Version 2 knows segments that were changed by hand. */
export const modelVersion = 2;

export interface SegmentationModel {
  version: typeof modelVersion;
  recipe: Recipe;
  /** The time that the run looked at: the same orders of new customers count. Absent: all, as in older models. */
  period?: Pick<Period, 'from' | 'until'>;
  /** The ids of its customers were recognised as personal as a column. Absent: they were not, as in older models. */
  personalIds?: true;
  definitions: FeatureDefinition[];
  preprocessing: PreprocessingModel;
  fitted: FittedMethod;
  /** Position in `base` of each of the method's own labels. */
  order: Int32Array;
  /** Ids of the segments as they were computed. */
  base: number[];
  /** What was changed by hand since, in order. */
  refinements: Refinement[];
  /** Customers who were moved one by one: nothing that new ones could follow. */
  movedByHand: number;
  segments: Pick<SegmentProfile, 'id' | 'number' | 'name' | 'kind' | 'distinction'>[];
}

/** As version 1 was written: segments as computed, in the order of `order`. */
type FirstModel = Omit<SegmentationModel, 'version' | 'base' | 'refinements' | 'movedByHand' | 'segments'> & {
  version: 1;
  segments: Pick<SegmentProfile, 'number' | 'kind' | 'distinction'>[];
};

/** How the data of a run were treated, so that new customers' are as well. The day on which methods are judged plays no part. */
export function treatmentOf(
  { recipe, files }: Pick<DatasetSummary, 'recipe' | 'files'>,
  { from, until }: Period,
): Pick<SegmentationModel, 'recipe' | 'period' | 'personalIds'> {
  const period = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
  return {
    recipe,
    ...(Object.keys(period).length > 0 ? { period } : {}),
    ...(files.some(({ columns }) => idsPersonal(columns)) ? { personalIds: true } : {}),
  };
}

/** Position in `model.segments` for each customer of the table, which must hold the model's own features. */
export function assignSegments(model: SegmentationModel, table: FeatureTable): Int32Array {
  const input = inputOf(model, table);
  const computed = predictMethod(model.fitted, input).map((label) => model.base[model.order[label]!]!);
  const positions = new Map(model.segments.map(({ id }, position) => [id, position]));
  return refine(computed, model.refinements, table, input.treated).map((id) => positions.get(id)!);
}

function inputOf(model: SegmentationModel, table: FeatureTable): MethodInput {
  return {
    treated: applyPreprocessing(model.preprocessing, table),
    rfm: rfmValues(table),
    raw: model.fitted.tree ? rawFeatures(table, model.preprocessing) : null,
  };
}

/** The features in use as they are, in the order of the treated ones; NaN where one is missing. */
export function rawFeatures(table: FeatureTable, { columns }: PreprocessingModel): Matrix {
  const nSamples = table.customers.length;
  const nFeatures = columns.length;
  const data = new Float64Array(new SharedArrayBuffer(nSamples * nFeatures * Float64Array.BYTES_PER_ELEMENT));
  columns.forEach(({ id }, f) => {
    const values = table.values[table.definitions.findIndex((definition) => definition.id === id)]!;
    for (let i = 0; i < nSamples; i++) data[i * nFeatures + f] = values[i]!;
  });
  return { data, nSamples, nFeatures };
}

/** How sure the model's method is of each of them, 0 to 1; null where it does not say. */
export function assignmentCertainty(model: SegmentationModel, table: FeatureTable): Float32Array | null {
  // What was changed by hand the method knows nothing of.
  if (model.refinements.length > 0 || model.movedByHand > 0) return null;
  return certainty(model.fitted, inputOf(model, table));
}

/** The three columns that rules read; null where there are no orders. */
export function rfmValues(table: FeatureTable): RfmValues | null {
  const column = (id: string): Float64Array | undefined =>
    table.values[table.definitions.findIndex((definition) => definition.id === id)];
  const [recency, frequency, monetary] = [column('recency'), column('frequency'), column('monetary')];
  return recency && frequency && monetary ? { recency, frequency, monetary } : null;
}

/** The part of a model about its segments, as they were computed. */
function computedSegments(
  segments: readonly SegmentProfile[],
): Pick<SegmentationModel, 'base' | 'refinements' | 'movedByHand' | 'segments'> {
  return { base: segments.map(({ id }) => id), refinements: [], movedByHand: 0, segments: segments.map(namesOf) };
}

function namesOf({ id, number, name, kind, distinction }: SegmentProfile): SegmentationModel['segments'][number] {
  return { id, number, name, kind, distinction };
}

/** The model of a run with its segments as they are now. */
export function adjustModel(
  model: SegmentationModel,
  change: Pick<SegmentationModel, 'base' | 'refinements' | 'movedByHand'> & { segments: readonly SegmentProfile[] },
): SegmentationModel {
  return { ...model, ...change, segments: change.segments.map(namesOf) };
}

/** A model with the segments that its labels became: `order` is the place of each label, -1 for one without customers. */
export function namedModel(
  model: SegmentationModel,
  order: Int32Array,
  segments: readonly SegmentProfile[],
): SegmentationModel {
  return { ...model, order: placesOfLabels(order), ...computedSegments(segments) };
}

/**
 * Position of each of the method's labels, without gaps: a rule that nobody met made no segment (-1); a new customer who
 * meets it joins the next one that is there.
 */
function placesOfLabels(order: Int32Array): Int32Array {
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
  const model = decodeFrame(bytes) as SegmentationModel | FirstModel;
  if (model.version > modelVersion) {
    throw new AppError('incompatible_version', {
      reason: 'newer_model',
      found: model.version,
      supported: modelVersion,
    });
  }
  if (!model.fitted || !model.preprocessing) throw new AppError('invalid_input', { reason: 'not_a_model' });
  return model.version === 1 ? fromFirst(model) : model;
}

function fromFirst(model: FirstModel): SegmentationModel {
  const segments = model.segments.map((segment, position) => ({ ...segment, id: position + 1, name: null }));
  return {
    ...model,
    version: modelVersion,
    segments,
    ...{ base: segments.map(({ id }) => id), refinements: [], movedByHand: 0 },
  };
}
