/**
 * The network and its loss in TensorFlow.js: the definition that the kernels are checked against.
 *
 * The WebAssembly backend multiplies slowly with `transposeA` or `transposeB`, which its own gradient of a product
 * uses. So a layer is one operation with its own gradient, where transposes are made explicit; TensorFlow.js's tape
 * joins the layers.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../backend/tensorflow.ts';
import type { Activation, DenseSpec } from './dense.ts';

/** activation(x w + b). With `needsInput` false the gradient by x, which nobody reads, is not computed. */
function layer(
  tf: Tensorflow,
  x: Tensor2D,
  w: Tensor2D,
  b: Tensor1D,
  activation: Activation,
  needsInput: boolean,
): Tensor2D {
  const operation = tf.customGrad((...args) => {
    const [weights, bias, input] = args.slice(0, 3) as [Tensor2D, Tensor1D, Tensor2D | undefined];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const from = needsInput ? input! : x;
    const value = tf.fused.matMul({ a: from, b: weights, bias, activation });
    save([from, weights, value]);
    return {
      value,
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [a, kernel, output] = saved as [Tensor2D, Tensor2D, Tensor2D];
        const delta = (activation === 'relu' ? tf.mul(upstream, tf.step(output)) : upstream) as Tensor2D;
        const byWeights = tf.matMul(tf.transpose(a), delta);
        const byBias = tf.sum(delta, 0);
        return needsInput ? [byWeights, byBias, tf.matMul(delta, tf.transpose(kernel))] : [byWeights, byBias];
      },
    };
  });
  return (needsInput ? operation(w, b, x) : operation(w, b)) as Tensor2D;
}

/** Output of the network for a batch (rows x sizes[0]); `weights` alternate between matrices and biases. */
export function forward(tf: Tensorflow, spec: DenseSpec, weights: Tensor[], input: Tensor2D): Tensor2D {
  return spec.activations.reduce(
    (x, activation, index) =>
      layer(tf, x, weights[2 * index] as Tensor2D, weights[2 * index + 1] as Tensor1D, activation, index > 0),
    input,
  );
}

/** Mean over rows and features of (output - target)^2. */
export function meanSquaredError(tf: Tensorflow, output: Tensor2D, target: Tensor2D): Tensor {
  return tf.customGrad((...args) => {
    const [predicted, save] = args as [Tensor, (tensors: Tensor[]) => void];
    const error = tf.sub(predicted, target);
    save([error]);
    return {
      value: tf.mean(tf.square(error)),
      gradFunc: (upstream: Tensor, [saved]: Tensor[]) => tf.mul(tf.mul(saved!, 2 / predicted.size), upstream),
    };
  })(output);
}
