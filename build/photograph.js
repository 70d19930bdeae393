/** Makes photographs of any size, for measurements. */
import { join } from "node:path";
import sharp from "sharp";

const SAMPLE = join(import.meta.dirname, "..", "samples", "otters.jpg");
/** What is not as large as the sample cannot repeat it. */
const SMALL = 1024;

/**
 * A photograph of the size, made by repeating a sample: compresses and denoises like one. The name
 * says the format; `deep` gives 16 bits a sample. The sample loses `cut` columns before: other
 * photographs of the same size.
 */
export async function photograph(
  { width, height },
  file,
  { deep = false, cut = 0 } = {},
) {
  const picture =
    Math.min(width, height) < SMALL
      ? sharp(SAMPLE).resize(width, height, { fit: "fill" })
      : sharp({
          create: { width, height, channels: 3, background: "grey" },
          limitInputPixels: false,
        }).composite([{ input: await withoutColumns(cut), tile: true }]);
  if (deep) picture.toColourspace("rgb16");
  if (file.endsWith(".png")) picture.png({ compressionLevel: 1 });
  else if (file.endsWith(".tif"))
    picture.tiff({ compression: "none", bigtiff: true });
  else picture.jpeg({ quality: 92 });
  await picture.toFile(file);
}

async function withoutColumns(cut) {
  const { width, height } = await sharp(SAMPLE).metadata();
  const kept = { left: 0, top: 0, width: width - cut, height };
  return sharp(SAMPLE).extract(kept).png().toBuffer();
}

/** The sides of a photograph of so many megapixels, 3:2. */
export function sidesOf(megapixels) {
  const height = Math.round(Math.sqrt((megapixels * 1e6) / 1.5));
  return { width: Math.round((megapixels * 1e6) / height), height };
}
