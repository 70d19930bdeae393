/** Writes OpenEXR files (uncompressed scan lines of 32-bit floats), from openexr.com's description of the layout. */

const FLOAT = 2;

/** `planes` by channel name, each row by row from the top. */
export function writeExr(
  width: number,
  height: number,
  planes: Readonly<Record<string, ArrayLike<number>>>,
): Uint8Array {
  const names = Object.keys(planes).sort();
  const window = integers(0, 0, width - 1, height - 1);
  const header = Buffer.concat([
    integers(20_000_630, 2),
    attribute(
      "channels",
      "chlist",
      Buffer.concat([
        ...names.map((name) =>
          Buffer.concat([text(name), integers(FLOAT, 0, 1, 1)]),
        ),
        Buffer.alloc(1),
      ]),
    ),
    attribute("compression", "compression", Buffer.of(0)),
    attribute("dataWindow", "box2i", window),
    attribute("displayWindow", "box2i", window),
    attribute("lineOrder", "lineOrder", Buffer.of(0)),
    attribute("pixelAspectRatio", "float", floats([1])),
    attribute("screenWindowCenter", "v2f", floats([0, 0])),
    attribute("screenWindowWidth", "float", floats([1])),
    Buffer.alloc(1),
  ]);
  const rowBytes = 4 * width * names.length;
  const offsets = Buffer.alloc(8 * height);
  const rows = Array.from({ length: height }, (_, y) => {
    const at = header.length + offsets.length + y * (8 + rowBytes);
    offsets.writeBigUInt64LE(BigInt(at), 8 * y);
    const values = names.flatMap((name) =>
      Array.from({ length: width }, (_, x) => planes[name]![y * width + x]!),
    );
    return Buffer.concat([integers(y, rowBytes), floats(values)]);
  });
  return Buffer.concat([header, offsets, ...rows]);
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`, "latin1");

const integers = (...values: number[]): Buffer =>
  Buffer.from(Int32Array.from(values).buffer);

const floats = (values: readonly number[]): Buffer =>
  Buffer.from(Float32Array.from(values).buffer);

const attribute = (name: string, type: string, value: Buffer): Buffer =>
  Buffer.concat([text(name), text(type), integers(value.length), value]);
