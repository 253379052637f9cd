/** What a file is, by its first bytes: names lie. */

export type Format = 'text' | 'gzip' | 'zip' | 'parquet' | 'ole' | 'pdf' | 'picture';

/** Enough for `recognise`. */
export const headBytes = 8;

const signatures: readonly [Format, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 3, 4]],
  // An archive without a single file.
  ['zip', [0x50, 0x4b, 5, 6]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  // The footer is encrypted.
  ['parquet', [0x50, 0x41, 0x52, 0x45]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
];

/** What nothing speaks against is text; whether it is any that can be read is for `readLayout` to say. */
export function recognise(head: Uint8Array): Format {
  return signatures.find(([, signature]) => signature.every((byte, i) => head[i] === byte))?.[0] ?? 'text';
}
