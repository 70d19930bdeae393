/** Which parts of an image tell of its noise: none that is of one colour, clipped, or transparent. */
import { fullScale, type Image, type Rect } from "../image/image.ts";

/** Share of a part's pixels that may be black or white in some channel, which cuts their noise off. */
const CLIPPED = 1 / 4;

/** Whether noise can be seen in a part that lies inside of the image. */
export function tellsOfNoise(image: Image, rect: Rect): boolean {
  const { width, channels, samples } = image;
  const full = fullScale(samples);
  const colours = channels < 3 ? 1 : 3;
  const alpha = channels % 2 === 0;
  const first = (rect.y * width + rect.x) * channels;
  let clipped = 0;
  let flat = true;
  for (let y = 0; y < rect.height; y++)
    for (let x = 0; x < rect.width; x++) {
      const at = first + (y * width + x) * channels;
      if (alpha && samples[at + colours] === 0) return false;
      let cut = false;
      for (let c = 0; c < colours; c++) {
        const value = samples[at + c]!;
        cut ||= value <= 0 || value >= full;
        flat &&= value === samples[first + c];
      }
      if (cut) clipped++;
    }
  return !flat && clipped <= CLIPPED * rect.width * rect.height;
}
