/** How far noise is shared by neighbouring pixels: how far apart two must be to be independent, and the blur that does it. */
import { type Image, type Planes, plane, toPlanes } from "../image/image.ts";
import { toOpponent } from "../image/colour.ts";
import { gaussianKernel } from "../image/filter.ts";
import { binOf } from "./noise-level.ts";
import { median } from "./quantile.ts";

/** Side of a block in pixels: what is subtracted as its mean and slope must not hide the correlation. */
const BLOCK = 32;
const PIXELS = BLOCK * BLOCK;
/** One level of 255, squared. */
const LEVEL = 1 / 65025;
/** Blocks that are looked at, spread over the image. */
const MOST_BLOCKS = 1600;
/** The flattest of each range of intensity, where noise is nearly all that there is. */
const FLAT_SHARE = 0.07;
/** Correlation up to which noise counts as independent: what a network would keep is a tenth of it. */
const INDEPENDENT = 0.1;
/** The longest distance that is looked at, in pixels. */
export const FARTHEST = 8;

export interface NoiseCorrelation {
  /**
   * The least distance in pixels, along rows and columns, from which on the noise of two pixels has
   * a correlation of at most 0.1; 1 for white noise, `FARTHEST` + 1 where there is none up to `FARTHEST`.
   */
  readonly length: number;
  /** σ in pixels of the Gaussian blur that makes white noise as like its neighbours as it is; 0 for white noise. */
  readonly blur: number;
}

/** Texture that fills an image can pass for long correlation, but not for short one. */
export function noiseCorrelation(image: Image): NoiseCorrelation {
  const blocks = flattest(blocksOf(image));
  if (blocks.length === 0) return { length: 1, blur: 0 };
  const blur = blurOfNeighbours(correlationAt(blocks, 1));
  for (let length = FARTHEST; length >= 1; length--)
    if (correlationAt(blocks, length) > INDEPENDENT)
      return { length: length + 1, blur };
  return { length: 1, blur };
}

/** The share of the noise's σ that a Gaussian blur of `blur` pixels leaves, 0..1. */
export function blurredStrength(blur: number): number {
  return blur < FAINTEST_BLUR ? 1 : energyOf(gaussianKernel(blur), 0);
}

/** Below this nothing is left of a blur beside the middle tap. */
const FAINTEST_BLUR = 0.2;
const STRONGEST_BLUR = 2.5;

/** The blur after which neighbours have this correlation. */
function blurOfNeighbours(correlation: number): number {
  for (let blur = FAINTEST_BLUR; blur < STRONGEST_BLUR; blur += 0.02) {
    const kernel = gaussianKernel(blur);
    if (energyOf(kernel, 1) / energyOf(kernel, 0) > correlation)
      return blur > FAINTEST_BLUR ? blur : 0;
  }
  return STRONGEST_BLUR;
}

/** The sum of the products of taps that are `distance` apart. */
function energyOf(kernel: Float32Array, distance: number): number {
  return kernel.reduce(
    (sum, tap, i) => sum + tap * (kernel[i + distance] ?? 0),
    0,
  );
}

interface Block {
  readonly mean: number;
  /** Chroma, which has little texture, or the luma of a grey block; without mean and slope. */
  readonly planes: readonly Float32Array[];
  /** The sum of their squares. */
  readonly energy: number;
}

function blocksOf(image: Image): Block[] {
  const [columns, rows] = [image.width, image.height].map((extent) =>
    Math.floor(extent / BLOCK),
  ) as [number, number];
  const every = Math.max(1, Math.ceil((columns * rows) / MOST_BLOCKS));
  const blocks: Block[] = [];
  for (let i = 0; i < columns * rows; i += every) {
    const x = BLOCK * (i % columns);
    const y = BLOCK * Math.floor(i / columns);
    const rect = { x, y, width: BLOCK, height: BLOCK };
    blocks.push(blockOf(toPlanes(image, rect)));
  }
  return blocks;
}

function blockOf(rgb: Planes): Block {
  const mean = rgb.data.reduce((sum, value) => sum + value, 0) / (3 * PIXELS);
  const [luma, ...chroma] = [0, 1, 2].map((c) =>
    withoutSlope(plane(toOpponent(rgb), c)),
  ) as [Float32Array, Float32Array, Float32Array];
  const total = (planes: readonly Float32Array[]) =>
    planes.reduce((sum, data) => sum + product(data, 0, 0), 0);
  const planes = total(chroma) > 0.001 * LEVEL * PIXELS ? chroma : [luma];
  return { mean, planes, energy: total(planes) };
}

/** Less the plane of least squares, on a grid whose coordinates are orthogonal. */
function withoutSlope(data: Float32Array): Float32Array {
  const centre = (BLOCK - 1) / 2;
  let [sum, alongX, alongY] = [0, 0, 0];
  data.forEach((value, i) => {
    sum += value;
    alongX += ((i % BLOCK) - centre) * value;
    alongY += (Math.floor(i / BLOCK) - centre) * value;
  });
  const spread = (PIXELS * (BLOCK * BLOCK - 1)) / 12;
  return data.map(
    (value, i) =>
      value -
      sum / PIXELS -
      (((i % BLOCK) - centre) * alongX) / spread -
      ((Math.floor(i / BLOCK) - centre) * alongY) / spread,
  );
}

/** Blocks of one colour, as of clipped pixels, have no noise to tell of. */
function flattest(blocks: readonly Block[]): Block[] {
  const bins = new Map<number, Block[]>();
  for (const block of blocks) {
    if (block.energy === 0) continue;
    const bin = binOf(block.mean);
    bins.set(bin, [...(bins.get(bin) ?? []), block]);
  }
  return [...bins.values()].flatMap((all) =>
    all
      .sort((one, other) => one.energy - other.energy)
      .slice(0, Math.max(1, Math.round(FLAT_SHARE * all.length))),
  );
}

/** The larger correlation at a distance along rows or columns; the median of the blocks, as some have texture. */
function correlationAt(blocks: readonly Block[], distance: number): number {
  const along = (x: number, y: number) =>
    median(
      blocks.map(({ planes, energy }) => {
        const sum = planes.reduce((all, data) => all + product(data, x, y), 0);
        return sum / energy / (1 - distance / BLOCK);
      }),
    );
  return Math.max(along(distance, 0), along(0, distance));
}

/** The sum of the products of pixels this far apart. */
function product(data: Float32Array, x: number, y: number): number {
  let sum = 0;
  for (let row = 0; row + y < BLOCK; row++)
    for (let column = 0; column + x < BLOCK; column++) {
      const at = row * BLOCK + column;
      sum += data[at]! * data[at + y * BLOCK + x]!;
    }
  return sum;
}
