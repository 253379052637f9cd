/**
 * Adam (Kingma & Ba 2015, algorithm 1) on plain typed arrays: b1 = 0.9, b2 = 0.999, epsilon = 1e-7 (the default of
 * TensorFlow.js). A TensorFlow.js optimizer spends more time on its many small tensors than on the arithmetic.
 */
import type { TrainerState } from './trainer.ts';
import type { DenseWeights } from './dense.ts';

/** base to the power of a whole number, by squaring: the same products in the same order as in the kernel. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result *= base;
    base *= base;
  }
  return result;
}

/** One step: changes the weights, the moments and the step count of `state` in place. */
export function adamStep(state: TrainerState, gradients: DenseWeights, learningRate: number): void {
  state.step++;
  const scale = learningRate / (1 - power(0.9, state.step));
  const root = 1 / (1 - power(0.999, state.step));
  state.weights.forEach((weights, index) => {
    const gradient = gradients[index]!;
    const first = state.firstMoments[index]!;
    const second = state.secondMoments[index]!;
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]!;
      const m = 0.9 * first[i]! + (1 - 0.9) * g;
      const v = 0.999 * second[i]! + (1 - 0.999) * g * g;
      first[i] = m;
      second[i] = v;
      weights[i]! -= (scale * m) / (Math.sqrt(v * root) + 1e-7);
    }
  });
}
