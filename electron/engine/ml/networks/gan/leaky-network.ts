/**
 * A network of leaky rectifiers (slope 0.2 below zero) with a linear last layer, in the memory of the `adversarial`
 * kernel: values, deltas and weights of whole batches, walked forwards and backwards layer by layer.
 */
import type { Kernel } from '../../backend/kernel.ts';
import { padded } from '../dense-layout.ts';
import type { Random } from '../../random.ts';

export interface AdversarialExports {
  multiply(
    a: number,
    aStride: number,
    b: number,
    stride: number,
    start: number,
    c: number,
    mask: number,
    rows: number,
    depth: number,
    width: number,
    mode: number,
  ): void;
  addOuter(
    a: number,
    aStride: number,
    d: number,
    stride: number,
    g: number,
    rows: number,
    depth: number,
    width: number,
  ): void;
  addColumnSums(d: number, stride: number, g: number, rows: number, width: number): void;
  transpose(w: number, t: number, depth: number, width: number): void;
  join(a: number, aBytes: number, b: number, bBytes: number, c: number, rows: number): void;
  adam(
    weights: number,
    gradients: number,
    first: number,
    second: number,
    count: number,
    rate: number,
    step: number,
    decay1: number,
    decay2: number,
  ): void;
}

/** How a product is finished, as `_dense-matrix.ts` has it. */
const keepSum = 0;
const applyLeaky = 3;
const maskByLeaky = 4;

/** Adam as Gulrajani et al. (2017) have it, with a first moment that forgets faster. */
const decay1 = 0.5;
const decay2 = 0.9;

interface Layer {
  /** Units going in and out, padded to multiples of 4 with zeros. */
  depth: number;
  width: number;
  /** Of the depth, what comes from the layer before; the rest is the network's own input once more. */
  deepDepth: number;
  /** Offsets in bytes from the first parameter. */
  weights: number;
  bias: number;
  /** Addresses. */
  transposed: number;
  source: number;
  output: number;
  delta: number;
}

export interface NetworkShape {
  /** Units of the input, of every hidden layer, and of the output. */
  sizes: readonly number[];
  /** Rows at most; a multiple of 4. */
  rows: number;
  /** Whether the last layer also sees the input (as the generator of CTGAN does). */
  skips: boolean;
}

/** All that training changes, as plain data. */
export interface LeakyState {
  parameters: Float32Array;
  firstMoments: Float32Array;
  secondMoments: Float32Array;
  step: number;
}

export class LeakyNetwork {
  readonly kernel: Kernel<AdversarialExports>;
  readonly layers: Layer[] = [];
  /** Address of the input rows, `inputStride` numbers each; and of what the output wants of them. */
  readonly input: number;
  readonly inputStride: number;
  readonly inputDelta: number;
  readonly outputStride: number;
  readonly #sizes: readonly number[];
  readonly #skips: boolean;
  readonly #count: number;
  readonly #weights: number;
  readonly #gradients: number;
  readonly #first: number;
  readonly #second: number;
  #step = 0;

  constructor(kernel: Kernel<AdversarialExports>, shape: NetworkShape) {
    const { sizes, rows, skips } = shape;
    this.kernel = kernel;
    this.#sizes = sizes;
    this.#skips = skips;
    const reserve = (floats: number): number => kernel.reserve(4 * floats);
    this.inputStride = padded(sizes[0]!);
    this.outputStride = padded(sizes.at(-1)!);
    this.input = reserve(rows * this.inputStride);
    this.inputDelta = reserve(rows * this.inputStride);
    let count = 0;
    let source = this.input;
    for (let index = 0; index + 1 < sizes.length; index++) {
      const deepDepth = padded(sizes[index]!);
      const joins = skips && index > 0 && index + 2 === sizes.length;
      const depth = deepDepth + (joins ? this.inputStride : 0);
      const width = padded(sizes[index + 1]!);
      const weights = 4 * count;
      const output = reserve(rows * width);
      this.layers.push({
        ...{ depth, width, deepDepth, weights, bias: weights + 4 * depth * width },
        transposed: reserve(deepDepth * width),
        source: joins ? reserve(rows * depth) : source,
        output,
        delta: reserve(rows * width),
      });
      count += (depth + 1) * width;
      source = output;
    }
    this.#count = count;
    [this.#weights, this.#gradients, this.#first, this.#second] = [
      reserve(count),
      reserve(count),
      reserve(count),
      reserve(count),
    ];
  }

  get output(): number {
    return this.layers.at(-1)!.output;
  }

  get outputDelta(): number {
    return this.layers.at(-1)!.delta;
  }

  /** Runs rows `first` .. `first + rows - 1` of the input through all layers. Both are multiples of 4. */
  forward(first: number, rows: number): void {
    const { exports } = this.kernel;
    this.layers.forEach((layer, index) => {
      const { depth, width } = layer;
      const source = layer.source + 4 * first * depth;
      if (depth !== layer.deepDepth) {
        const before = this.layers[index - 1]!;
        const deep = before.output + 4 * first * layer.deepDepth;
        const own = this.input + 4 * first * this.inputStride;
        exports.join(deep, 4 * layer.deepDepth, own, 4 * this.inputStride, source, rows);
      }
      exports.multiply(
        ...([source, 4 * depth, this.#weights + layer.weights, 4 * width] as const),
        this.#weights + layer.bias,
        layer.output + 4 * first * width,
        0,
        ...([rows, depth, width] as const),
        index + 1 < this.layers.length ? applyLeaky : keepSum,
      );
    });
  }

  /** Makes the next `backward` see the weights as they are now. */
  turn(): void {
    for (const { weights, transposed, deepDepth, width } of this.layers) {
      this.kernel.exports.transpose(this.#weights + weights, transposed, deepDepth, width);
    }
  }

  /**
   * Takes what is written in the last delta back through all layers. `learns`: adds to the gradients; `reaches`: goes on
   * to `inputDelta`. Needs `turn` after the last step.
   */
  backward(first: number, rows: number, { learns, reaches }: { learns: boolean; reaches: boolean }): void {
    const { exports } = this.kernel;
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index]!;
      const { depth, width, deepDepth } = layer;
      const delta = layer.delta + 4 * first * width;
      if (learns) this.#learn(layer, layer.source + 4 * first * depth, delta, rows, true);
      if (index === 0 && !reaches) continue;
      const before = this.layers[index - 1];
      exports.multiply(
        ...([delta, 4 * width, layer.transposed, 4 * deepDepth, 0] as const),
        (before ? before.delta : this.inputDelta) + 4 * first * deepDepth,
        before ? before.output + 4 * first * deepDepth : 0,
        ...([rows, width, deepDepth] as const),
        before ? maskByLeaky : keepSum,
      );
    }
  }

  /**
   * Adds the gradient of a function of the input's gradient. `backward` has left that gradient, for an output delta of 1,
   * and its deltas; `wanted` (rows x inputStride) is the derivative of the function by it. With its rectifiers held the
   * input's gradient is a linear network of the weights alone: it is walked forwards, without biases. `scratch` holds
   * rows of two layers' width.
   */
  backwardOfGradient(first: number, rows: number, wanted: number, scratch: readonly [number, number]): void {
    const { exports } = this.kernel;
    let from = wanted;
    this.layers.forEach((layer, index) => {
      const { depth, width } = layer;
      this.#learn(layer, from, layer.delta + 4 * first * width, rows, false);
      if (index + 1 === this.layers.length) return;
      const to = scratch[index % 2]!;
      exports.multiply(
        ...([from, 4 * depth, this.#weights + layer.weights, 4 * width, 0, to] as const),
        layer.output + 4 * first * width,
        ...([rows, depth, width, maskByLeaky] as const),
      );
      from = to;
    });
  }

  #learn(layer: Layer, source: number, delta: number, rows: number, biased: boolean): void {
    const { depth, width } = layer;
    const { exports } = this.kernel;
    const weights = this.#gradients + layer.weights;
    exports.addOuter(source, 4 * depth, delta, 4 * width, weights, rows, depth, width);
    if (biased) exports.addColumnSums(delta, 4 * width, this.#gradients + layer.bias, rows, width);
  }

  /** One step of Adam; the gradients are zero afterwards. */
  step(rate: number): void {
    const parameters = [this.#weights, this.#gradients, this.#first, this.#second, this.#count] as const;
    this.kernel.exports.adam(...parameters, rate, ++this.#step, decay1, decay2);
  }

  /** All parameters, with their padding, as the kernel holds them: take the view last. */
  parameters(): Float32Array {
    return this.kernel.float32(this.#weights, this.#count);
  }

  /** A copy of the state after a step, when all gradients are zero. */
  state(): LeakyState {
    const copy = (at: number): Float32Array => this.kernel.float32(at, this.#count).slice();
    return {
      parameters: copy(this.#weights),
      firstMoments: copy(this.#first),
      secondMoments: copy(this.#second),
      step: this.#step,
    };
  }

  restore({ parameters, firstMoments, secondMoments, step }: LeakyState): void {
    this.kernel.float32(this.#weights, this.#count).set(parameters);
    this.kernel.float32(this.#first, this.#count).set(firstMoments);
    this.kernel.float32(this.#second, this.#count).set(secondMoments);
    this.#step = step;
  }

  gradients(): Float32Array {
    return this.kernel.float32(this.#gradients, this.#count);
  }

  /** The weights of a layer, `width` numbers per unit that goes in, and its biases. */
  weightsOf(index: number): { weights: Float32Array; bias: Float32Array } {
    const { weights, bias, depth, width } = this.layers[index]!;
    return {
      weights: this.kernel.float32(this.#weights + weights, depth * width),
      bias: this.kernel.float32(this.#weights + bias, width),
    };
  }

  /** First weights after He et al. (2015), those of the last layer times `lastScale`; padding stays zero. */
  initialise(random: Random, lastScale: number): void {
    this.layers.forEach(({ width, deepDepth }, index) => {
      const last = index + 1 === this.layers.length;
      const [inputs, units] = [this.#sizes[index]!, this.#sizes[index + 1]!];
      const rows = Array.from({ length: inputs }, (_, i) => i);
      if (last && this.#skips && index > 0)
        rows.push(...Array.from({ length: this.#sizes[0]! }, (_, i) => deepDepth + i));
      const deviation = (last ? lastScale : 1) * Math.sqrt(2 / rows.length);
      const { weights } = this.weightsOf(index);
      for (const row of rows) for (let j = 0; j < units; j++) weights[row * width + j] = deviation * random.normal();
    });
  }
}
