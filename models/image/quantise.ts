/** Rounding to a file's number of levels. */

import type { Planes } from "./image.ts";
import { planesLike } from "./image.ts";

/** Clamps to 0..1 and rounds to multiples of 1/255, as an 8-bit file does. */
export function quantise8(planes: Planes): Planes {
  const rounded = planesLike(planes);
  const { data } = rounded;
  for (let i = 0; i < data.length; i++) {
    const value = planes.data[i]! * 255;
    data[i] = value < 0 ? 0 : value > 255 ? 1 : Math.floor(value + 0.5) / 255;
  }
  return rounded;
}
