/** Radiance HDR, to read: shared exponents, linear light. Layout: Ward, Real Pixels (Graphics Gems II), and Radiance's filefmts. */
import { deepFromFloats } from "./floats.ts";
import {
  type Chromaticities,
  CURVES,
  rgbProfile,
} from "./metadata/icc-profile.ts";
import { ownDecoder, part, type Shape } from "./own-decoder.ts";

interface Header extends Shape {
  readonly from: number;
  readonly bottomUp: boolean;
  readonly primaries?: Chromaticities;
}

/** Of a pixel: red, green, blue, exponent. */
const PIXEL = 4;
const SHORTEST_PACKED = 8;
const LONGEST_PACKED = 32_767;

export const hdr = ownDecoder<Header>("hdr", {
  header(bytes) {
    const end = bytes.indexOf("\n\n");
    const text = bytes.toString("latin1", 0, Math.max(end, 0));
    const rest = bytes.toString("latin1", end + 2, end + 66);
    const size = /^([-+])Y (\d+) \+X (\d+)\n/.exec(rest);
    if (end < 0) throw new Error("its header has no end");
    if (!size) throw new Error("this order of pixels is unsupported");
    const variables = variablesIn(text);
    const format = variables.get("FORMAT");
    if (format !== undefined && format !== "32-bit_rle_rgbe")
      throw new Error(`${format} is unsupported`);
    const primaries = primariesIn(variables.get("PRIMARIES") ?? "");
    return {
      width: Number(size[3]),
      height: Number(size[2]),
      channels: 3,
      bitDepth: 16,
      from: end + 2 + size[0].length,
      bottomUp: size[1] === "+",
      ...(primaries && { primaries }),
    };
  },

  pixels(bytes, { width, height, from, bottomUp, primaries }) {
    const floats = new Float32Array(width * height * 3);
    const row = Buffer.alloc(width * PIXEL);
    let at = from;
    for (let y = 0; y < height; y++) {
      at = readRow(bytes, at, row, width);
      let to = 3 * width * (bottomUp ? height - 1 - y : y);
      for (let x = 0; x < width; x++) {
        const exponent = row[3 * width + x]!;
        const scale = exponent === 0 ? 0 : 2 ** (exponent - 136);
        for (let c = 0; c < 3; c++) floats[to++] = row[c * width + x]! * scale;
      }
    }
    const { samples, clipped } = deepFromFloats(floats, "linear");
    return {
      samples,
      ...(primaries && {
        metadata: { icc: rgbProfile("Radiance", primaries, CURVES.srgb) },
      }),
      notices: clipped ? ["RANGE_CLIPPED"] : [],
    };
  },
});

/** Reads one row as four planes and returns where the next begins. */
function readRow(
  bytes: Buffer,
  from: number,
  row: Buffer,
  width: number,
): number {
  const start = part(bytes, from, PIXEL);
  const packed =
    width >= SHORTEST_PACKED &&
    width <= LONGEST_PACKED &&
    start[0] === 2 &&
    start[1] === 2 &&
    start.readUInt16BE(2) === width;
  if (!packed) {
    const pixels = part(bytes, from, PIXEL * width);
    for (let x = 0; x < width; x++) {
      if (pixels.readUIntBE(PIXEL * x, 3) === 0x010101)
        throw new Error("the old form of run lengths is unsupported");
      for (let c = 0; c < PIXEL; c++)
        row[c * width + x] = pixels[PIXEL * x + c]!;
    }
    return from + PIXEL * width;
  }
  let at = from + PIXEL;
  for (let to = 0; to < row.length;) {
    const count = part(bytes, at, 2)[0]!;
    const run = count > 128;
    const length = run ? count - 128 : count;
    const left = width - (to % width);
    if (length === 0 || length > left) throw new Error("a run is too long");
    if (run) row.fill(bytes[at + 1]!, to, to + length);
    else part(bytes, at + 1, length).copy(row, to);
    at += 1 + (run ? 1 : length);
    to += length;
  }
  return at;
}

/** One a line: a name, an equals sign, a value; the first of a name counts. */
function variablesIn(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(equals, 0)).trim();
    if (name !== "" && !variables.has(name))
      variables.set(name, line.slice(equals + 1).trim());
  }
  return variables;
}

function primariesIn(text: string): Chromaticities | undefined {
  const values = text.split(/\s+/).map(Number);
  if (values.length !== 8 || values.some((value) => !(value > 0 && value < 1)))
    return undefined;
  return [0, 2, 4, 6].map((i) => [
    values[i],
    values[i + 1],
  ]) as unknown as Chromaticities;
}
