/** Opens files for sharp and decides by their header whether and how their pixels can be read. */
import type { Metadata as Header, Sharp, SharpOptions } from "sharp";
import { NitidoError } from "../../models/errors.ts";
import { IMAGE_BYTES, readRegular } from "../files/read-regular.ts";
import type { BitDepth, ReadableFormat } from "./codec.ts";
import { requireFitting } from "./limits.ts";
import { sharp } from "./sharp-instance.ts";

/** A path, or a file in memory. */
export type Source = string | Uint8Array;

/** How samples are stored: integers of either depth, 32-bit floats, or inks. */
export type SampleKind = "byte" | "deep" | "float" | "inks";

/** Makes readers of a file: each can be used once. `options` are added to those that keep pixels as they are. */
export async function opener(
  source: Source,
  onWarning: (text: string) => void = () => undefined,
  options: SharpOptions = {},
): Promise<() => Sharp> {
  // The library takes brackets at the end of a name for options.
  const bracketed = typeof source === "string" && source.endsWith("]");
  const input = bracketed ? await readRegular(source, IMAGE_BYTES) : source;
  return () => sharp(input, { ...INPUT, ...options }).on("warning", onWarning);
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

/** Throws IMAGE_TOO_LARGE, FORMAT_UNSUPPORTED or COLOUR_UNSUPPORTED. */
export function requireReadable(
  header: Header,
  format: ReadableFormat,
  file: string,
  pixelLimit = Infinity,
): SampleKind {
  const kind = kindOf(header);
  if (kind === "colour")
    throw new NitidoError("COLOUR_UNSUPPORTED", {
      file,
      space: header.space.toUpperCase(),
      channels: header.channels,
    });
  if (kind === "depth")
    throw new NitidoError("FORMAT_UNSUPPORTED", {
      file,
      found: `${format.toUpperCase()} with samples of type ${header.depth}`,
    });
  requireFitting(header, file, pixelLimit);
  return kind;
}

/** `colour`, `depth`: what cannot be read of it. */
function kindOf({
  space,
  depth,
  channels,
}: Header): SampleKind | "colour" | "depth" {
  if (space === "cmyk" && channels === 4 && depth === "uchar") return "inks";
  const grey = space === "b-w" || space === "grey16";
  const colour = space === "srgb" || space === "rgb16" || space === "scrgb";
  const expected = grey ? [1, 2] : [3, 4];
  if (!(grey || colour) || !expected.includes(channels)) return "colour";
  if (depth === "uchar") return "byte";
  if (depth === "ushort") return "deep";
  return depth === "float" ? "float" : "depth";
}

/** Floats become 16-bit integers. */
export const depthOf = (kind: SampleKind): BitDepth =>
  kind === "deep" || kind === "float" ? 16 : 8;
