/**
 * Squared Euclidean distances from one row to several centres, two centres to a vector, in float64. Centres lie in
 * panels of up to eight: a panel holds, feature by feature, the coordinates of its eight centres (64 bytes); unused
 * places are Infinity and therefore never the nearest.
 */

/** Bytes of one feature of a panel. */
export const panelStride: usize = 64;

/** What `nearest` found besides the label: the squared distances to the nearest and the second nearest centre. */
export let nearestSquared: f64 = 0;
export let secondSquared: f64 = 0;

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, x: v128, centre: v128): v128 {
  const difference = f64x2.sub(x, centre);
  return f64x2.add(sum, f64x2.mul(difference, difference));
}

/** Label of the centre nearest to the row; the lowest one where several are equally near. */
export function nearest(row: usize, nFeatures: i32, panels: usize, nCentres: i32): i32 {
  const rowEnd = row + (<usize>nFeatures << 3);
  const zero = f64x2.splat(0);
  let best = f64x2.splat(Infinity);
  let second = best;
  let label = i64x2.splat(0);
  let candidate = i64x2(0, 1);
  let panel = panels;
  for (let left = (nCentres + 1) >> 1; left > 0; left -= 4) {
    let sum0 = zero;
    let sum1 = zero;
    let sum2 = zero;
    let sum3 = zero;
    if (left >= 4) {
      for (let at = row; at < rowEnd; at += 8) {
        const x = v128.load64_splat(at);
        sum0 = addSquare(sum0, x, v128.load(panel));
        sum1 = addSquare(sum1, x, v128.load(panel, 16));
        sum2 = addSquare(sum2, x, v128.load(panel, 32));
        sum3 = addSquare(sum3, x, v128.load(panel, 48));
        panel += panelStride;
      }
    } else if (left == 3) {
      for (let at = row; at < rowEnd; at += 8) {
        const x = v128.load64_splat(at);
        sum0 = addSquare(sum0, x, v128.load(panel));
        sum1 = addSquare(sum1, x, v128.load(panel, 16));
        sum2 = addSquare(sum2, x, v128.load(panel, 32));
        panel += panelStride;
      }
    } else if (left == 2) {
      for (let at = row; at < rowEnd; at += 8) {
        const x = v128.load64_splat(at);
        sum0 = addSquare(sum0, x, v128.load(panel));
        sum1 = addSquare(sum1, x, v128.load(panel, 16));
        panel += panelStride;
      }
    } else {
      for (let at = row; at < rowEnd; at += 8) {
        sum0 = addSquare(sum0, v128.load64_splat(at), v128.load(panel));
        panel += panelStride;
      }
    }
    const two = i64x2.splat(2);
    let nearer = f64x2.lt(sum0, best);
    second = f64x2.pmin(second, f64x2.pmax(best, sum0));
    best = f64x2.pmin(best, sum0);
    label = v128.bitselect(candidate, label, nearer);
    candidate = i64x2.add(candidate, two);
    if (left > 1) {
      nearer = f64x2.lt(sum1, best);
      second = f64x2.pmin(second, f64x2.pmax(best, sum1));
      best = f64x2.pmin(best, sum1);
      label = v128.bitselect(candidate, label, nearer);
      candidate = i64x2.add(candidate, two);
    }
    if (left > 2) {
      nearer = f64x2.lt(sum2, best);
      second = f64x2.pmin(second, f64x2.pmax(best, sum2));
      best = f64x2.pmin(best, sum2);
      label = v128.bitselect(candidate, label, nearer);
      candidate = i64x2.add(candidate, two);
    }
    if (left > 3) {
      nearer = f64x2.lt(sum3, best);
      second = f64x2.pmin(second, f64x2.pmax(best, sum3));
      best = f64x2.pmin(best, sum3);
      label = v128.bitselect(candidate, label, nearer);
      candidate = i64x2.add(candidate, two);
    }
  }
  const evenBest = f64x2.extract_lane(best, 0);
  const oddBest = f64x2.extract_lane(best, 1);
  const evenLabel = <i32>i64x2.extract_lane(label, 0);
  const oddLabel = <i32>i64x2.extract_lane(label, 1);
  const runnerUp = min(f64x2.extract_lane(second, 0), f64x2.extract_lane(second, 1));
  const odd = oddBest < evenBest || (oddBest == evenBest && oddLabel < evenLabel);
  nearestSquared = odd ? oddBest : evenBest;
  secondSquared = min(runnerUp, odd ? evenBest : oddBest);
  return odd ? oddLabel : evenLabel;
}
