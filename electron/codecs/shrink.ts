/** Opens any readable file for a small picture of it. */
import type { Sharp } from "sharp";
import type { Image } from "../../models/image/image.ts";
import { boxShrunk } from "./box-shrink.ts";
import type { Metadata, Picture, ReadableFormat } from "./codec.ts";
import { toBitDepth } from "./depth.ts";
import { PIXEL_LIMIT, requireFitting, timeLimit } from "./limits.ts";
import { CURVES, PRIMARIES, rgbProfile } from "./metadata/icc-profile.ts";
import { pngEnvelope, readPngHeader } from "./metadata/png-chunks.ts";
import { bytesOf } from "./metadata/read-bytes.ts";
import { opener, type Source } from "./sharp-header.ts";
import { pipelineOf, type StoredPicture } from "./sharp-encode.ts";
import { decoders } from "./table.ts";
import { workAside } from "./wasm/work-aside.ts";

/** The library shrinks these while it decodes, where their format allows it. */
const DIRECT: ReadonlySet<ReadableFormat> = new Set([
  "jpeg",
  "png",
  "tiff",
  "webp",
  "avif",
  "gif",
]);

/** Of those that are decoded whole for a small picture: a list shows many, and is no reason to take gigabytes. */
const WHOLE_LIMIT = 100_000_000;

export interface Shrinkable {
  /** A pipeline of the pixels as they are stored, which can be used once. */
  readonly stored: () => Sharp;
  /** The same, its colours to be converted to those of the screen. */
  readonly shown: () => Sharp;
  readonly exif?: Uint8Array;
}

/** `edge`: the longest side of what is made of it; null for all pixels. Rejects as a decoder does, or with what the pixel library throws. */
export async function openShrinkable(
  path: string,
  format: ReadableFormat,
  edge: number | null,
): Promise<Shrinkable> {
  if (DIRECT.has(format)) return pipelines(path, path);
  const { image, metadata } = await (edge === null
    ? decodeWhole(path, format, PIXEL_LIMIT)
    : decodeSmall(path, format));
  const { exif } = metadata;
  const content = await smallPng(image, metadata, edge);
  return { ...(await pipelines(content, path)), ...(exif && { exif }) };
}

async function pipelines(source: Source, file: string): Promise<Shrinkable> {
  const stored = await opener(source);
  const shown = await opener(source, undefined, { ignoreIcc: false });
  const header = await stored().metadata();
  requireFitting(header, file, PIXEL_LIMIT);
  const { exif } = header;
  return { stored, shown, ...(exif && { exif }) };
}

interface Opened {
  readonly image: Image;
  readonly metadata: Metadata;
}

async function decodeWhole(
  path: string,
  format: ReadableFormat,
  pixelLimit: number,
): Promise<Opened> {
  const decoder = await decoders[format]();
  return decoder.decode(path, { pixelLimit });
}

/** A quarter of a camera's pixels is quickly developed. */
async function decodeSmall(
  path: string,
  format: ReadableFormat,
): Promise<Opened> {
  if (format !== "raw") return decodeWhole(path, format, WHOLE_LIMIT);
  const facts = await workAside("rawFacts", path, null);
  requireFitting(facts, path, PIXEL_LIMIT);
  const options = { half: true };
  const image = await workAside("rawPixels", path, options, timeLimit(facts));
  const icc = rgbProfile("Rec. 2020", PRIMARIES.bt2020, CURVES.bt709);
  return { image, metadata: image.channels === 3 ? { icc } : {} };
}

/** The image, shrunk to the edge unless that is null, with what its colours mean. */
export async function smallPng(
  image: Picture,
  { icc, pngColour }: Metadata,
  edge: number | null,
): Promise<Buffer> {
  const pixels = pipelineOf(edge === null ? stored(image) : near(image, edge));
  if (edge !== null)
    pixels.resize(edge, edge, { fit: "inside", withoutEnlargement: true });
  const png = await pixels.png({ compressionLevel: 1 }).toBuffer();
  const { pixelsFrom = 0 } = await readPngHeader(bytesOf(png));
  const { envelope } = pngEnvelope(png, pixelsFrom, {
    ...(icc && { icc }),
    ...(pngColour && { pngColour }),
  });
  return Buffer.concat([envelope.head, png.subarray(envelope.bodyFrom)]);
}

const stored = (image: Picture): StoredPicture =>
  "path" in image
    ? image
    : toBitDepth(image, image.samples instanceof Uint8Array ? 8 : 16);

/** How much larger than wanted a picture stays for the library's better filter. */
const SPARE = 2;

/** The picture, or a smaller one that is still larger than the edge. */
function near(image: Picture, edge: number): StoredPicture {
  const longest = Math.max(image.width, image.height);
  const factor = Math.floor(longest / (SPARE * edge));
  const whole = stored(image);
  if (factor < 2) return whole;
  const bitDepth =
    "path" in whole
      ? whole.bitDepth
      : whole.samples instanceof Uint8Array
        ? 8
        : 16;
  return boxShrunk(whole, bitDepth, factor);
}
