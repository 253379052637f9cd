/**
 * Which memory a thread may hand over with its answer. A handed over buffer is gone from where it was, so that what a
 * thread holds for later questions has to be copied instead.
 */
const kept = new WeakSet<ArrayBuffer>();

/** Buffers inside a value that can be handed over instead of copied: whole ones, not shared, and not kept. */
export function transferableBuffers(value: unknown): ArrayBuffer[] {
  return [...buffersIn(value)].filter((buffer) => !kept.has(buffer));
}

/** Says that this thread goes on using what is inside the value: answers that hold it get a copy. */
export function keepBuffers(value: unknown): void {
  for (const buffer of buffersIn(value)) kept.add(buffer);
}

function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && value.byteLength === buffer.byteLength) found.add(buffer);
  } else if (Array.isArray(value)) {
    // A long list holds plain values all of one kind: its head tells.
    if (typeof value[0] === 'object') for (const item of value) buffersIn(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return found;
}
