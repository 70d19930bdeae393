/** Where the pixels of a photograph are while it is denoised: in memory, or in files that are removed afterwards. */
import { join } from "node:path";
import type { Image, Rect } from "../../../models/image/image.ts";
import {
  type ImageSource,
  writeRegion,
} from "../../../models/image/regions.ts";
import type { Shape } from "../../codecs/big-tiff.ts";
import type { Decoded, Picture } from "../../codecs/codec.ts";
import { decodeImage, decodeToFile } from "../../codecs/decode.ts";
import { PixelFile } from "../../codecs/pixel-file.ts";
import { outputError } from "../../files/file-errors.ts";
import { inTemporaryFolder } from "../../files/temporary.ts";

export interface Workplace {
  /** Throws what `decodeImage` does, and what the file system reports. */
  decode(path: string): Promise<Decoded<ImageSource>>;
  create(shape: Shape): Target;
}

/** What is denoised of an image, written region by region. */
export interface Target {
  readonly picture: Picture;
  write(rect: Rect, part: Image): void;
}

const inMemory: Workplace = {
  decode: (path) => decodeImage(path),

  create({ width, height, channels, bitDepth }) {
    const count = width * height * channels;
    const samples =
      bitDepth === 8 ? new Uint8Array(count) : new Uint16Array(count);
    const picture: Image = { width, height, channels, samples };
    return {
      picture,
      write(rect, part) {
        writeRegion(picture, rect, part);
      },
    };
  },
};

/**
 * Has `work` done where the pixels are to be. Rejects as it does; what the file system reports of
 * `folder`, where files of pixels are kept meanwhile, is said of `file`.
 */
export async function atWorkplace<Result>(
  pixels: "memory" | "files",
  { folder, file }: { readonly folder: string; readonly file: string },
  work: (place: Workplace) => Promise<Result>,
): Promise<Result> {
  if (pixels === "memory") return work(inMemory);
  try {
    return await inFiles(folder, work);
  } catch (error) {
    throw outputError(error, file);
  }
}

/** Lets `work` keep pixels in files inside of `folder`, and removes them when it ends. */
function inFiles<Result>(
  folder: string,
  work: (place: Workplace) => Promise<Result>,
): Promise<Result> {
  return inTemporaryFolder(folder, async (temporary) => {
    const open: { close(): void }[] = [];
    try {
      return await work({
        async decode(path) {
          const decoded = await decodeToFile(path, join(temporary, "decoded"));
          open.push(decoded.image);
          return decoded;
        },
        create(shape) {
          const file = PixelFile.create(join(temporary, "denoised"), shape);
          open.push(file);
          return {
            picture: file,
            write(rect, part) {
              file.write(rect, part);
            },
          };
        },
      });
    } finally {
      for (const file of open) file.close();
    }
  });
}
