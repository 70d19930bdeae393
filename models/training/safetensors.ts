/** The safetensors format: float vectors by name in one file, which other tools can read too. */

export interface Tensors<Name extends string> {
  readonly vectors: Readonly<Record<Name, Float32Array>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Header: its length (u64, little-endian), then JSON with each tensor's type, shape and byte range; then the data. */
export function encodeTensors<Name extends string>({
  vectors,
  metadata,
}: Tensors<Name>): Uint8Array {
  let end = 0;
  const all = Object.entries<Float32Array>(vectors);
  const entries = all.map(([name, { length, byteLength }]) => {
    const start = end;
    end += byteLength;
    return [
      name,
      { dtype: "F32", shape: [length], data_offsets: [start, end] },
    ] as const;
  });
  const json = asciiJson({
    __metadata__: metadata,
    ...Object.fromEntries(entries),
  });
  const header = json + " ".repeat(-json.length & 7);
  const bytes = new Uint8Array(8 + header.length + end);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  for (let i = 0; i < header.length; i++) bytes[8 + i] = header.charCodeAt(i);
  let offset = 8 + header.length;
  for (const [, { buffer, byteOffset, byteLength }] of all) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

/** The vectors of these names. Throws an ordinary error when the bytes are not a whole file that has them. */
export function decodeTensors<Name extends string>(
  bytes: Uint8Array,
  names: readonly Name[],
): Tensors<Name> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const json = String.fromCharCode(...bytes.subarray(8, 8 + length));
  const header = JSON.parse(json) as Header<Name>;
  const vectors = Object.fromEntries(
    names.map((name) => {
      const {
        shape,
        data_offsets: [start, end],
      } = header[name];
      const from = 8 + length + start;
      // A copy with a buffer of its own; `slice` would not be one for Node's Buffers.
      const copy = new Uint8Array(bytes.subarray(from, 8 + length + end));
      if (copy.byteLength !== 4 * shape[0]) throw new RangeError("cut short");
      return [name, new Float32Array(copy.buffer)];
    }),
  ) as Record<Name, Float32Array>;
  return { vectors, metadata: header.__metadata__ };
}

type Header<Name extends string> = Record<
  Name,
  { readonly shape: [number]; readonly data_offsets: [number, number] }
> & { readonly __metadata__: Readonly<Record<string, string>> };

/** JSON in which every character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
