/** Runs a denoiser that others made as a tile network: scaling, channels, noise input, sizes. */
import { mirror, type Rect } from "../image/image.ts";
import type { Adapter } from "./adapter.ts";
import type { TileNetwork } from "./denoise.ts";
import { type Context, planTiles, type Tile } from "./tiles.ts";

export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * One run of the model itself, in its own ranges: `image` C×H×W and `noise`, H×W for a map, one
 * value for a scalar and null for none → C×H×W.
 */
export type Forward = (
  image: Float32Array,
  noise: Float32Array | null,
  size: Size,
) => Promise<Float32Array>;

/** Smaller windows are enlarged: many models mirror their borders inside and need something to mirror. */
const LEAST = 64;

/** Window borders for the model; even, since noise maps have half the resolution. */
export function contextOf({ margin, multiple }: Adapter): Context {
  return { margin, alignment: multiple % 2 === 0 ? multiple : 2 * multiple };
}

/**
 * The `run` of a tile network. With `fixed`, the only size that the model takes, windows of any
 * size are computed in pieces of that one.
 */
export function adaptedRun(
  adapter: Adapter,
  forward: Forward,
  fixed: Size | null,
): TileNetwork["run"] {
  return async (image, sigma, height, width) => {
    const whole = { height, width };
    const map = doubled(sigma, whole);
    const size = fixed ?? enlarged(whole, adapter.multiple);
    const tiles = fixed ? pieces(whole, fixed, adapter) : [wholeTile(whole)];
    const result = new Float32Array(3 * height * width);
    for (const { window, core } of tiles) {
      const piece = { ...window, ...size };
      const denoised = await denoiseWindow(
        cut(image, whole, piece, 3),
        cut(map, whole, piece, 1),
        size,
        adapter,
        forward,
      );
      paste(denoised, piece, result, whole, core);
    }
    return result;
  };
}

/**
 * One run of a window of exactly `size`: `image` 3×H×W and `map` H×W, in 0..1 → the denoised 3×H×W.
 * A model of one channel is run on each; where all are alike, as in grey images, once.
 */
export async function denoiseWindow(
  image: Float32Array,
  map: Float32Array,
  size: Size,
  adapter: Adapter,
  forward: Forward,
): Promise<Float32Array> {
  const run = async (samples: Float32Array): Promise<Float32Array> => {
    const { range, output } = adapter;
    const given = samples.map((value) => value * range);
    const result = await forward(given, noiseOf(map, adapter), size);
    return output === "image"
      ? result.map((value) => value / range)
      : samples.map((value, i) => value - (result[i] ?? NaN) / range);
  };
  if (adapter.channels === 3) return run(image);
  const area = size.height * size.width;
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    image.slice(channel * area, (channel + 1) * area),
  ) as [Float32Array, Float32Array, Float32Array];
  const result = new Float32Array(3 * area);
  const first = await run(red);
  result.set(first);
  result.set(alike(red, green) ? first : await run(green), area);
  result.set(alike(red, blue) ? first : await run(blue), 2 * area);
  return result;
}

function alike(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => value === b[i]);
}

/** A model that takes one level gets the map's mean: callers give it a map of one level (sigma.ts). */
function noiseOf(map: Float32Array, { noise }: Adapter): Float32Array | null {
  if (noise.kind === "none") return null;
  const { range } = noise;
  if (noise.kind === "map") return map.map((value) => value * range);
  const sum = map.reduce((total, value) => total + value, 0);
  return Float32Array.of((range * sum) / map.length);
}

/** A half-resolution map at full resolution. */
function doubled(map: Float32Array, { height, width }: Size): Float32Array {
  const full = new Float32Array(height * width);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      full[i] = map[(y >> 1) * (width >> 1) + (x >> 1)] ?? 0;
  return full;
}

function enlarged({ height, width }: Size, multiple: number): Size {
  const least = Math.ceil(LEAST / multiple) * multiple;
  return { height: Math.max(height, least), width: Math.max(width, least) };
}

function pieces(whole: Size, fixed: Size, adapter: Adapter): Tile[] {
  const edge = Math.min(fixed.height, fixed.width);
  const { alignment } = contextOf(adapter);
  // Of a small size, at least half must be left to contribute.
  const most = Math.floor(edge / 4 / alignment) * alignment;
  const margin = Math.min(adapter.margin, most);
  const context = { margin, alignment };
  // The window that is cut into them has its surroundings already.
  return planTiles(whole.width, whole.height, edge, context, 0);
}

function wholeTile({ height, width }: Size): Tile {
  const window = { x: 0, y: 0, width, height };
  return { window, core: window };
}

/** A window of planes, which are mirrored where it reaches beyond them. */
export function cut(
  data: Float32Array,
  { height, width }: Size,
  window: Rect,
  channels: number,
): Float32Array {
  const result = new Float32Array(channels * window.height * window.width);
  let to = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < window.height; y++) {
      const row = (c * height + mirror(window.y + y, height)) * width;
      for (let x = 0; x < window.width; x++, to++)
        result[to] = data[row + mirror(window.x + x, width)] ?? NaN;
    }
  return result;
}

/** Copies the core of a window's three planes to where it belongs. */
function paste(
  data: Float32Array,
  window: Rect,
  target: Float32Array,
  whole: Size,
  core: Rect,
): void {
  for (let c = 0; c < 3; c++)
    for (let y = core.y; y < core.y + core.height; y++) {
      const from =
        (c * window.height + y - window.y) * window.width + core.x - window.x;
      target.set(
        data.subarray(from, from + core.width),
        (c * whole.height + y) * whole.width + core.x,
      );
    }
}
