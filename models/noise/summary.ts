/** Sums a map of the noise level up: the figures that people and plots are told. */
import { type Image, type Rect, toPlanes } from "../image/image.ts";
import { type ImageSource, readRegion } from "../image/regions.ts";
import { blockStatistics } from "./block-statistics.ts";
import { correlationOf, perChannel } from "./character.ts";
import { CORRELATED, type NoiseEstimate } from "./estimate.ts";
import { flatBlocks } from "./flat-blocks.ts";
import { CELL, type LevelMap } from "./level-map.ts";
import { BINS, binOf, lineThrough, type NoiseCurve } from "./noise-level.ts";
import { tellsOfNoise } from "./telling.ts";

/** A cell that can show noise. */
export interface TellingCell {
  /** Mean brightness over its pixels and channels, 0..1. */
  readonly mean: number;
  /** In squared 0..1 units. */
  readonly variance: number;
}

/** Enough cells for any figure. */
const MOST_CELLS = 20_000;

/** The level that a map stands for, its dependence on brightness, and the noise's character. */
export function summarise(image: ImageSource, map: LevelMap): NoiseEstimate {
  const cells = tellingCells(image, map);
  const blocks = blockStatistics(image);
  const flat = blocks.length > 0 ? flatBlocks(blocks) : [];
  const intensities = cells.map(({ mean }) => mean);
  const variance = mean(cells.map((cell) => cell.variance));
  const strength = 255 * Math.sqrt(variance);
  const curve = curveOf(cells);
  const correlation = flat.length > 0 ? correlationOf(flat) : 1;
  return {
    sigma:
      flat.length > 0
        ? perChannel(flat, strength)
        : [strength, strength, strength],
    curve,
    ...(cells.length > 0 ? lineThrough(curve, intensities) : { a: 0, b: 0 }),
    correlation,
    correlated: correlation > CORRELATED && strength > 1,
    map,
  };
}

/** The cells of a map that tell of noise, out of at most 20,000 that are spread evenly over the image. */
export function tellingCells(
  image: ImageSource,
  { width, height, sigma }: LevelMap,
): TellingCell[] {
  const step = Math.ceil(Math.sqrt((width * height) / MOST_CELLS));
  const cells: TellingCell[] = [];
  for (let row = step >> 1; row < height; row += step) {
    // A line of cells at a time: an image in a file is read row by row.
    const y = row * CELL;
    const line = {
      x: 0,
      y,
      width: image.width,
      height: Math.min(CELL, image.height - y),
    };
    const strip = readRegion(image, line);
    for (let column = step >> 1; column < width; column += step) {
      const x = column * CELL;
      const rect = {
        x,
        y: 0,
        width: Math.min(CELL, image.width - x),
        height: line.height,
      };
      if (!tellsOfNoise(strip, rect)) continue;
      const level = sigma[row * width + column]!;
      cells.push({ mean: brightnessOf(strip, rect), variance: level * level });
    }
  }
  return cells;
}

/** The mean over all samples, 0..1. */
function brightnessOf(strip: Image, rect: Rect): number {
  const { data } = toPlanes(strip, rect);
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

/** The mean variance in each range of brightness; ranges that the image does not have take their neighbours'. */
function curveOf(cells: readonly TellingCell[]): NoiseCurve {
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  for (const { mean, variance } of cells) {
    const bin = binOf(mean);
    sums[bin] = sums[bin]! + variance;
    counts[bin] = counts[bin]! + 1;
  }
  const known = [...counts.keys()].filter((bin) => counts[bin]! > 0);
  return Array.from({ length: BINS }, (_, bin) => {
    const nearest = known.reduce<number | undefined>(
      (best, other) =>
        best === undefined || Math.abs(other - bin) < Math.abs(best - bin)
          ? other
          : best,
      undefined,
    );
    return nearest === undefined ? 0 : sums[nearest]! / counts[nearest]!;
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
