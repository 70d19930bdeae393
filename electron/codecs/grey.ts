/** Between one channel and three equal ones: libraries hand grey on as red, green and blue, and formats without grey want it so. */
import type { Image } from "../../models/image/image.ts";
import type { StoredImage } from "./depth.ts";

/** The first of three equal channels, and alpha where there is one. */
export function greyOf({ width, height, channels, samples }: Image): Image {
  if (channels < 3) return { width, height, channels, samples };
  const kept = channels === 4 ? 2 : 1;
  const levels = samples.slice(0, width * height * kept);
  for (let from = 0, to = 0; to < levels.length; from += channels) {
    levels[to++] = samples[from]!;
    if (kept === 2) levels[to++] = samples[from + 3]!;
  }
  return { width, height, channels: kept, samples: levels };
}

/** Levels of grey as three equal channels, and alpha where there is one. */
export function colourOf(image: StoredImage): StoredImage {
  const { width, height, channels } = image;
  if (channels > 2) return image;
  const made = channels === 2 ? 4 : 3;
  const samples = new (
    image.samples.constructor as Uint8ArrayConstructor | Uint16ArrayConstructor
  )(width * height * made);
  for (
    let from = 0, to = 0;
    to < samples.length;
    from += channels, to += made
  ) {
    samples.fill(image.samples[from]!, to, to + 3);
    if (made === 4) samples[to + 3] = image.samples[from + 1]!;
  }
  return { width, height, channels: made, samples };
}
