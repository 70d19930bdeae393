/** Reads pixels through sharp as they are stored: no colour conversion, no lost bits, no second copy of integers. */
import type { Metadata as Header, Sharp } from "sharp";
import { invariant } from "../../models/errors.ts";
import type { Image, Samples } from "../../models/image/image.ts";
import { deepFromFloats } from "./floats.ts";
import type { SampleKind } from "./sharp-header.ts";

/** sharp's names for what comes out of a pipeline. */
type Depth = "uchar" | "ushort" | "float";

export interface Pixels {
  readonly image: Image;
  /** Whether floats lay outside of 0..1. */
  readonly clipped: boolean;
}

/** Inks are converted with the file's profile, or that of a common press, so the pipeline must not ignore it. */
export async function readPixels(
  input: Sharp,
  header: Header,
  kind: SampleKind,
): Promise<Pixels> {
  const grey = kind !== "inks" && header.channels < 3;
  switch (kind) {
    case "byte":
      // Raw output of 8-bit grey leaves the alpha out, so that pair goes through RGB.
      if (header.channels === 2) {
        const image = await rawOf(input, "srgb", "uchar");
        const samples = greyAlphaOfColour(image.samples);
        return { image: { ...image, channels: 2, samples }, clipped: false };
      }
      return integers(await rawOf(input, grey ? "b-w" : "srgb", "uchar"));
    case "deep":
      return integers(await rawOf(input, grey ? "grey16" : "rgb16", "ushort"));
    case "inks":
      return integers(await rawOf(input, "srgb", "uchar"));
    case "float": {
      const image = await rawOf(input, grey ? "b-w" : "scrgb", "float");
      const { samples, clipped } = deepFromFloats(image.samples, "stored");
      return { image: { ...image, samples }, clipped };
    }
  }
}

const integers = (image: Image): Pixels => ({ image, clipped: false });

/** One allocation: the library writes into memory that the image then owns. */
async function rawOf(
  input: Sharp,
  space: string,
  depth: Depth,
): Promise<Image> {
  const { data, info } = await input
    .toColourspace(space)
    .raw({ depth })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = samplesOf(data, depth);
  invariant(
    samples.length === width * height * channels,
    "the pixel library returned what its header said",
  );
  return { width, height, channels, samples };
}

function samplesOf(data: Buffer, depth: Depth): Samples {
  const { buffer, byteOffset, length } = data;
  if (depth === "uchar") return new Uint8Array(buffer, byteOffset, length);
  return depth === "ushort"
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Float32Array(buffer, byteOffset, length / 4);
}

function greyAlphaOfColour(colours: Samples): Uint8Array {
  const pairs = new Uint8Array(colours.length / 2);
  for (let from = 0, to = 0; from < colours.length; from += 4) {
    pairs[to++] = colours[from]!;
    pairs[to++] = colours[from + 3]!;
  }
  return pairs;
}
