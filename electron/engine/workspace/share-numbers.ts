/** A copy on shared memory, so that workers read it without a copy of their own. */
export function shareNumbers<Values extends Int32Array | Float64Array | Int8Array>(
  values: Values,
  make: new (buffer: SharedArrayBuffer) => Values,
): Values {
  const copy = new make(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
