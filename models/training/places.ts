/** Finds places of a photograph that show what a denoiser does: fine detail, edges, smooth areas. */
import { type Image, type Point, toPlanes } from "../image/image.ts";

export const PLACE_KINDS = ["detail", "edges", "smooth"] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Pixels a side of the blocks that are compared: their means have little noise. */
const BLOCK = 4;
/** Darker and brighter squares show no noise. */
const DARKEST = 0.08;
const BRIGHTEST = 0.92;

/**
 * Squares of `edge` pixels from a grid over the photograph, for each kind the best first. A smaller
 * photograph has one, at its corner.
 */
export function rankPlaces(
  image: Image,
  edge: number,
): Readonly<Record<PlaceKind, readonly Point[]>> {
  const squares: { place: Point; scores: Record<PlaceKind, number> }[] = [];
  const last = (extent: number) => Math.max(0, extent - edge);
  for (let y = 0; y <= last(image.height); y += edge)
    for (let x = 0; x <= last(image.width); x += edge)
      squares.push({ place: { x, y }, scores: scoresOf(image, x, y, edge) });
  const ranked = (kind: PlaceKind) =>
    [...squares]
      .sort((a, b) => b.scores[kind] - a.scores[kind])
      .map(({ place }) => place);
  return {
    detail: ranked("detail"),
    edges: ranked("edges"),
    smooth: ranked("smooth"),
  };
}

/**
 * By the differences of neighbouring blocks: in detail half of them are large, at edges a few are
 * and the others are not, and in smooth areas even the largest are small.
 */
function scoresOf(
  image: Image,
  x: number,
  y: number,
  edge: number,
): Record<PlaceKind, number> {
  const { means, across } = blockMeans(image, x, y, edge);
  const differences: number[] = [];
  means.forEach((mean, i) => {
    const right = (i + 1) % across === 0 ? undefined : means[i + 1];
    const below = means[i + across];
    for (const other of [right, below])
      if (other !== undefined) differences.push(Math.abs(other - mean));
  });
  differences.sort((a, b) => a - b);
  const at = (share: number) =>
    differences[Math.floor(share * (differences.length - 1))] ?? 0;
  const brightness = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  const hidden = brightness < DARKEST || brightness > BRIGHTEST ? 1 : 0;
  return {
    detail: at(0.5) - hidden,
    edges: at(0.95) - 3 * at(0.5) - hidden,
    smooth: -at(0.95) - hidden,
  };
}

/** Row by row, 0..1, over all channels. */
function blockMeans(image: Image, x: number, y: number, edge: number) {
  const width = Math.min(edge, image.width - x);
  const height = Math.min(edge, image.height - y);
  const { data } = toPlanes(image, { x, y, width, height });
  const across = Math.ceil(width / BLOCK);
  const sums = new Float64Array(across * Math.ceil(height / BLOCK));
  const counts = new Float64Array(sums.length);
  for (let i = 0; i < data.length; i++) {
    const [column, row] = [i % width, Math.floor(i / width) % height];
    const block = Math.floor(row / BLOCK) * across + Math.floor(column / BLOCK);
    sums[block]! += data[i]!;
    counts[block]! += 1;
  }
  return { means: Array.from(sums, (sum, i) => sum / counts[i]!), across };
}
