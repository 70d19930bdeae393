/** Reads image files: looks at the file, picks the codec by content, and turns what fails into typed errors. */
import { stat } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import { inputError } from "../files/file-errors.ts";
import type {
  Decoded,
  DecodeOptions,
  ImageInfo,
  ReadableFormat,
  StoredRegions,
} from "./codec.ts";
import { isRawTiff } from "./metadata/raw-tiff.ts";
import { readHead } from "./metadata/read-bytes.ts";
import { DECODING_MS, PIXEL_LIMIT, timeLimit } from "./limits.ts";
import { PixelFile } from "./pixel-file.ts";
import { inTime } from "./reading-time.ts";
import { sniff, SNIFF_BYTES } from "./sniff.ts";
import { decoders } from "./table.ts";

/**
 * Reads an image file, whatever its name says. Throws FILE_NOT_FOUND,
 * FILE_UNREADABLE, FILE_EMPTY, FILE_DAMAGED, FORMAT_UNSUPPORTED,
 * COLOUR_UNSUPPORTED or IMAGE_TOO_LARGE, each with `{ file }`.
 */
export async function decodeImage(
  path: string,
  options: DecodeOptions = { pixelLimit: PIXEL_LIMIT },
): Promise<Decoded> {
  const decoder = await decoders[await formatOf(path)]();
  return inTime(path, longest(options), decoder.decode(path, options));
}

/**
 * The same with the pixels in a file whose name begins with `store`, row by row where the format
 * allows it. Throws what the file system reports as well.
 */
export async function decodeToFile(
  path: string,
  store: string,
  options: DecodeOptions = { pixelLimit: PIXEL_LIMIT },
): Promise<Decoded<StoredRegions>> {
  const decoder = await decoders[await formatOf(path)]();
  const limit = longest(options);
  if (decoder.decodeToFile)
    return inTime(path, limit, decoder.decodeToFile(path, options, store));
  const decoded = await inTime(path, limit, decoder.decode(path, options));
  const { image, bitDepth } = decoded;
  const file = PixelFile.create(store, { ...image, bitDepth });
  file.write({ x: 0, y: 0, ...image }, image);
  return { ...decoded, image: file };
}

/** Reads an image file's header. Throws as `decodeImage`, but for IMAGE_TOO_LARGE. */
export async function inspectImage(path: string): Promise<ImageInfo> {
  const decoder = await decoders[await formatOf(path)]();
  return inTime(path, DECODING_MS, decoder.inspect(path));
}

/** For the largest image that is allowed: decoders have limits of their own for the size that they find. */
export const longest = ({ pixelLimit }: DecodeOptions): number =>
  timeLimit({ width: pixelLimit, height: 1 });

/** What the content of a file is. Throws as `decodeImage` for files that are no readable image. */
export async function formatOf(path: string): Promise<ReadableFormat> {
  const sniffed = sniff(await readStart(path));
  switch (sniffed.kind) {
    case "readable":
      return sniffed.format === "tiff" && (await isRawTiff(path))
        ? "raw"
        : sniffed.format;
    case "foreign":
      throw new NitidoError("FORMAT_UNSUPPORTED", {
        file: path,
        found: sniffed.name,
      });
    case "unknown":
      throw new NitidoError("FORMAT_UNSUPPORTED", {
        file: path,
        found: "no known image format",
      });
  }
}

async function readStart(path: string): Promise<Uint8Array> {
  try {
    const status = await stat(path);
    // Opening a pipe would wait for somebody to write into it.
    if (!status.isFile())
      throw new NitidoError("FILE_UNREADABLE", {
        file: path,
        reason: status.isDirectory() ? "a folder" : "not a regular file",
      });
    if (status.size === 0) throw new NitidoError("FILE_EMPTY", { file: path });
    return await readHead(path, SNIFF_BYTES);
  } catch (error) {
    throw inputError(error, path);
  }
}
