/** The noise map that each tile's network is told: from a given level, or from an estimate. */
import { type Image, type Rect, toPlanes } from "../image/image.ts";
import { type NoiseEstimate, noiseMap } from "../noise/estimate.ts";
import { constantMap } from "../noise/sigma-map.ts";

/**
 * The map of a window, σ in 0..1 at half resolution. `noise` is a level in 0..255 units or an
 * estimate. An estimate's map follows the brightness around each pixel (a blur of `blurRadius`
 * pixels), so it is computed with that much context and does not depend on the tiling.
 */
export function sigmaOfWindows(
  image: Image,
  noise: number | NoiseEstimate,
  blurRadius: number,
): (window: Rect) => Float32Array {
  if (typeof noise === "number")
    return (window) => constantMap(window, noise / 255);
  // Even, so that the half-resolution grids of window and context coincide.
  const context = 2 * Math.ceil(blurRadius / 2);
  return (window) => {
    const { x, y, width, height } = window;
    const around = toPlanes(image, {
      x: x - context,
      y: y - context,
      width: width + 2 * context,
      height: height + 2 * context,
    });
    const map = noiseMap(around, noise);
    const [inset, line] = [context / 2, width / 2 + context];
    const cut = new Float32Array((width / 2) * (height / 2));
    for (let row = 0; row < height / 2; row++) {
      const from = (row + inset) * line + inset;
      cut.set(map.subarray(from, from + width / 2), (row * width) / 2);
    }
    return cut;
  };
}
