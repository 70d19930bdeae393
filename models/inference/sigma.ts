/** The noise map that each tile's network is told: from a given level, or from an estimate. */
import type { Rect } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import type { NoiseEstimate } from "../noise/estimate.ts";
import { type LevelMap, levelsOfWindow } from "../noise/level-map.ts";
import { noiseMapOfRegion, noiseMapReach } from "../noise/noise-map.ts";
import { quantile } from "../noise/quantile.ts";
import { constantMap } from "../noise/sigma-map.ts";
import type { TileNetwork } from "./denoise.ts";

/** In pixels; even, so that the half-resolution grids of window and context coincide. */
const CONTEXT = 2 * Math.ceil(noiseMapReach / 2);

/** Levels of 255 that the network is told beyond what was measured, where noise is sure. */
const MORE = 4;
/** Below the first measured level noise hardly shows, and what looks like it is detail; from the second on it is sure. */
const [DOUBTFUL, SURE] = [1.5, 5];

/**
 * A camera's noise differs by so many times between the places of a picture (its ninth and first
 * tenth) without doubt; by more than the second number it is texture or compression that was measured.
 */
const [EVEN, UNEVEN] = [2, 5];

/**
 * What the network is told where the meter measured σ, in 0..1 units: more of it, for to leave noise
 * costs about three times as much as to smooth it by a level as far off on the other side, and what
 * cameras and compression leave of noise is smoother than noise of its strength (decision 7).
 * `even`: how sure it is, 0..1, that noise was measured in this picture.
 */
export function toldLevel(sigma: number, even: number): number {
  const share = (255 * sigma - DOUBTFUL) / (SURE - DOUBTFUL);
  const sure = Math.min(1, Math.max(0, share));
  return sigma + (MORE / 255) * even * sure * sure * (3 - 2 * sure);
}

/** From 1, where the noise is about the same everywhere, to 0, where it is many times stronger in places. */
export function evenness({ sigma }: Pick<LevelMap, "sigma">): number {
  const [low, high] = [quantile(sigma, 0.1), quantile(sigma, 0.9)];
  const times = high / Math.max(low, FAINTEST);
  return Math.min(1, Math.max(0, (UNEVEN - times) / (UNEVEN - EVEN)));
}

/** Keeps perfectly clean places from dividing by zero: 0.1 of 255. */
const FAINTEST = 0.1 / 255;

/**
 * The map of a window with even extents, σ in 0..1 at half resolution. `noise` is a level in 0..255
 * units or an estimate. Where the noise meter has measured, its map is what is told. Else the
 * estimate's follows the brightness around each pixel, so it is computed with that much context and
 * does not depend on the tiling. A network that takes one level
 * for all is given the image's, the same in every window.
 */
export function sigmaOfWindows(
  image: ImageSource,
  noise: number | NoiseEstimate,
  { uniform = false }: Pick<TileNetwork, "uniform">,
): (window: Rect) => Float32Array {
  if (typeof noise === "number" || uniform) {
    const level = typeof noise === "number" ? noise : overall(noise);
    return (window) => constantMap(window, level / 255);
  }
  const { map: levels } = noise;
  if (levels) {
    const even = evenness(levels);
    return (window) =>
      levelsOfWindow(levels, window).map((sigma) => toldLevel(sigma, even));
  }
  return ({ x, y, width, height }) => {
    const around = {
      x: x - CONTEXT,
      y: y - CONTEXT,
      width: width + 2 * CONTEXT,
      height: height + 2 * CONTEXT,
    };
    const map = noiseMapOfRegion(image, around, noise);
    const [inset, line] = [CONTEXT / 2, width / 2 + CONTEXT];
    const cut = new Float32Array((width * height) / 4);
    for (let row = 0; row < height / 2; row++) {
      const from = (row + inset) * line + inset;
      cut.set(map.subarray(from, from + width / 2), (row * width) / 2);
    }
    return cut;
  };
}

/** One level for an image: the root mean square of its channels'. */
function overall({ sigma: [red, green, blue] }: NoiseEstimate): number {
  return Math.sqrt((red ** 2 + green ** 2 + blue ** 2) / 3);
}
