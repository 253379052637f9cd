/** Weighted cross-entropy of a softmax over the last layer's outputs, and its gradient. */

/**
 * Sum over the block of weight(label) * -log softmax(output)[label]. With `scale` above 0 also writes the last delta,
 * scale * weight(label) * (softmax - one at the label); its padding stays zero.
 * @param output `rows` rows of `width` numbers (a multiple of 4), of which the first `nClasses` count
 * @param order samples of the block; `labels` holds a class for each sample (u32), `classWeights` one number per class
 */
export function crossEntropy(
  output: usize,
  delta: usize,
  width: i32,
  nClasses: i32,
  order: usize,
  rows: i32,
  labels: usize,
  classWeights: usize,
  scale: f32,
): f64 {
  let sum: f64 = 0;
  for (let r: i32 = 0; r < rows; r++) {
    const from = output + ((<usize>r * <usize>width) << 2);
    const to = delta + ((<usize>r * <usize>width) << 2);
    const label = load<u32>(labels + (<usize>load<u32>(order + (<usize>r << 2)) << 2));
    const weight = load<f32>(classWeights + (<usize>label << 2));
    let most = load<f32>(from);
    for (let c: i32 = 1; c < nClasses; c++) most = max(most, load<f32>(from + (<usize>c << 2)));
    let total: f32 = 0;
    for (let c: i32 = 0; c < nClasses; c++) {
      const value = Mathf.exp(load<f32>(from + (<usize>c << 2)) - most);
      total += value;
      if (scale > 0) store<f32>(to + (<usize>c << 2), value);
    }
    const own = load<f32>(from + (<usize>label << 2)) - most;
    sum += <f64>weight * (Math.log(<f64>total) - <f64>own);
    if (scale > 0) {
      const factor = (scale * weight) / total;
      for (let c: i32 = 0; c < nClasses; c++) {
        const at = to + (<usize>c << 2);
        store<f32>(at, load<f32>(at) * factor);
      }
      const at = to + (<usize>label << 2);
      store<f32>(at, load<f32>(at) - scale * weight);
      for (let c = nClasses; c < width; c++) store<f32>(to + (<usize>c << 2), 0);
    }
  }
  return sum;
}
