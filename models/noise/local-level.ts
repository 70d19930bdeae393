/** How strong the noise that was added to a patch is, place by place, and what a network is told of it. */
import { boxMean } from "../image/filter.ts";
import type { Planes } from "../image/image.ts";
import { plane } from "../image/image.ts";
import type { Random } from "../random.ts";
import { CELL } from "./level-map.ts";
import { residual, rootMeanSquare } from "./residual.ts";
import { constantMap } from "./sigma-map.ts";

/**
 * What the network is told, at half resolution in 0..1 units: the noise's true local strength or
 * that of the whole patch, as people set it, off by −20 to +25 %.
 */
export function toldMap(
  clean: Planes,
  noisy: Planes,
  random: Random,
): Float32Array {
  const error = random.uniform(0.8, 1.25);
  if (random.chance(0.5))
    return constantMap(clean, error * rootMeanSquare(residual(noisy, clean)));
  return localLevels(clean, noisy, 2, 3).map((sigma) => sigma * error);
}

/** The true level of each cell of a level map, in 0..1 units: over 3×3 cells, that is 24×24 pixels. */
export function levelPerCell(clean: Planes, noisy: Planes): Float32Array {
  return localLevels(clean, noisy, CELL, 1);
}

/**
 * The standard deviation of noisy − clean over all channels and a square of (2·radius + 1)² cells
 * of `cell`² pixels, for each cell.
 */
function localLevels(
  clean: Planes,
  noisy: Planes,
  cell: 2 | typeof CELL,
  radius: number,
): Float32Array {
  const { width, height, channels } = clean;
  const columns = Math.ceil(width / cell);
  const energy = new Float32Array(columns * Math.ceil(height / cell));
  const samples = new Float32Array(energy.length);
  const shift = Math.log2(cell);
  for (let c = 0; c < channels; c++) {
    const before = plane(clean, c);
    const after = plane(noisy, c);
    for (let y = 0, i = 0; y < height; y++) {
      const row = (y >> shift) * columns;
      for (let x = 0; x < width; x++, i++) {
        const at = row + (x >> shift);
        const noise = after[i]! - before[i]!;
        energy[at] = energy[at]! + noise * noise;
        samples[at] = samples[at]! + 1;
      }
    }
  }
  for (let i = 0; i < energy.length; i++) energy[i] = energy[i]! / samples[i]!;
  return boxMean(energy, columns, radius).map((mean) =>
    Math.sqrt(Math.max(0, mean)),
  );
}
