/** IDX files of bytes. */

/** `shape` multiplies to the number of values. */
export function idxBytes(
  shape: readonly number[],
  values: Uint8Array,
): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((extent, i) => view.setUint32(4 + 4 * i, extent));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
