/** BMP, to read: 1 to 32 bits a pixel, palettes, bit fields, run lengths, embedded profiles. Layout: Microsoft, Bitmap Storage, and BITMAPV5HEADER. */
import type { Metadata } from "./codec.ts";
import { indicesOfRuns } from "./bmp-runs.ts";
import { ownDecoder, part, type Shape } from "./own-decoder.ts";

/** A channel inside a pixel's bits. */
interface Field {
  readonly shift: number;
  readonly top: number;
}

interface Header extends Shape {
  /** Whether rows go from the top down, which is the exception. */
  readonly topDown: boolean;
  readonly bits: number;
  readonly runs: boolean;
  readonly from: number;
  /** Levels of each colour, as many as the image has channels. */
  readonly palette: readonly (readonly number[])[];
  readonly fields: readonly Field[];
}

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const V5_HEADER = 124;
const COMPRESSION = { none: 0, runs8: 1, runs4: 2, fields: 3, alpha: 6 };

export const bmp = ownDecoder<Header>("bmp", {
  header: readHeader,

  pixels(bytes, header) {
    const { width, height, channels, bits, from, palette, runs } = header;
    const stride = Math.ceil((bits * width) / 32) * 4;
    const data = runs
      ? indicesOfRuns(bytes.subarray(from), header)
      : part(bytes, from, stride * height);
    const rowBytes = runs ? width : stride;
    const read = runs
      ? (row: number, x: number) => data[row + x]!
      : pixelAt(data, bits);
    const samples = new Uint8Array(width * height * channels);
    for (let y = 0, to = 0; y < height; y++) {
      const row = rowBytes * (header.topDown ? y : height - 1 - y);
      for (let x = 0; x < width; x++) {
        const pixel = read(row, x);
        if (bits <= 8) {
          const colour = palette[pixel];
          for (let c = 0; c < channels; c++) samples[to++] = colour?.[c] ?? 0;
        } else
          for (const { shift, top } of header.fields)
            samples[to++] = Math.round((255 * ((pixel >>> shift) & top)) / top);
      }
    }
    return { samples, metadata: profileOf(bytes) };
  },
});

function readHeader(bytes: Buffer): Header {
  const from = bytes.readUInt32LE(10);
  const size = bytes.readUInt32LE(FILE_HEADER);
  const core = size === CORE_HEADER;
  const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const rows = core ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(core ? 24 : 28);
  const compression = core ? 0 : bytes.readUInt32LE(30);
  const known: readonly number[] = Object.values(COMPRESSION);
  if (![1, 4, 8, 16, 24, 32].includes(bits) || !known.includes(compression))
    throw new Error(
      `${bits.toString()} bits a pixel in form ${compression.toString()} are unsupported`,
    );
  const palette = bits <= 8 ? readPalette(bytes, size, bits) : [];
  const grey = palette.every(([r, g, b]) => r === g && g === b);
  const fields = bits > 8 ? readFields(bytes, size, bits, compression) : [];
  return {
    width,
    height: Math.abs(rows),
    channels: bits <= 8 && grey ? 1 : fields.length === 4 ? 4 : 3,
    bitDepth: 8,
    topDown: rows < 0,
    bits,
    runs:
      compression === COMPRESSION.runs8 || compression === COMPRESSION.runs4,
    from,
    palette,
    fields,
  };
}

function readPalette(bytes: Buffer, size: number, bits: number): number[][] {
  const core = size === CORE_HEADER;
  const used = core ? 0 : bytes.readUInt32LE(46);
  const count = Math.min(used || 2 ** bits, 2 ** bits);
  const entry = core ? 3 : 4;
  const colours = part(bytes, FILE_HEADER + size, count * entry);
  return Array.from({ length: count }, (_, i) =>
    [2, 1, 0].map((c) => colours[i * entry + c]!),
  );
}

/** Red, green and blue, and alpha where there is a field for it. */
function readFields(
  bytes: Buffer,
  size: number,
  bits: number,
  compression: number,
): Field[] {
  const masked =
    compression === COMPRESSION.fields || compression === COMPRESSION.alpha;
  if (!masked) {
    const deep = bits > 16;
    const top = deep ? 255 : 31;
    return [2, 1, 0].map((place) => ({ shift: place * (deep ? 8 : 5), top }));
  }
  const withAlpha = compression === COMPRESSION.alpha || size >= 56;
  return [54, 58, 62, ...(withAlpha ? [66] : [])]
    .map((at) => bytes.readUInt32LE(at))
    .filter((mask) => mask !== 0)
    .map((mask) => {
      const shift = 31 - Math.clz32(mask & -mask);
      return { shift, top: mask >>> shift };
    });
}

function pixelAt(
  data: Buffer,
  bits: number,
): (row: number, x: number) => number {
  if (bits <= 8) {
    const each = 8 / bits;
    const top = 2 ** bits - 1;
    return (row, x) =>
      (data[row + Math.floor(x / each)]! >> (8 - bits * ((x % each) + 1))) &
      top;
  }
  const size = bits / 8;
  return (row, x) => data.readUIntLE(row + size * x, size);
}

/** The newest kind of header can point to a profile in the file. */
function profileOf(bytes: Buffer): Metadata {
  if (bytes.readUInt32LE(FILE_HEADER) < V5_HEADER) return {};
  // `MBED`, as a number whose last byte comes first.
  if (bytes.toString("latin1", 70, 74) !== "DEBM") return {};
  const at = FILE_HEADER + bytes.readUInt32LE(126);
  return { icc: Uint8Array.from(part(bytes, at, bytes.readUInt32LE(130))) };
}
