/** Reads images and their metadata through sharp without changing either. */
import type { Metadata as Header, Sharp } from "sharp";
import type { ImageSource } from "../../models/image/regions.ts";
import type {
  Decoded,
  Decoder,
  DecodeOptions,
  ImageInfo,
  Metadata,
  Notice,
  ReadableFormat,
} from "./codec.ts";
import { timeLimit } from "./limits.ts";
import { hasThumbnail, tidyExif } from "./metadata/exif.ts";
import { unwrapIptc } from "./metadata/iptc.ts";
import { announcesGainMap, tidyXmp } from "./metadata/xmp.ts";
import { decodeError } from "./sharp-errors.ts";
import {
  depthOf,
  opener,
  requireReadable,
  type SampleKind,
  type Source,
} from "./sharp-header.ts";
import { readPixels, storePixels } from "./sharp-pixels.ts";

/** What a format's own reader knows better than sharp. */
export interface Supplement {
  readonly metadata?: Partial<Metadata>;
  readonly notices?: readonly Notice[];
  /** The file's content, where it is not to be read from the path. */
  readonly content?: Uint8Array;
}

/** The decoder of a format that sharp reads row by row. */
export function sharpDecoder(
  format: ReadableFormat,
  supplementOf: (path: string) => Promise<Supplement> = () =>
    Promise.resolve({}),
): Required<Decoder> {
  return {
    decode: async (path, options) =>
      decodeWithSharp(format, path, options, await supplementOf(path)),

    decodeToFile: async (path, options, store) =>
      decodeWith(format, path, options, await supplementOf(path), {
        autoOrient: false,
        pixels: (input, header, kind) =>
          storePixels(input, header, kind, store),
      }),

    inspect: (path) => inspectWithSharp(format, path),
  };
}

/** Decodes a file that sharp can read. Errors as `Decoder.decode` says. */
export const decodeWithSharp = (
  format: ReadableFormat,
  path: string,
  options: DecodeOptions,
  supplement: Supplement = {},
): Promise<Decoded> =>
  decodeWith(format, path, options, supplement, {
    autoOrient: true,
    pixels: readPixels,
  });

interface Reading<Source> {
  /** Whether the library turns the pixels upright, which needs all of them at once. */
  readonly autoOrient: boolean;
  /** `clipped`: whether floats lay outside of 0..1. */
  readonly pixels: (
    input: Sharp,
    header: Header,
    kind: SampleKind,
  ) => Promise<{ readonly image: Source; readonly clipped: boolean }>;
}

async function decodeWith<Source extends ImageSource>(
  format: ReadableFormat,
  path: string,
  { pixelLimit }: DecodeOptions,
  supplement: Supplement,
  { autoOrient, pixels }: Reading<Source>,
): Promise<Decoded<Source>> {
  try {
    const warnings: string[] = [];
    const warn = (text: string) => void warnings.push(text);
    const source = supplement.content ?? path;
    const header = await (await opener(source))().metadata();
    const kind = requireReadable(header, format, path, pixelLimit);
    const ignoreIcc = kind !== "inks";
    const open = await opener(source, warn, { ignoreIcc, autoOrient });
    const seconds = Math.ceil(timeLimit(header) / 1000);
    const input = open().timeout({ seconds });
    const { image, clipped } = await pixels(input, header, kind);
    const metadata = metadataOf(header, image, kind, supplement.metadata);
    return {
      image,
      format,
      bitDepth: depthOf(kind),
      metadata,
      // A gain map may be announced in two ways.
      notices: [
        ...new Set([
          ...(supplement.notices ?? []),
          ...noticesOf(header, metadata, format, warnings),
          ...(kind === "inks" ? (["CMYK_CONVERTED"] as const) : []),
          ...(clipped ? (["RANGE_CLIPPED"] as const) : []),
        ]),
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
  source: Source = path,
): Promise<ImageInfo> {
  try {
    const open = await opener(source);
    const header = await open().metadata();
    const kind = requireReadable(header, format, path);
    const { width, height } = header.autoOrient;
    const channels = kind === "inks" ? 3 : header.channels;
    const info = { format, width, height, channels, bitDepth: depthOf(kind) };
    return header.isProgressive ? { ...info, whole: true } : info;
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

/** What the header holds, ready for pixels of this size that stand upright. */
export function metadataOf(
  header: Header,
  { width, height }: { readonly width: number; readonly height: number },
  kind: SampleKind,
  supplement: Partial<Metadata> = {},
): Metadata {
  const { density } = header;
  // A profile of inks says nothing about the colours that they became.
  const icc = kind === "inks" ? undefined : (header.icc ?? supplement.icc);
  const sourceExif = bounded(supplement.exif ?? header.exif);
  const exif = sourceExif && tidyExif(sourceExif, width, height);
  const thumbnail = sourceExif && hasThumbnail(sourceExif);
  const sourceXmp = bounded(supplement.xmp ?? header.xmp);
  const xmp = sourceXmp && tidyXmp(sourceXmp);
  const iptc = supplement.iptc ?? (header.iptc && unwrapIptc(header.iptc));
  const { pngColour } = supplement;
  return {
    ...(icc && { icc }),
    ...(exif && { exif }),
    ...(exif && thumbnail && { thumbnail }),
    ...(xmp && { xmp }),
    ...(iptc && { iptc }),
    ...(density !== undefined && { density }),
    ...(pngColour && { pngColour }),
  };
}

/** Of EXIF and of XMP, in bytes: more than any camera or photographer writes. What is larger is left out, with a notice. */
const METADATA_BYTES = 1 << 24;

const bounded = (block: Uint8Array | undefined): Uint8Array | undefined =>
  block && block.length <= METADATA_BYTES ? block : undefined;

/** Several pictures in one of these are an animation. */
const MOVING: ReadonlySet<ReadableFormat> = new Set(["gif", "webp"]);

function noticesOf(
  { pages = 1, exif, xmp }: Header,
  metadata: Metadata,
  format: ReadableFormat,
  warnings: readonly string[],
): Notice[] {
  const notices: Notice[] = [];
  if (pages > 1)
    notices.push(MOVING.has(format) ? "FIRST_FRAME_ONLY" : "FIRST_PAGE_ONLY");
  if (exif && !metadata.exif) notices.push("EXIF_DROPPED");
  if (xmp && !metadata.xmp) notices.push("XMP_DROPPED");
  if (xmp && announcesGainMap(xmp)) notices.push("GAIN_MAP_DROPPED");
  // Only libjpeg goes on after damage; the other libraries fail or are silent.
  if (format === "jpeg" && warnings.some((text) => /corrupt/i.test(text)))
    notices.push("DAMAGED_DATA");
  return notices;
}
