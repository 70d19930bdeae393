/** Expands BMP's run lengths to palette indices. Layout: Microsoft, Bitmap Compression. */

interface RunsHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
}

const ESCAPE = { endOfLine: 0, endOfBitmap: 1, delta: 2 };

/** One byte a pixel, row by row as stored; what the file leaves out is 0. */
export function indicesOfRuns(
  data: Buffer,
  { width, height, bits }: RunsHeader,
): Buffer {
  const indices = Buffer.alloc(width * height);
  let [x, y, at] = [0, 0, 0];
  const put = (index: number) => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  /** The index at a place of a run: with 4 bits two of them share a byte. */
  const indexIn = (byte: number, place: number): number =>
    bits === 8 ? byte : place % 2 === 0 ? byte >> 4 : byte & 15;
  while (at + 1 < data.length && y < height) {
    const [count, value] = [data[at]!, data[at + 1]!];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(indexIn(value, i));
    } else if (value === ESCAPE.endOfLine) {
      [x, y] = [0, y + 1];
    } else if (value === ESCAPE.endOfBitmap) {
      return indices;
    } else if (value === ESCAPE.delta) {
      [x, y] = [x + (data[at] ?? 0), y + (data[at + 1] ?? 0)];
      at += 2;
    } else {
      const length = bits === 8 ? value : Math.ceil(value / 2);
      for (let i = 0; i < value; i++)
        put(indexIn(data[at + (bits === 8 ? i : i >> 1)] ?? 0, i));
      at += length + (length % 2);
    }
  }
  if (y < height - 1) throw new Error("the file ends too early");
  return indices;
}
