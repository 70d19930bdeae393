/** Finds the places of a photograph at which it is hardest to say how much noise to remove. */
import { gridStarts } from "../image/grid.ts";
import {
  type Image,
  overlap,
  type Point,
  type Rect,
  toPlanes,
} from "../image/image.ts";
import type { NoiseEstimate } from "../noise/estimate.ts";
import { CELL, type LevelMap } from "../noise/level-map.ts";
import { varianceAt } from "../noise/noise-level.ts";
import { tellsOfNoise } from "../noise/telling.ts";

/**
 * `smooth`: an even tone, as of skin or sky, where what is left is seen; `shadow`: a dark part with
 * something in it; `texture`: detail so faint that it goes with the noise.
 */
export const HARD_KINDS = ["smooth", "shadow", "texture"] as const;
export type HardKind = (typeof HARD_KINDS)[number];

export interface HardPlace extends Point {
  readonly kind: HardKind;
}

/** Squares that are looked at along each side, at most. */
const GRID = 16;
/** Pixels a side of the blocks that are compared: their means have little noise. */
const BLOCK = 4;
/** Less noise than one level of 255 counts as one: nobody sees it. */
const FAINTEST = 1 / 255;

/** Of a square, all in 0..1 units. */
interface Square {
  readonly rect: Rect;
  readonly brightness: number;
  /** Noise level. */
  readonly sigma: number;
  /** Differences of neighbouring blocks: the median, and what hardly any exceeds. */
  readonly middle: number;
  readonly most: number;
}

/** How well a square shows each kind; −∞ where it does not. */
const SCORES: Readonly<Record<HardKind, (square: Square) => number>> = {
  // Nothing but noise, and of that as much as there is.
  smooth: ({ brightness, sigma, most }) =>
    brightness > 0.25 && brightness < 0.9
      ? sigma / (0.3 + most / sigma)
      : -Infinity,
  shadow: ({ brightness, sigma, middle }) =>
    brightness < 0.25 ? sigma * Math.sqrt(middle) : -Infinity,
  // Most where blocks differ by three times the noise: less is noise itself, more is safe from it.
  texture: ({ sigma, middle }) => {
    const contrast = middle / (3 * sigma);
    return contrast / (1 + contrast ** 2);
  },
};

/**
 * The upper left corners of squares of `edge` pixels that do not overlap, at most one of each kind,
 * in the order of `HARD_KINDS`. Where all is of one colour or clipped: the middle, as smooth.
 */
export function hardPlaces(
  image: Image,
  estimate: Pick<NoiseEstimate, "map" | "curve">,
  edge: number,
): readonly HardPlace[] {
  const squares = squaresOf(image, estimate, edge);
  const found: { readonly kind: HardKind; readonly rect: Rect }[] = [];
  for (const kind of HARD_KINDS) {
    let best: Square | undefined;
    let most = -Infinity;
    for (const square of squares) {
      if (found.some(({ rect }) => overlap(rect, square.rect))) continue;
      const score = SCORES[kind](square);
      if (score > most) [most, best] = [score, square];
    }
    if (best) found.push({ kind, rect: best.rect });
  }
  if (found.length > 0)
    return found.map(({ kind, rect: { x, y } }) => ({ kind, x, y }));
  const middle = (extent: number) => Math.max(0, (extent - edge) >> 1);
  return [{ kind: "smooth", x: middle(image.width), y: middle(image.height) }];
}

function squaresOf(
  image: Image,
  estimate: Pick<NoiseEstimate, "map" | "curve">,
  edge: number,
): Square[] {
  const squares: Square[] = [];
  for (const y of gridStarts(image.height, edge, GRID))
    for (const x of gridStarts(image.width, edge, GRID)) {
      const width = Math.min(edge, image.width);
      const height = Math.min(edge, image.height);
      const rect = { x, y, width, height };
      if (tellsOfNoise(image, rect))
        squares.push(squareAt(image, estimate, rect));
    }
  return squares;
}

function squareAt(
  image: Image,
  { map, curve }: Pick<NoiseEstimate, "map" | "curve">,
  rect: Rect,
): Square {
  const { means, across } = blockMeans(image, rect);
  const differences: number[] = [];
  means.forEach((mean, i) => {
    const right = (i + 1) % across === 0 ? undefined : means[i + 1];
    for (const other of [right, means[i + across]])
      if (other !== undefined) differences.push(Math.abs(other - mean));
  });
  differences.sort((a, b) => a - b);
  const at = (share: number) =>
    differences[Math.floor(share * (differences.length - 1))] ?? 0;
  const brightness = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const level = map
    ? meanLevel(map, rect)
    : Math.sqrt(varianceAt(curve, brightness));
  return {
    rect,
    brightness,
    sigma: Math.max(FAINTEST, level),
    middle: at(0.5),
    most: at(0.95),
  };
}

function meanLevel({ width, height, sigma }: LevelMap, rect: Rect): number {
  const column = Math.floor(rect.x / CELL);
  const row = Math.floor(rect.y / CELL);
  const right = Math.min(width, Math.ceil((rect.x + rect.width) / CELL));
  const bottom = Math.min(height, Math.ceil((rect.y + rect.height) / CELL));
  let sum = 0;
  for (let y = row; y < bottom; y++)
    for (let x = column; x < right; x++) sum += sigma[y * width + x]!;
  return sum / ((right - column) * (bottom - row));
}

/** Row by row, 0..1, over all channels. */
function blockMeans(image: Image, rect: Rect) {
  const { data } = toPlanes(image, rect);
  const across = Math.ceil(rect.width / BLOCK);
  const sums = new Float64Array(across * Math.ceil(rect.height / BLOCK));
  const counts = new Float64Array(sums.length);
  for (let y = 0, i = 0; y < 3 * rect.height; y++)
    for (let x = 0; x < rect.width; x++, i++) {
      const row = Math.floor((y % rect.height) / BLOCK);
      const block = row * across + Math.floor(x / BLOCK);
      sums[block]! += data[i]!;
      counts[block]! += 1;
    }
  return { means: Array.from(sums, (sum, i) => sum / counts[i]!), across };
}
