/** Images as they are to be looked at, read from pixels that lie on their side or are mirrored. */
import { emptySamples, type Image, type Rect } from "./image.ts";
import type { ImageRegions } from "./regions.ts";

/** EXIF's orientations 1..8 by what they do: exchange the axes, then mirror the stored ones. */
const EXCHANGED = new Set([5, 6, 7, 8]);
const MIRRORED_ACROSS = new Set([2, 3, 7, 8]);
const MIRRORED_DOWN = new Set([3, 4, 6, 7]);

/** An image upright, whose stored pixels have one of EXIF's orientations; what is none of them counts as 1. */
export function upright(
  stored: ImageRegions,
  orientation: number,
): ImageRegions {
  const exchanged = EXCHANGED.has(orientation);
  const across = MIRRORED_ACROSS.has(orientation);
  const down = MIRRORED_DOWN.has(orientation);
  if (!exchanged && !across && !down) return stored;
  const { channels } = stored;
  const [width, height] = exchanged
    ? [stored.height, stored.width]
    : [stored.width, stored.height];

  const storedRect = (rect: Rect): Rect => {
    const { x, y, width, height } = exchanged
      ? { x: rect.y, y: rect.x, width: rect.height, height: rect.width }
      : rect;
    return {
      x: across ? stored.width - x - width : x,
      y: down ? stored.height - y - height : y,
      width,
      height,
    };
  };

  const read = (rect: Rect): Image => {
    const from = stored.read(storedRect(rect));
    const samples = emptySamples(from.samples, from.samples.length);
    // Steps in the stored pixels for one to the right and one down.
    const x = across ? -channels : channels;
    const y = (down ? -1 : 1) * from.width * channels;
    const [right, below] = exchanged ? [y, x] : [x, y];
    const first =
      (across ? (from.width - 1) * channels : 0) +
      (down ? (from.height - 1) * from.width * channels : 0);
    let to = 0;
    for (let row = 0; row < rect.height; row++) {
      let at = first + row * below;
      for (let column = 0; column < rect.width; column++, at += right)
        for (let c = 0; c < channels; c++)
          samples[to++] = from.samples[at + c]!;
    }
    return { width: rect.width, height: rect.height, channels, samples };
  };
  return { width, height, channels, read };
}
