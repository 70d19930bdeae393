/** Runs the noise meter over an image of any size, window by window. */
import { NitidoError } from "../errors.ts";
import { type Rect, toPlanes } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import { FAINTEST_LEVEL } from "../networks/meter.ts";
import { CELL, type LevelMap, levelMapSize } from "../noise/level-map.ts";
import { ceilTo, type Context } from "./tiles.ts";

/** A noise meter that is ready to run, on whatever engine. */
export interface MeterNetwork extends Context {
  /**
   * `image` 1×3×H×W in 0..1 → ln(σ + ½) with σ in 0..255 units, H/8×W/8 values. May keep the array
   * that it is given.
   */
  run(
    image: Float32Array,
    height: number,
    width: number,
  ): Promise<Float32Array>;
}

/** Edge of what one window contributes: margins cost a fifth, planes 35 megabytes. */
const CORE = 1536;

/**
 * The level at every cell. Windows reach beyond the image, where it is mirrored, so that its border
 * is measured like its middle. Throws CANCELLED, and MODEL_OUTPUT_INVALID when the meter returns
 * what is no number.
 */
export async function measureLevels(
  image: ImageSource,
  meter: MeterNetwork,
  signal?: { readonly aborted: boolean },
): Promise<LevelMap> {
  const size = levelMapSize(image);
  const map: LevelMap = {
    ...size,
    sigma: new Float32Array(size.width * size.height),
  };
  const margin = ceilTo(meter.margin, meter.alignment);
  for (let y = 0; y < image.height; y += CORE)
    for (let x = 0; x < image.width; x += CORE) {
      if (signal?.aborted) throw new NitidoError("CANCELLED");
      const core = {
        x,
        y,
        width: ceilTo(Math.min(CORE, image.width - x), meter.alignment),
        height: ceilTo(Math.min(CORE, image.height - y), meter.alignment),
      };
      const window = {
        x: x - margin,
        y: y - margin,
        width: core.width + 2 * margin,
        height: core.height + 2 * margin,
      };
      const { data } = toPlanes(image, window);
      const levels = await meter.run(data, window.height, window.width);
      take(map, core, levels, { margin, width: window.width });
    }
  return map;
}

/** The core's part of a window's levels, into the map. */
function take(
  { width, height, sigma }: LevelMap,
  core: Rect,
  levels: Float32Array,
  window: { readonly margin: number; readonly width: number },
): void {
  const inset = window.margin / CELL;
  const line = window.width / CELL;
  const [left, top] = [core.x / CELL, core.y / CELL];
  const columns = Math.min(core.width / CELL, width - left);
  const rows = Math.min(core.height / CELL, height - top);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const level = levels[(row + inset) * line + column + inset];
      if (level === undefined || !Number.isFinite(level))
        throw new NitidoError("MODEL_OUTPUT_INVALID", { model: "noise-meter" });
      sigma[(top + row) * width + left + column] =
        Math.max(0, Math.exp(level) - FAINTEST_LEVEL) / 255;
    }
}
