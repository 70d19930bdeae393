/** The EXIF data of a file by its header alone. */
import { open } from "node:fs/promises";
import type { ReadableFormat } from "./codec.ts";
import { DECODING_MS } from "./limits.ts";
import { readTiff } from "./metadata/ifd.ts";
import { readJxlBoxes } from "./metadata/jxl-boxes.ts";
import { exifOfRaw } from "./metadata/raw-exif.ts";
import { bytesOfFile, type ReadBytes } from "./metadata/read-bytes.ts";
import { exifOfTiff } from "./metadata/tiff-tags.ts";
import { inTime } from "./reading-time.ts";
import { opener } from "./sharp-header.ts";
import { workAside } from "./wasm/work-aside.ts";

/** Undefined where there is none. Rejects as `inspectImage` for a file that cannot be read. */
export const exifOfFile = (
  path: string,
  format: ReadableFormat,
): Promise<Uint8Array | undefined> =>
  inTime(path, DECODING_MS, readExif(path, format));

async function readExif(
  path: string,
  format: ReadableFormat,
): Promise<Uint8Array | undefined> {
  switch (format) {
    case "bmp":
    case "pnm":
    case "hdr":
    case "exr":
      return undefined;
    case "jxl":
      return (await readJxlBoxes(path)).exif;
    case "tiff":
      return within(path, async (read) => {
        return exifOfTiff((await readTiff(read)) ?? []).exif;
      });
    case "raw": {
      const facts = await workAside("rawFacts", path, null);
      return within(path, async (read) => {
        return (await exifOfRaw(read, facts, facts)).exif;
      });
    }
    case "jpeg":
    case "png":
    case "webp":
    case "avif":
    case "heic":
    case "gif": {
      const open = await opener(path);
      return (await open().metadata()).exif;
    }
  }
}

async function within<Result>(
  path: string,
  use: (read: ReadBytes) => Promise<Result>,
): Promise<Result> {
  const file = await open(path);
  try {
    return await use(bytesOfFile(file));
  } finally {
    await file.close();
  }
}
