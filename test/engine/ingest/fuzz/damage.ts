/** Changes to bytes after which nobody knows what a file still says. */
import type { Random } from '../../../../electron/engine/ml/random.ts';

const signs = Buffer.from(',;|\t"\'\r\n \0/.-:0159aC=+@\xff\xfe\xc3\xe9\x80\xa3\xef\xbb\xbf', 'latin1');
/** Lengths and offsets that are beyond all bounds, or nothing. */
const lengths = [0xffffffff, 0x7fffffff, 0, 1 << 24];

type Damage = (bytes: Buffer, random: Random) => Buffer;

const damages: readonly Damage[] = [
  (bytes, random) => {
    bytes[random.integer(bytes.length)] = random.integer(256);
    return bytes;
  },
  (bytes, random) => {
    bytes[random.integer(bytes.length)]! ^= 1 << random.integer(8);
    return bytes;
  },
  (bytes, random) => {
    bytes[random.integer(bytes.length)] = signs[random.integer(signs.length)]!;
    return bytes;
  },
  (bytes, random) => {
    bytes.writeUInt32LE(lengths[random.integer(lengths.length)]!, random.integer(bytes.length - 4));
    return bytes;
  },
  // The end, where directories and footers are.
  (bytes, random) => {
    bytes[Math.max(0, bytes.length - 1 - random.integer(600))] = random.integer(256);
    return bytes;
  },
  (bytes, random) => {
    const [from, to] = [random.integer(bytes.length), random.integer(bytes.length)];
    bytes.copyWithin(to, from, from + 1 + random.integer(64));
    return bytes;
  },
  // Dropped, doubled, put in.
  (bytes, random) => {
    const from = random.integer(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + random.integer(80))]);
  },
  (bytes, random) => {
    const from = random.integer(bytes.length);
    return Buffer.concat([bytes.subarray(0, from + random.integer(80)), bytes.subarray(from)]);
  },
  (bytes, random) => {
    const from = random.integer(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), signs.subarray(random.integer(signs.length)), bytes.subarray(from)]);
  },
  // Shuffled within a stretch.
  (bytes, random) => {
    const from = random.integer(bytes.length);
    const stretch = bytes.subarray(from, from + 2 + random.integer(200));
    const order = random.permutation(stretch.length);
    stretch.set(Buffer.from(stretch).map((_, i, copy) => copy[order[i]!]!));
    return bytes;
  },
  // Rare, as it leaves little.
  (bytes, random) => (random.integer(3) > 0 ? bytes : bytes.subarray(0, 16 + random.integer(bytes.length - 16))),
  (bytes, random) => {
    if (random.integer(3) === 0)
      bytes.fill(random.integer(2) * 255, random.integer(bytes.length), random.integer(bytes.length));
    return bytes;
  },
];

/** One to eight of them. */
export function damaged(whole: Uint8Array, random: Random): Uint8Array {
  let bytes: Buffer = Buffer.from(whole);
  for (let n = 1 + random.integer(8); n > 0 && bytes.length > 32; n--) {
    bytes = damages[random.integer(damages.length)]!(bytes, random);
  }
  return bytes;
}
