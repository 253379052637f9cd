/** A column sorted into bins of equal or neighbouring values, so that intervals can be sought bin by bin. */
export interface BinnedColumn {
  /** Bin of each row; `nBins` where the row has no value. */
  bins: Uint16Array;
  nBins: number;
  /** Lowest and highest value in each bin, ascending. */
  lowest: Float64Array;
  highest: Float64Array;
}

/**
 * One bin per distinct value, or, where there are more than `maxBins`, bins of about equally many rows each; equal
 * values always share a bin. O(n log n). `maxBins` must stay below 65,535.
 */
export function binColumn(values: Float64Array, maxBins: number): BinnedColumn {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const lowest: number[] = [];
  const highest: number[] = [];
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i]! > sorted[i - 1]!) distinct++;
  const rowsPerBin = distinct <= maxBins ? 1 : sorted.length / maxBins;
  let filled = 0;
  for (let i = 0; i < sorted.length; i++) {
    const isNew = i === 0 || sorted[i]! > sorted[i - 1]!;
    // A new bin starts where the last one has its share; a frequent value may hold more.
    if (isNew && (lowest.length === 0 || filled >= rowsPerBin)) {
      lowest.push(sorted[i]!);
      highest.push(sorted[i]!);
      filled = 0;
    }
    highest[highest.length - 1] = sorted[i]!;
    filled++;
  }
  const starts = Float64Array.from(lowest);
  const nBins = starts.length;
  const bins = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      bins[i] = nBins;
      continue;
    }
    let low = 0;
    let high = nBins;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (value >= starts[middle]!) low = middle;
      else high = middle;
    }
    bins[i] = low;
  }
  return { bins, nBins, lowest: starts, highest: Float64Array.from(highest) };
}
