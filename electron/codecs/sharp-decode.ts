/** Reads pixels and metadata through sharp without changing either: no colour conversion, no lost bits, no second copy. */
import { readFile } from "node:fs/promises";
import type { Metadata as Header, Sharp, SharpOptions } from "sharp";
import { invariant, NitidoError } from "../../models/errors.ts";
import type { Image, Samples } from "../../models/image/image.ts";
import type {
  Decoded,
  DecodeOptions,
  ImageInfo,
  Metadata,
  Notice,
  ReadableFormat,
} from "./codec.ts";
import { tidyExif } from "./metadata/exif.ts";
import { unwrapIptc } from "./metadata/iptc.ts";
import { announcesGainMap, tidyXmp } from "./metadata/xmp.ts";
import { decodeError } from "./sharp-errors.ts";
import { sharp } from "./sharp-instance.ts";

/** What a format's own reader knows better than sharp. */
export interface Supplement {
  readonly metadata?: Pick<Metadata, "exif" | "iptc" | "pngColour">;
  readonly notices?: readonly Notice[];
}

/** Decodes a file that sharp can read. Errors as `Decoder.decode` says. */
export async function decodeWithSharp(
  format: ReadableFormat,
  path: string,
  { pixelLimit }: DecodeOptions,
  supplement: Supplement = {},
): Promise<Decoded> {
  try {
    const warnings: string[] = [];
    const open = await opener(path, (text) => warnings.push(text));
    const header = await open().metadata();
    requireReadable(header, format, path);
    requireFitting(header, path, pixelLimit);
    const image = await readPixels(open(), header);
    const metadata = metadataOf(header, image, supplement.metadata);
    return {
      image,
      format,
      bitDepth: image.samples instanceof Uint16Array ? 16 : 8,
      metadata,
      notices: [
        ...(supplement.notices ?? []),
        ...noticesOf(header, metadata, warnings),
      ],
    };
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

/** Reads a file's header. Errors as `Decoder.inspect` says. */
export async function inspectWithSharp(
  format: ReadableFormat,
  path: string,
): Promise<ImageInfo> {
  try {
    const open = await opener(path);
    const header = await open().metadata();
    requireReadable(header, format, path);
    const { width, height } = header.autoOrient;
    const bitDepth = header.depth === "ushort" ? 16 : 8;
    return { format, width, height, channels: header.channels, bitDepth };
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

/** Makes readers of a file: each can be used once. `options` are added to those that keep pixels as they are. */
export async function opener(
  path: string,
  onWarning: (text: string) => void = () => undefined,
  options: SharpOptions = {},
): Promise<() => Sharp> {
  // The library takes brackets at the end of a name for options.
  const source = path.endsWith("]") ? await readFile(path) : path;
  return () => sharp(source, { ...INPUT, ...options }).on("warning", onWarning);
}

const INPUT: SharpOptions = {
  autoOrient: true,
  // Otherwise pixels with a profile are converted to sRGB.
  ignoreIcc: true,
  // Cameras write harmless oddities that would count as warnings.
  failOn: "error",
  // Checked by `requireFitting`, with the numbers for the message.
  limitInputPixels: false,
};

function requireFitting(
  { width, height }: Header,
  file: string,
  pixelLimit: number,
): void {
  if (width * height <= pixelLimit) return;
  throw new NitidoError("IMAGE_TOO_LARGE", {
    file,
    width,
    height,
    megapixels: Math.ceil((width * height) / 1e6),
    limit: Math.floor(pixelLimit / 1e6),
  });
}

function requireReadable(
  { space, depth, channels, pages = 1 }: Header,
  format: ReadableFormat,
  file: string,
): void {
  if (format === "webp" && pages > 1)
    throw new NitidoError("FORMAT_UNSUPPORTED", {
      file,
      found: "animated WebP",
    });
  const grey = space === "b-w" || space === "grey16";
  const colour = space === "srgb" || space === "rgb16";
  const expected = grey ? [1, 2] : [3, 4];
  if (
    depth !== "uchar" &&
    depth !== "ushort" &&
    (grey || colour || space === "scrgb")
  )
    throw new NitidoError("FORMAT_UNSUPPORTED", {
      file,
      found: `${format.toUpperCase()} with samples of type ${depth}`,
    });
  if (!(grey || colour) || !expected.includes(channels))
    throw new NitidoError("COLOUR_UNSUPPORTED", {
      file,
      space: space.toUpperCase(),
      channels,
    });
}

/** One allocation: the library writes into memory that the image then owns. */
async function readPixels(input: Sharp, header: Header): Promise<Image> {
  const deep = header.depth === "ushort";
  const grey = header.channels < 3;
  // Raw output of 8-bit grey leaves the alpha out, so that pair goes through RGB.
  const throughColour = grey && !deep && header.channels === 2;
  const space = deep
    ? grey
      ? "grey16"
      : "rgb16"
    : grey && !throughColour
      ? "b-w"
      : "srgb";
  const { data, info } = await input
    .toColourspace(space)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const channels = header.channels;
  const samples = throughColour
    ? greyAlphaOfColour(data)
    : samplesOf(data, deep);
  invariant(
    samples.length === width * height * channels,
    "the pixel library returned what its header said",
  );
  return { width, height, channels, samples };
}

function samplesOf(data: Buffer, deep: boolean): Samples {
  const { buffer, byteOffset, length } = data;
  return deep
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint8Array(buffer, byteOffset, length);
}

function greyAlphaOfColour(data: Buffer): Uint8Array {
  const pairs = new Uint8Array(data.length / 2);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    pairs[to++] = data[from]!;
    pairs[to++] = data[from + 3]!;
  }
  return pairs;
}

function metadataOf(
  header: Header,
  { width, height }: Image,
  supplement: Supplement["metadata"],
): Metadata {
  const { icc, density } = header;
  const sourceExif = supplement?.exif ?? header.exif;
  const exif = sourceExif && tidyExif(sourceExif, width, height);
  const xmp = header.xmp && tidyXmp(header.xmp);
  const iptc = supplement?.iptc ?? (header.iptc && unwrapIptc(header.iptc));
  const pngColour = supplement?.pngColour;
  return {
    ...(icc && { icc }),
    ...(exif && { exif }),
    ...(xmp && { xmp }),
    ...(iptc && { iptc }),
    ...(density !== undefined && { density }),
    ...(pngColour && { pngColour }),
  };
}

function noticesOf(
  { format, pages = 1, exif }: Header,
  metadata: Metadata,
  warnings: readonly string[],
): Notice[] {
  const notices: Notice[] = [];
  if (pages > 1) notices.push("FIRST_PAGE_ONLY");
  if (exif && !metadata.exif) notices.push("EXIF_DROPPED");
  if (metadata.xmp && announcesGainMap(metadata.xmp))
    notices.push("GAIN_MAP_DROPPED");
  // Only libjpeg goes on after damage; the other libraries fail or are silent.
  if (format === "jpeg" && warnings.some((text) => /corrupt/i.test(text)))
    notices.push("DAMAGED_DATA");
  return notices;
}
