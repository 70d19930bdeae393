/** What JPEG compression does to an image: as a noise model, without a file. */

import { invariant } from "../errors.ts";
import type { Planes } from "../image/image.ts";
import { plane, planesLike } from "../image/image.ts";
import { forwardLine, inverseLine, lineScale } from "./dct.ts";
import { quantisationTable } from "./jpeg-tables.ts";
import type { NoiseModel } from "./model.ts";

export interface JpegOptions {
  /** 1 to 100, as the usual encoders count. */
  readonly quality: number;
  readonly subsampling: "4:4:4" | "4:2:0";
  /** Where in an 8×8 (with 4:2:0 16×16) block the image begins. */
  readonly offset: { readonly x: number; readonly y: number };
}

/**
 * Compression and decompression: YCbCr, with 4:2:0 chroma halved by averaging
 * and doubled by a triangle filter, quantised 8×8 cosine transforms. Input is
 * taken as 8-bit and output rounded to 8 bits and clamped, as a file is.
 */
export const jpeg: NoiseModel<JpegOptions> = {
  name: "jpeg",
  apply(clean, random, options = {}) {
    const settings: JpegOptions = {
      quality: options.quality ?? random.integer(50, 99),
      subsampling:
        options.subsampling ?? (random.chance(0.6) ? "4:2:0" : "4:4:4"),
      // Whole photographs begin with a block, cropped ones anywhere.
      offset:
        options.offset ??
        (random.chance(0.5)
          ? { x: 0, y: 0 }
          : { x: random.integer(0, 16), y: random.integer(0, 16) }),
    };
    return compressed(clean, settings);
  },
};

/** A component padded to whole blocks by repeating its edge samples. */
interface Component {
  readonly stride: number;
  readonly rows: number;
  readonly data: Float32Array;
}

function compressed(clean: Planes, options: JpegOptions): Planes {
  invariant(clean.channels === 3, "JPEG noise needs three channels");
  const { quality, subsampling, offset } = options;
  const halved = subsampling === "4:2:0";
  const [luma, blue, red] = toComponents(clean, offset, halved ? 16 : 8);
  quantise(luma, quantisationTable("luma", quality));
  const chromaTable = quantisationTable("chroma", quality);
  const [decodedBlue, decodedRed] = [blue, red].map((component) => {
    const coded = halved ? halve(component) : component;
    quantise(coded, chromaTable);
    return halved ? double(coded) : coded;
  }) as [Component, Component];
  return fromComponents(luma, decodedBlue, decodedRed, clean, offset);
}

/** JFIF's Y, Cb, Cr in 0..255 units, shifted to be around zero. */
function toComponents(
  clean: Planes,
  offset: JpegOptions["offset"],
  cell: number,
): [Component, Component, Component] {
  const { width, height } = clean;
  const stride = Math.ceil((width + offset.x) / cell) * cell;
  const rows = Math.ceil((height + offset.y) / cell) * cell;
  const empty = (): Component => ({
    stride,
    rows,
    data: new Float32Array(stride * rows),
  });
  const components: [Component, Component, Component] = [
    empty(),
    empty(),
    empty(),
  ];
  const [luma, blue, red] = components.map(({ data }) => data) as Triple;
  const [r, g, b] = [0, 1, 2].map((c) => plane(clean, c)) as Triple;
  for (let y = 0, to = 0; y < rows; y++) {
    const row = clamp(y - offset.y, 0, height - 1) * width;
    for (let x = 0; x < stride; x++, to++) {
      const from = row + clamp(x - offset.x, 0, width - 1);
      const red255 = to8Bits(r[from]!);
      const green255 = to8Bits(g[from]!);
      const blue255 = to8Bits(b[from]!);
      const y255 = 0.299 * red255 + 0.587 * green255 + 0.114 * blue255;
      luma[to] = y255 - 128;
      blue[to] = (blue255 - y255) / 1.772;
      red[to] = (red255 - y255) / 1.402;
    }
  }
  return components;
}

function fromComponents(
  luma: Component,
  blue: Component,
  red: Component,
  like: Planes,
  offset: JpegOptions["offset"],
): Planes {
  const planes = planesLike(like);
  const [r, g, b] = [0, 1, 2].map((c) => plane(planes, c)) as Triple;
  const { width, height } = like;
  for (let y = 0, to = 0; y < height; y++) {
    let from = (y + offset.y) * luma.stride + offset.x;
    for (let x = 0; x < width; x++, from++, to++) {
      const y255 = luma.data[from]! + 128;
      const cb = blue.data[from]!;
      const cr = red.data[from]!;
      const green255 = y255 - 0.344136 * cb - 0.714136 * cr;
      r[to] = round8Bits(y255 + 1.402 * cr) / 255;
      g[to] = round8Bits(green255) / 255;
      b[to] = round8Bits(y255 + 1.772 * cb) / 255;
    }
  }
  return planes;
}

/** Rounds the cosine coefficients of every block to multiples of their step. */
function quantise({ stride, rows, data }: Component, table: number[]): void {
  const scale = table.map((_, i) => lineScale[i >> 3]! * lineScale[i & 7]!);
  const toSteps = Float32Array.from(
    table,
    (step, i) => 1 / (8 * step * scale[i]!),
  );
  const fromSteps = Float32Array.from(
    table,
    (step, i) => (step * scale[i]!) / 8,
  );
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < stride; left += 8) {
      const at = top * stride + left;
      for (let i = 0; i < 8; i++) forwardLine(data, at + i * stride, 1);
      for (let i = 0; i < 8; i++) forwardLine(data, at + i, stride);
      for (let i = 0; i < 64; i++) {
        const j = at + (i >> 3) * stride + (i & 7);
        data[j] = Math.round(data[j]! * toSteps[i]!) * fromSteps[i]!;
      }
      for (let i = 0; i < 8; i++) inverseLine(data, at + i, stride);
      for (let i = 0; i < 8; i++) inverseLine(data, at + i * stride, 1);
    }
  }
}

/** The mean of each 2×2 block. */
function halve({ stride, rows, data }: Component): Component {
  const half = new Float32Array((stride * rows) / 4);
  for (let y = 0, to = 0; y < rows; y += 2) {
    for (let x = 0, from = y * stride; x < stride; x += 2, from += 2, to++) {
      half[to] =
        0.25 *
        (data[from]! +
          data[from + 1]! +
          data[from + stride]! +
          data[from + stride + 1]!);
    }
  }
  return { stride: stride / 2, rows: rows / 2, data: half };
}

/** Doubles by ¾ of the nearer and ¼ of the farther sample, in both directions. */
function double({ stride, rows, data }: Component): Component {
  const wide = 2 * stride;
  const large = new Float32Array(4 * data.length);
  const line = new Float32Array(stride);
  for (let y = 0; y < 2 * rows; y++) {
    const near = (y >> 1) * stride;
    const far = clamp((y >> 1) + (y & 1 ? 1 : -1), 0, rows - 1) * stride;
    for (let x = 0; x < stride; x++) {
      line[x] = 0.75 * data[near + x]! + 0.25 * data[far + x]!;
    }
    for (let x = 0, to = y * wide; x < stride; x++, to += 2) {
      const centre = 0.75 * line[x]!;
      large[to] = centre + 0.25 * line[Math.max(0, x - 1)]!;
      large[to + 1] = centre + 0.25 * line[Math.min(stride - 1, x + 1)]!;
    }
  }
  return { stride: wide, rows: 2 * rows, data: large };
}

type Triple = [Float32Array, Float32Array, Float32Array];

function to8Bits(value: number): number {
  return round8Bits(value * 255);
}

function round8Bits(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.floor(value + 0.5);
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
