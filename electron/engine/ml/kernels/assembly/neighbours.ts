/**
 * Exact k nearest neighbours (Euclidean) in a balanced k-d tree: leaves are compared in f32x4, four points at a time.
 *
 * Node 0 is the root, node i has children 2i + 1 and 2i + 2, the last `nLeaves` nodes are the leaves. Leaf t holds the
 * points t * n / nLeaves .. (t + 1) * n / nLeaves - 1 of the tree's order, feature by feature, in `leafSize` slots (a
 * multiple of 4) of which the spare ones hold a coordinate too far to be found. A node's box is `stride` smallest, then
 * `stride` largest values (`stride` is the number of features filled up to a multiple of 4 with zeros); a query is
 * `stride` values.
 *
 * Points at equal distance are ranked by a hash of both indices: among many identical rows, each is then linked to
 * others at random, not all to the same few.
 */

/** Odd, so that multiplying by it modulo 2^32 can be undone by its inverse. */
// @ts-ignore: decorator
@inline
const mix: u32 = 0x9e3779b1;
// @ts-ignore: decorator
@inline
const unmix: u32 = 0x0e8b2f51;

/** Squared distance beyond that of any point, below that of a spare slot. */
// @ts-ignore: decorator
@inline
const beyond: f32 = 1e30;

/** Murmur's finaliser. */
function hash(value: u32): u32 {
  value = (value ^ (value >>> 16)) * 0x85ebca6b;
  value = (value ^ (value >>> 13)) * 0xc2b2ae35;
  return value ^ (value >>> 16);
}

/** Squared distance from a query to a box. */
// @ts-ignore: decorator
@inline
function boxDistance(query: usize, box: usize, strideBytes: usize): f32 {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (let x: usize = 0; x < strideBytes; x += 16) {
    const q = v128.load(query + x);
    const under = f32x4.sub(v128.load(box + x), q);
    const over = f32x4.sub(q, v128.load(box + strideBytes + x));
    const gap = f32x4.pmax(zero, f32x4.pmax(under, over));
    sum = f32x4.add(sum, f32x4.mul(gap, gap));
  }
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

// @ts-ignore: decorator
@inline
function key(keys: usize, i: i32): u64 {
  return load<u64>(keys + (<usize>i << 3));
}
// @ts-ignore: decorator
@inline
function setKey(keys: usize, i: i32, value: u64): void {
  store<u64>(keys + (<usize>i << 3), value);
}

/** Moves the k smallest of `count` different keys to the front (Hoare's selection). */
function select(keys: usize, count: i32, k: i32): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = key(keys, (low + high) >> 1);
    let i = low;
    let j = high;
    while (i <= j) {
      while (key(keys, i) < pivot) i++;
      while (key(keys, j) > pivot) j--;
      if (i <= j) {
        const swap = key(keys, i);
        setKey(keys, i++, key(keys, j));
        setKey(keys, j--, swap);
      }
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else return;
  }
}

/** Insertion sort: k is small. */
function sort(keys: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    const value = key(keys, i);
    let j = i - 1;
    while (j >= 0 && key(keys, j) > value) {
      setKey(keys, j + 1, key(keys, j));
      j--;
    }
    setKey(keys, j + 1, value);
  }
}

/**
 * For queries 0 .. nQueries - 1: the k nearest points, nearest first, as positions in the tree's order and squared
 * distances. `self` is the position of query 0, whose successors follow it (a query is not its own neighbour), or -1
 * for queries that are not in the tree. `keys` is scratch of `capacity` 8-byte words (at least k + leafSize + 1),
 * `stack` of 64 8-byte words. k is at most the number of points (without the query itself).
 */
export function search(
  points: usize,
  boxes: usize,
  n: i32,
  nLeaves: i32,
  leafSize: i32,
  nFeatures: i32,
  stride: i32,
  queries: usize,
  nQueries: i32,
  self: i32,
  k: i32,
  keys: usize,
  capacity: i32,
  stack: usize,
  positions: usize,
  distances: usize,
): void {
  const strideBytes = <usize>stride << 2;
  const slotBytes = <usize>leafSize << 2;
  const leafBytes = slotBytes * <usize>nFeatures;
  const firstLeaf = nLeaves - 1;
  for (let q = 0; q < nQueries; q++) {
    const query = queries + <usize>q * strideBytes;
    const own = self < 0 ? -1 : self + q;
    const salt = hash(<u32>(self < 0 ? q : own));
    let count = 0;
    let limit = beyond;
    let worst: u64 = u64.MAX_VALUE;
    let depth: usize = 0;
    let node = 0;
    let bound: f32 = 0;
    while (true) {
      if (bound <= limit) {
        if (node < firstLeaf) {
          const left = 2 * node + 1;
          const toLeft = boxDistance(query, boxes + <usize>left * 2 * strideBytes, strideBytes);
          const toRight = boxDistance(query, boxes + <usize>(left + 1) * 2 * strideBytes, strideBytes);
          const leftFirst = toLeft <= toRight;
          store<i32>(stack + (depth << 3), leftFirst ? left + 1 : left);
          store<f32>(stack + (depth << 3), leftFirst ? toRight : toLeft, 4);
          depth++;
          node = leftFirst ? left : left + 1;
          bound = leftFirst ? toLeft : toRight;
          continue;
        }
        const leaf = node - firstLeaf;
        const start = <i32>((<i64>leaf * <i64>n) / <i64>nLeaves);
        const base = points + <usize>leaf * leafBytes;
        for (let slot: usize = 0; slot < slotBytes; slot += 16) {
          let sum = f32x4.splat(0);
          let at = base + slot;
          for (let x: usize = 0; x < <usize>nFeatures << 2; x += 4) {
            const difference = f32x4.sub(v128.load(at), v128.load32_splat(query + x));
            sum = f32x4.add(sum, f32x4.mul(difference, difference));
            at += slotBytes;
          }
          let found = i32x4.bitmask(f32x4.le(sum, f32x4.splat(limit)));
          if (!found) continue;
          v128.store(stack + 512, sum);
          while (found) {
            const lane = ctz(found);
            found &= found - 1;
            const position = start + <i32>(slot >> 2) + lane;
            if (position == own) continue;
            const high = <u64>load<u32>(stack + 512 + (<usize>lane << 2)) << 32;
            const candidate = high | <u64>((<u32>position + salt) * mix);
            if (candidate < worst) setKey(keys, count++, candidate);
          }
        }
        if (count + leafSize > capacity || (worst == u64.MAX_VALUE && count >= k)) {
          select(keys, count, k);
          count = k;
          worst = key(keys, k - 1);
          limit = reinterpret<f32>(<u32>(worst >> 32));
        }
      }
      if (depth == 0) break;
      depth--;
      node = load<i32>(stack + (depth << 3));
      bound = load<f32>(stack + (depth << 3), 4);
    }
    select(keys, count, k);
    sort(keys, k);
    for (let i = 0; i < k; i++) {
      const to = <usize>(q * k + i) << 2;
      store<u32>(positions + to, <u32>key(keys, i) * unmix - salt);
      store<u32>(distances + to, <u32>(key(keys, i) >> 32));
    }
  }
}
