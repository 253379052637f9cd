import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../../shared/frame.ts';
import { Random } from '../../electron/engine/ml/random.ts';

describe('frame', () => {
  it('carries JSON and typed arrays, nested and of odd lengths', () => {
    const message = {
      text: '客户',
      list: [1, null, { bytes: new Uint8Array([1, 2, 3]) }],
      floats: new Float64Array([1.5, NaN, -Infinity]),
      none: new Int32Array(0),
      odd: [NaN, Infinity, -Infinity],
    };
    expect(decodeFrame(encodeFrame(message))).toEqual(message);
  });

  it('copies: a later change of the array does not reach the receiver', () => {
    const array = new Float32Array([1, 2]);
    const frame = encodeFrame({ array });
    array[0] = 9;
    expect((decodeFrame(frame) as { array: Float32Array }).array[0]).toBe(1);
  });

  it('reads a frame that lies inside a larger buffer, as a file’s does', () => {
    const frame = encodeFrame({ values: new Float64Array([1, 2, 3]) });
    const pool = Buffer.alloc(frame.length + 100, 7);
    pool.set(frame, 33);
    const read = decodeFrame(pool.subarray(33, 33 + frame.length)) as { values: Float64Array };
    expect(read.values).toEqual(new Float64Array([1, 2, 3]));
  });

  it('refuses everything that is not one of its frames, and never reads outside it', () => {
    const good = encodeFrame({ a: new Float32Array([1, 2, 3]), b: 'text' });
    const random = new Random(7);
    let refused = 0;
    for (let i = 0; i < 500; i++) {
      const bad = good.slice(0, random.uniform() < 0.3 ? random.integer(good.length) : good.length);
      for (let hits = 1 + random.integer(4); hits > 0 && bad.length > 0; hits--)
        bad[random.integer(bad.length)] = random.integer(256);
      try {
        decodeFrame(bad);
      } catch (error) {
        expect((error as { details: { reason: string } }).details.reason).toBe('malformed_frame');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(250);
  });
});
