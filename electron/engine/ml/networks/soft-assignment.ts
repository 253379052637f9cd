/** Soft assignment to centres and the target it is trained towards (Xie, Girshick & Farhadi 2016, DEC). */
import { likeliest } from '../metrics/labels.ts';
import type { Matrix } from '../types.ts';

/**
 * q_ij = (1 + |z_i - m_j|²)⁻¹, normalised over j: Student's t kernel with one degree of freedom.
 * @param centres nClusters x Z.nFeatures
 * @returns nSamples x nClusters, each row summing to 1
 */
export function softAssignment(Z: Matrix, centres: ArrayLike<number>, nClusters: number): Float32Array {
  const { nSamples, nFeatures, data } = Z;
  const q = new Float32Array(nSamples * nClusters);
  const values = new Float64Array(nClusters);
  for (let i = 0; i < nSamples; i++) {
    let total = 0;
    for (let j = 0; j < nClusters; j++) {
      let distance = 0;
      for (let f = 0; f < nFeatures; f++) distance += (data[i * nFeatures + f]! - centres[j * nFeatures + f]!) ** 2;
      values[j] = 1 / (1 + distance);
      total += values[j]!;
    }
    for (let j = 0; j < nClusters; j++) q[i * nClusters + j] = values[j]! / total;
  }
  return q;
}

/**
 * p_ij = (q_ij² / f_j), normalised over j, with f_j = Σ_i q_ij: sharpens what is sure already, and keeps large clusters
 * from swallowing the rest.
 */
export function targetDistribution(q: Float32Array, nClusters: number): Float32Array {
  const nSamples = q.length / nClusters;
  const frequencies = new Float64Array(nClusters);
  for (let at = 0; at < q.length; at++) frequencies[at % nClusters]! += q[at]!;
  const p = new Float32Array(q.length);
  for (let i = 0; i < nSamples; i++) {
    let total = 0;
    for (let j = 0; j < nClusters; j++) {
      const value = frequencies[j]! > 0 ? q[i * nClusters + j]! ** 2 / frequencies[j]! : 0;
      p[i * nClusters + j] = value;
      total += value;
    }
    for (let j = 0; j < nClusters; j++) p[i * nClusters + j]! /= total;
  }
  return p;
}

/** Most likely cluster of each row; the lowest one where several are equally likely. */
export function hardAssignment(q: Float32Array, nClusters: number): Int32Array {
  return likeliest(q, nClusters);
}
