/** Tiny noisy photographs for the app, made by sharp itself, and what is seen of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import type { Image } from "../../../models/image/image.ts";
import { pixelsOf, slopeImage } from "../../support/image-files.ts";

export const SIZE = { width: 256, height: 192 } as const;
/** What the metadata of every photograph say. */
export const COPYRIGHT = "Nobody in particular";

/** Writes a photograph of a bright sky with white noise, as its name's ending says, and returns its path. */
export async function photograph(
  file: string,
  { sigma = 15, seed = 9, times = 1 } = {},
): Promise<string> {
  mkdirSync(dirname(file), { recursive: true });
  const bytes = await pixelsOf(slopeImage(sigma, seed))
    .resize(SIZE.width * times, SIZE.height * times, { kernel: "nearest" })
    .withExif({ IFD0: { Copyright: COPYRIGHT } })
    .toFormat(file.endsWith(".png") ? "png" : "jpeg")
    .toBuffer();
  writeFileSync(file, bytes);
  return file;
}

/** Photographs of different noise in a folder: a.png, b.png and so on. */
export function photographs(folder: string, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) =>
      photograph(join(folder, `${String.fromCharCode(97 + i)}.png`), {
        seed: i,
      }),
    ),
  );
}

/** A file's colours in 8 bits. */
export async function readColours(file: string | Buffer): Promise<Image> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, channels: 3, samples: new Uint8Array(data) };
}
