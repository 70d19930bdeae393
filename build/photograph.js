/** Makes photographs of any size, for measurements. */
import { join } from "node:path";
import sharp from "sharp";

/** A photograph of the size, made by repeating a sample: compresses and denoises like one. */
export async function photograph(megapixels, file) {
  const height = Math.round(Math.sqrt((megapixels * 1e6) / 1.5));
  const width = Math.round((megapixels * 1e6) / height);
  const sample = join(import.meta.dirname, "..", "samples", "otters.jpg");
  await sharp({
    create: { width, height, channels: 3, background: "grey" },
    limitInputPixels: false,
  })
    .composite([{ input: sample, tile: true }])
    .jpeg({ quality: 92 })
    .toFile(file);
}
