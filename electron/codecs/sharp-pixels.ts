/** Reads pixels through sharp as they are stored: no colour conversion, no lost bits, no second copy of integers. */
import type { Metadata as Header, Sharp } from "sharp";
import { invariant } from "../../models/errors.ts";
import type { Image, Rect, Samples } from "../../models/image/image.ts";
import { upright } from "../../models/image/orientation.ts";
import type { ImageRegions } from "../../models/image/regions.ts";
import type { StoredRegions } from "./codec.ts";
import { deepFromFloats } from "./floats.ts";
import { greyOf } from "./grey.ts";
import { type Depth, PixelFile } from "./pixel-file.ts";
import type { SampleKind } from "./sharp-header.ts";

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
  // Raw output of 8-bit grey leaves the alpha out, so that pair goes through RGB.
  if (kind === "byte" && header.channels === 2) {
    const image = await rawOf(input, "srgb", "uchar");
    return { image: greyOf(image), clipped: false };
  }
  const { space, depth } = formOf(header, kind);
  const image = await rawOf(input, space, depth);
  if (depth !== "float") return { image, clipped: false };
  const { samples, clipped } = deepFromFloats(image.samples, "stored");
  return { image: { ...image, samples }, clipped };
}

/** The same into a new file; the pipeline must not turn pixels upright. */
export async function storePixels(
  input: Sharp,
  header: Header,
  kind: SampleKind,
  path: string,
): Promise<{ readonly image: StoredRegions; readonly clipped: boolean }> {
  const { space, depth } = formOf(header, kind);
  // The library's own format is samples after a head, written as they are decoded.
  const file = `${path}.v`;
  const { width, height, channels } = await input
    .toColourspace(space)
    .toFile(file);
  const shape = { width, height, channels };
  const stored = new PixelFile(file, { ...shape, depth, from: HEAD_BYTES });
  const result = (source: ImageRegions, clipped: boolean) => {
    const image = upright(source, header.orientation ?? 1);
    const { width, height, channels } = image;
    const read = (rect: Rect) => image.read(rect);
    const close = () => {
      stored.close();
    };
    return { image: { width, height, channels, read, close }, clipped };
  };
  if (depth !== "float") return result(stored, false);
  const levels = (rect: Rect) => {
    const image = stored.read(rect);
    return { image, ...deepFromFloats(image.samples, "stored") };
  };
  const read = (rect: Rect): Image => {
    const { image, samples } = levels(rect);
    return { ...image, samples };
  };
  let clipped = false;
  for (let y = 0; y < height && !clipped; y++)
    clipped = levels({ x: 0, y, width, height: 1 }).clipped;
  return result({ ...shape, read }, clipped);
}

/** Of libvips' files; deprecated/vips.h. */
const HEAD_BYTES = 64;

/** How the library is to hand samples on: without a name for the space it would convert them. */
function formOf(
  { channels }: Header,
  kind: SampleKind,
): { readonly space: string; readonly depth: Depth } {
  const grey = channels < 3;
  switch (kind) {
    case "byte":
      return { space: grey ? "b-w" : "srgb", depth: "uchar" };
    case "deep":
      return { space: grey ? "grey16" : "rgb16", depth: "ushort" };
    case "inks":
      return { space: "srgb", depth: "uchar" };
    case "float":
      return { space: grey ? "b-w" : "scrgb", depth: "float" };
  }
}

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
