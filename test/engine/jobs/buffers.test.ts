import { describe, expect, it } from 'vitest';
import { keepBuffers, transferableBuffers } from '../../../electron/engine/jobs/buffers.ts';

describe('memory that a thread hands over', () => {
  it('is every whole buffer inside an answer, once', () => {
    const labels = new Int32Array(3);
    const columns = [new Float64Array(2), new Float64Array(2)];
    const part = new Uint8Array(8).subarray(2);
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    const found = transferableBuffers({ labels, again: labels, inner: { columns }, part, shared, name: 'x', no: null });
    expect(found).toEqual([labels.buffer, columns[0]!.buffer, columns[1]!.buffer]);
  });

  it('is never what the thread keeps, wherever in an answer it is', () => {
    const held = { labels: new Int32Array(3), table: { values: [new Float64Array(2)] } };
    const fresh = new Float64Array(1);
    keepBuffers(held);
    expect(transferableBuffers({ fresh, after: held.labels, column: held.table.values[0] })).toEqual([fresh.buffer]);
  });
});
