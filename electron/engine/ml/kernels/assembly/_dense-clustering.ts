/** The clustering loss of DEC and IDEC in the latent layer: its part of the latent deltas and the centres' gradients. */

/**
 * With q the soft assignment by Student's kernel, k_ij = 1 / (1 + |z_i - m_j|^2) and q_ij = k_ij / sum_j k_ij, adds
 * `scale` * sum_j k_ij (p_ij - q_ij) (z_i - m_j) to the delta of row i, and the negative of each term to the gradient
 * of centre j (Xie et al. 2016, equations 4 and 5; `scale` holds the 2, the weight of the loss and 1 / rows of the
 * batch). `width` is the latent size padded to a multiple of 4, whose padding is zero in rows and centres alike.
 * `targets` has nClusters values a sample, `values` room for nClusters.
 */
export function addClusteringDelta(
  latent: usize,
  delta: usize,
  width: i32,
  centres: usize,
  centreGradients: usize,
  nClusters: i32,
  targets: usize,
  values: usize,
  order: usize,
  rows: i32,
  scale: f32,
): void {
  const stride = <usize>width << 2;
  for (let r: i32 = 0; r < rows; r++) {
    const z = latent + <usize>r * stride;
    const d = delta + <usize>r * stride;
    const target = targets + ((<usize>load<u32>(order + (<usize>r << 2)) * <usize>nClusters) << 2);
    let total: f32 = 0;
    for (let j: i32 = 0; j < nClusters; j++) {
      const m = centres + <usize>j * stride;
      let sum = f32x4.splat(0);
      for (let at: usize = 0; at < stride; at += 16) {
        const difference = f32x4.sub(v128.load(z + at), v128.load(m + at));
        sum = f32x4.add(sum, f32x4.mul(difference, difference));
      }
      const distance =
        f32x4.extract_lane(sum, 0) +
        f32x4.extract_lane(sum, 1) +
        f32x4.extract_lane(sum, 2) +
        f32x4.extract_lane(sum, 3);
      const value: f32 = <f32>1 / (<f32>1 + distance);
      store<f32>(values + (<usize>j << 2), value);
      total += value;
    }
    for (let j: i32 = 0; j < nClusters; j++) {
      const value = load<f32>(values + (<usize>j << 2));
      const pull = f32x4.splat(scale * value * (load<f32>(target + (<usize>j << 2)) - value / total));
      const m = centres + <usize>j * stride;
      const g = centreGradients + <usize>j * stride;
      for (let at: usize = 0; at < stride; at += 16) {
        const step = f32x4.mul(pull, f32x4.sub(v128.load(z + at), v128.load(m + at)));
        v128.store(d + at, f32x4.add(v128.load(d + at), step));
        v128.store(g + at, f32x4.sub(v128.load(g + at), step));
      }
    }
  }
}
