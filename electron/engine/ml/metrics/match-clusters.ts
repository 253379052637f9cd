/**
 * For each cluster of `reference` (0 .. nReference-1) the cluster of `other` that overlaps it most, by the Jaccard
 * index |A and B| / |A or B| (Hennig 2007): 1 when it came back whole, 0 when none of it did. An empty cluster of the
 * reference matches nothing (-1, 0). O(n + nReference x nOther).
 */
export function matchClusters(
  reference: Int32Array,
  other: Int32Array,
  nReference: number,
  nOther: number,
): { match: Int32Array; jaccard: Float64Array } {
  const both = new Float64Array(nReference * nOther);
  const inReference = new Float64Array(nReference);
  const inOther = new Float64Array(nOther);
  for (let i = 0; i < reference.length; i++) {
    both[reference[i]! * nOther + other[i]!]!++;
    inReference[reference[i]!]!++;
    inOther[other[i]!]!++;
  }
  const match = new Int32Array(nReference).fill(-1);
  const jaccard = new Float64Array(nReference);
  for (let r = 0; r < nReference; r++) {
    for (let o = 0; o < nOther; o++) {
      const shared = both[r * nOther + o]!;
      if (shared === 0) continue;
      const overlap = shared / (inReference[r]! + inOther[o]! - shared);
      if (overlap > jaccard[r]!) {
        jaccard[r] = overlap;
        match[r] = o;
      }
    }
  }
  return { match, jaccard };
}
