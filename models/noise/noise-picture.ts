/** The noise level of an image place by place, as a picture of it is sent and coloured. */
import { plane, toPlanes } from "../image/image.ts";
import { type ImageSource, readRegion } from "../image/regions.ts";
import { invariant } from "../errors.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { CELL, type LevelMap, levelMapSize } from "./level-map.ts";
import { varianceAt } from "./noise-level.ts";

/** A level on the scale of colours, which is the same for all images so that they can be compared. */
export interface NoisePicture {
  /** Cells of 8×8 pixels. */
  readonly width: number;
  readonly height: number;
  /** Row by row, 0..255: `positionOf` times 255. */
  readonly positions: Uint8Array;
}

/** Where the scale ends, in 0..255 units: nothing stronger is told apart. */
export const STRONGEST = 63;

/** Where σ in 0..255 units lies on the scale, 0..1: logarithmic, as noise is seen. */
export function positionOf(sigma: number): number {
  return Math.min(1, Math.log2(1 + Math.max(0, sigma)) / DOUBLINGS);
}

/** The level at a place of the scale: `positionOf` the other way round. */
export function levelAt(position: number): number {
  return 2 ** (DOUBLINGS * position) - 1;
}

const DOUBLINGS = Math.log2(1 + STRONGEST);

/** From nothing to `STRONGEST`: dark violet over green to yellow, ever lighter, so that it also tells in grey. */
const COLOURS = [
  [38, 10, 66],
  [58, 44, 125],
  [47, 88, 140],
  [33, 128, 139],
  [47, 166, 117],
  [132, 200, 68],
  [250, 228, 52],
] as const;

/** The sRGB colour at a place of the scale, each 0..255. */
export function colourAt(position: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, position)) * (COLOURS.length - 1);
  const index = Math.min(COLOURS.length - 2, Math.floor(at));
  const [from, to] = [COLOURS[index]!, COLOURS[index + 1]!];
  const mixed = (c: 0 | 1 | 2) =>
    Math.round(from[c] + (to[c] - from[c]) * (at - index));
  return [mixed(0), mixed(1), mixed(2)];
}

/** The level in each cell: as it was measured, or for each cell's brightness as a camera's profile has it. */
export function levelsOf(
  image: ImageSource,
  { map, curve }: Pick<NoiseEstimate, "map" | "curve">,
): LevelMap {
  if (map) return map;
  const { width, height } = levelMapSize(image);
  const sigma = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const y = row * CELL;
    const lines = Math.min(CELL, image.height - y);
    const area = { x: 0, y, width: image.width, height: lines };
    const strip = toPlanes(readRegion(image, area));
    const [sums, counts] = [new Float64Array(width), new Float64Array(width)];
    for (let c = 0; c < 3; c++) {
      const samples = plane(strip, c);
      for (let i = 0; i < samples.length; i++) {
        const column = ((i % image.width) / CELL) | 0;
        sums[column] = sums[column]! + samples[i]!;
        counts[column] = counts[column]! + 1;
      }
    }
    for (let column = 0; column < width; column++)
      sigma[row * width + column] = Math.sqrt(
        varianceAt(curve, sums[column]! / counts[column]!),
      );
  }
  return { width, height, sigma };
}

/** Width and height as 32-bit numbers, little end first, and the position of each cell's level in a byte. */
export function packNoisePicture({
  width,
  height,
  sigma,
}: LevelMap): Uint8Array {
  const bytes = new Uint8Array(HEADER + sigma.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, width, true);
  header.setUint32(4, height, true);
  for (let i = 0; i < sigma.length; i++)
    bytes[HEADER + i] = Math.round(255 * positionOf(255 * sigma[i]!));
  return bytes;
}

export function unpackNoisePicture(bytes: Uint8Array): NoisePicture {
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  const [width, height] = [
    header.getUint32(0, true),
    header.getUint32(4, true),
  ];
  invariant(bytes.length === HEADER + width * height, "a byte for each cell");
  return { width, height, positions: bytes.subarray(HEADER) };
}

const HEADER = 8;
