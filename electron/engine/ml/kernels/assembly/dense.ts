/**
 * Training step of a dense network (Adam), in f32x4: one that reproduces its own input (mean squared error), or, where
 * the table holds labels, one that tells classes apart (softmax with weighted cross-entropy).
 *
 * The caller lays out a table of 32-bit words (see `dense-layout.ts`): a header, then a record per layer. A batch is
 * walked in blocks of rows that stay in the first-level cache; gradients are summed in row order, so that the size of a
 * block does not change a bit.
 */
import { adam } from './_dense-adam';
import { addClusteringDelta } from './_dense-clustering';
import {
  addColumnSums,
  addOuter,
  applyRelu,
  keepSum,
  maskByRelu,
  multiply,
  transpose,
} from './_dense-matrix';
import { crossEntropy } from './_dense-softmax';

// Words of the header.
// @ts-ignore: decorator
@inline const nLayersAt: usize = 0;
// @ts-ignore: decorator
@inline const blockRowsAt: usize = 4;
// @ts-ignore: decorator
@inline const nFeaturesAt: usize = 8;
// @ts-ignore: decorator
@inline const nParametersAt: usize = 12;
// @ts-ignore: decorator
@inline const weightsAt: usize = 16;
// @ts-ignore: decorator
@inline const gradientsAt: usize = 20;
// @ts-ignore: decorator
@inline const firstMomentsAt: usize = 24;
// @ts-ignore: decorator
@inline const secondMomentsAt: usize = 28;
// @ts-ignore: decorator
@inline const inputAt: usize = 32;
// @ts-ignore: decorator
@inline const samplesAt: usize = 36;
// @ts-ignore: decorator
@inline const targetAt: usize = 40;
// @ts-ignore: decorator
@inline const nClustersAt: usize = 44;
// @ts-ignore: decorator
@inline const latentLayerAt: usize = 48;
// @ts-ignore: decorator
@inline const centresAt: usize = 52;
// @ts-ignore: decorator
@inline const memberTargetsAt: usize = 56;
// @ts-ignore: decorator
@inline const kernelValuesAt: usize = 60;
// @ts-ignore: decorator
@inline const clusteringWeightAt: usize = 64;
// @ts-ignore: decorator
@inline const labelsAt: usize = 68;
// @ts-ignore: decorator
@inline const classWeightsAt: usize = 72;
// @ts-ignore: decorator
@inline const addedAt: usize = 76;
// @ts-ignore: decorator
@inline const headerBytes: usize = 80;

// Words of a layer's record.
// @ts-ignore: decorator
@inline const depthAt: usize = 0;
// @ts-ignore: decorator
@inline const paddedDepthAt: usize = 4;
// @ts-ignore: decorator
@inline const paddedWidthAt: usize = 8;
// @ts-ignore: decorator
@inline const reluAt: usize = 12;
// @ts-ignore: decorator
@inline const parameterAt: usize = 16;
// @ts-ignore: decorator
@inline const biasAt: usize = 20;
// @ts-ignore: decorator
@inline const transposedAt: usize = 24;
// @ts-ignore: decorator
@inline const outputAt: usize = 28;
// @ts-ignore: decorator
@inline const deltaAt: usize = 32;
// @ts-ignore: decorator
@inline const widthAt: usize = 36;
// @ts-ignore: decorator
@inline const layerBytes: usize = 48;

// @ts-ignore: decorator
@inline
function word(table: usize, at: usize): i32 {
  return load<i32>(table + at);
}

// @ts-ignore: decorator
@inline
function address(table: usize, at: usize): usize {
  return <usize>load<u32>(table + at);
}

// @ts-ignore: decorator
@inline
function layerOf(table: usize, index: i32): usize {
  return table + headerBytes + <usize>index * layerBytes;
}

/**
 * Copies samples `order[0 .. rows)` into the block's input and target; rows up to the next multiple of 4 become zero.
 * `keep` (0: none) holds a byte per feature and row: where it is 0 the input, not the target, is blanked; where it is
 * more than 1 the input has that one of the added numbers on top.
 */
function gather(table: usize, order: usize, keep: usize, rows: i32): void {
  const nFeatures = word(table, nFeaturesAt);
  const stride = <usize>word(layerOf(table, 0), paddedDepthAt) << 2;
  const samples = address(table, samplesAt);
  const input = address(table, inputAt);
  const target = address(table, targetAt);
  const added = address(table, addedAt);
  for (let r: i32 = 0; r < rows; r++) {
    const from = samples + <usize>load<u32>(order + (<usize>r << 2)) * stride;
    const to = <usize>r * stride;
    for (let at: usize = 0; at < stride; at += 16) {
      const values = v128.load(from + at);
      v128.store(input + to + at, values);
      v128.store(target + to + at, values);
    }
    if (keep) {
      const flags = keep + <usize>(r * nFeatures);
      for (let j: i32 = 0; j < nFeatures; j++) {
        const flag = load<u8>(flags + <usize>j);
        const place = input + to + (<usize>j << 2);
        if (flag == 0) store<f32>(place, 0);
        else if (flag > 1) store<f32>(place, load<f32>(place) + load<f32>(added + (<usize>flag << 2)));
      }
    }
  }
  const from = <usize>rows * stride;
  const to = <usize>((rows + 3) & ~3) * stride;
  memory.fill(input + from, 0, to - from);
  memory.fill(target + from, 0, to - from);
}

/** Runs the block's input through every layer; returns the address of the output. */
function forward(table: usize, rows: i32): usize {
  const padded = (rows + 3) & ~3;
  const nLayers = word(table, nLayersAt);
  const weights = address(table, weightsAt);
  let from = address(table, inputAt);
  for (let index: i32 = 0; index < nLayers; index++) {
    const layer = layerOf(table, index);
    const width = word(layer, paddedWidthAt);
    const output = address(layer, outputAt);
    multiply(
      from,
      <usize>word(layer, paddedDepthAt) << 2,
      weights + address(layer, parameterAt),
      <usize>width << 2,
      weights + address(layer, biasAt),
      output,
      0,
      padded,
      word(layer, depthAt),
      width,
      word(layer, reluAt) ? applyRelu : keepSum,
    );
    from = output;
  }
  return from;
}

/** Sum of squared errors of a block; with `scale` above 0 also writes the last delta, scale * (output - target). */
function squaredError(table: usize, output: usize, rows: i32, scale: f32): f64 {
  const last = layerOf(table, word(table, nLayersAt) - 1);
  const target = address(table, targetAt);
  const delta = address(last, deltaAt);
  const bytes = (<usize>rows * <usize>word(last, paddedWidthAt)) << 2;
  const factor = f32x4.splat(scale);
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const error = f32x4.sub(v128.load(output + at), v128.load(target + at));
    sum = f32x4.add(sum, f32x4.mul(error, error));
    if (scale > 0) v128.store(delta + at, f32x4.mul(error, factor));
  }
  return (
    <f64>f32x4.extract_lane(sum, 0) +
    <f64>f32x4.extract_lane(sum, 1) +
    <f64>f32x4.extract_lane(sum, 2) +
    <f64>f32x4.extract_lane(sum, 3)
  );
}

/**
 * Loss of a block of the samples `order`, summed; with `batchRows` above 0 also writes the last delta, for the mean over
 * so many rows (and, without labels, over features).
 */
function blockLoss(table: usize, order: usize, output: usize, rows: i32, batchRows: i32): f64 {
  const labels = address(table, labelsAt);
  if (!labels) {
    const scale = batchRows > 0 ? <f32>(2.0 / (<f64>batchRows * <f64>word(table, nFeaturesAt))) : 0;
    return squaredError(table, output, rows, scale);
  }
  const last = layerOf(table, word(table, nLayersAt) - 1);
  return crossEntropy(
    output,
    address(last, deltaAt),
    word(last, paddedWidthAt),
    word(last, widthAt),
    order,
    rows,
    labels,
    address(table, classWeightsAt),
    batchRows > 0 ? <f32>1 / <f32>batchRows : 0,
  );
}

/**
 * Adds the block's part of the gradients of every layer, from the last back to the first; on the way, what clustering
 * wants of the latent layer. `order` are the block's samples, `batchRows` the rows of the whole batch.
 */
function backward(table: usize, order: usize, rows: i32, batchRows: i32): void {
  const nClusters = word(table, nClustersAt);
  const latentLayer = word(table, latentLayerAt);
  const padded = (rows + 3) & ~3;
  const gradients = address(table, gradientsAt);
  for (let index = word(table, nLayersAt) - 1; index >= 0; index--) {
    const layer = layerOf(table, index);
    const depth = word(layer, paddedDepthAt);
    const width = word(layer, paddedWidthAt);
    const delta = address(layer, deltaAt);
    const before = layerOf(table, index - 1);
    const input = index > 0 ? address(before, outputAt) : address(table, inputAt);
    const inputStride = <usize>depth << 2;
    const stride = <usize>width << 2;
    addOuter(input, inputStride, delta, stride, gradients + address(layer, parameterAt), rows, depth, width);
    addColumnSums(delta, stride, gradients + address(layer, biasAt), rows, width);
    if (index > 0) {
      multiply(
        delta,
        stride,
        address(layer, transposedAt),
        inputStride,
        0,
        address(before, deltaAt),
        input,
        padded,
        word(layer, widthAt),
        depth,
        word(before, reluAt) ? maskByRelu : keepSum,
      );
    }
    if (nClusters > 0 && index == latentLayer + 1) {
      const centres = address(table, centresAt);
      addClusteringDelta(
        address(before, outputAt),
        address(before, deltaAt),
        word(before, paddedWidthAt),
        address(table, weightsAt) + centres,
        gradients + centres,
        nClusters,
        address(table, memberTargetsAt),
        address(table, kernelValuesAt),
        order,
        rows,
        (2 * load<f32>(table + clusteringWeightAt)) / <f32>batchRows,
      );
    }
  }
}

/** What the gradients of a batch need of the weights: to be called again whenever these have changed. */
export function prepareGradients(table: usize): void {
  const nLayers = word(table, nLayersAt);
  const weights = address(table, weightsAt);
  for (let index: i32 = 1; index < nLayers; index++) {
    const layer = layerOf(table, index);
    transpose(
      weights + address(layer, parameterAt),
      address(layer, transposedAt),
      word(layer, paddedDepthAt),
      word(layer, paddedWidthAt),
    );
  }
}

/**
 * Adds the part that `rows` samples have in the gradients of the mean loss of a batch of `batchRows`; returns the sum of
 * their losses. Parts that begin at a multiple of a block's rows give the bits of the whole.
 */
export function addGradients(table: usize, order: usize, keep: usize, rows: i32, batchRows: i32): f64 {
  const nFeatures = word(table, nFeaturesAt);
  const block = word(table, blockRowsAt);
  let sum: f64 = 0;
  for (let done: i32 = 0; done < rows; done += block) {
    const count = min(block, rows - done);
    const samples = order + (<usize>done << 2);
    gather(table, samples, keep ? keep + <usize>(done * nFeatures) : 0, count);
    sum += blockLoss(table, samples, forward(table, count), count, batchRows);
    backward(table, samples, count, batchRows);
  }
  return sum;
}

/** Adds the gradients of the mean loss over `rows` samples; returns the sum of their losses. */
export function gradients(table: usize, order: usize, keep: usize, rows: i32): f64 {
  prepareGradients(table);
  return addGradients(table, order, keep, rows, rows);
}

/** An Adam step along the gradients, which become zero; `step` counts from 1. */
export function takeStep(table: usize, rate: f64, step: i32): void {
  adam(
    address(table, weightsAt),
    address(table, gradientsAt),
    address(table, firstMomentsAt),
    address(table, secondMomentsAt),
    word(table, nParametersAt),
    rate,
    step,
    0.9,
    0.999,
  );
}

/**
 * Trains on samples `order[0 .. rows)` in batches, an Adam step after each; `step` is the number of steps already
 * taken. Returns the sum of losses (squared errors, or cross-entropies), each batch measured before its step.
 */
export function train(
  table: usize,
  order: usize,
  keep: usize,
  rows: i32,
  batchSize: i32,
  rate: f64,
  step: i32,
): f64 {
  const nFeatures = word(table, nFeaturesAt);
  let sum: f64 = 0;
  for (let done: i32 = 0; done < rows; done += batchSize) {
    const count = min(batchSize, rows - done);
    sum += gradients(table, order + (<usize>done << 2), keep ? keep + <usize>done * <usize>nFeatures : 0, count);
    takeStep(table, rate, ++step);
  }
  return sum;
}

/** Sum of losses of samples `order[0 .. rows)`, without training. */
export function evaluate(table: usize, order: usize, rows: i32): f64 {
  const block = word(table, blockRowsAt);
  let sum: f64 = 0;
  for (let done: i32 = 0; done < rows; done += block) {
    const count = min(block, rows - done);
    const samples = order + (<usize>done << 2);
    gather(table, samples, 0, count);
    sum += blockLoss(table, samples, forward(table, count), count, 0);
  }
  return sum;
}

/** Runs the `rows` (at most a block) that the caller wrote into the block's input; returns the output's address. */
export function infer(table: usize, rows: i32): usize {
  return forward(table, rows);
}
