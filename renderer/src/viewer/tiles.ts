/** Which tiles of which level show a part of an image. */
import { TILE_EDGE } from "../../../electron/contract/resources.ts";
import type { Rect } from "../../../electron/contract/values.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a tile lies: level 0 is the full size, every further one halves it. */
export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Pixels of a level are magnified by this at most before the next finer level is taken. */
const MAGNIFIED = 1.2;

/**
 * The coarsest level that looks sharp at `scale` screen pixels per full-size pixel. Its pixels are
 * shown 0.6 to 1.2 times their size, which costs half the tiles of never magnifying.
 */
export function levelAt(scale: number, levels: number): number {
  const level = Math.floor(Math.log2(MAGNIFIED / scale));
  return Math.min(Math.max(level, 0), levels - 1);
}

/** Edge of a level's tiles in full-size pixels. */
export function edgeOf(level: number): number {
  return TILE_EDGE * 2 ** level;
}

/** The tiles of a level that show something of an area given in full-size pixels, row by row. */
export function tilesIn(image: Size, level: number, area: Rect): TilePlace[] {
  const edge = edgeOf(level);
  const span = (from: number, length: number, limit: number) => ({
    first: Math.max(0, Math.floor(from / edge)),
    end: Math.min(Math.ceil(limit / edge), Math.ceil((from + length) / edge)),
  });
  const columns = span(area.x, area.width, image.width);
  const rows = span(area.y, area.height, image.height);
  const tiles: TilePlace[] = [];
  for (let row = rows.first; row < rows.end; row++)
    for (let column = columns.first; column < columns.end; column++)
      tiles.push({ level, column, row });
  return tiles;
}

/** What a tile shows, in full-size pixels. Tiles at the right and lower border may reach over it. */
export function areaOf({ level, column, row }: TilePlace): Rect {
  const edge = edgeOf(level);
  return { x: column * edge, y: row * edge, width: edge, height: edge };
}

/** Names a tile within its image. */
export function nameOf({ level, column, row }: TilePlace): string {
  return `${level}/${column}/${row}`;
}

/** The tile of the next coarser level that shows the same and more. */
export function parentOf({ level, column, row }: TilePlace): TilePlace {
  return { level: level + 1, column: column >> 1, row: row >> 1 };
}

/** The four tiles of the next finer level that show the same; some may lie outside of the image. */
export function childrenOf({ level, column, row }: TilePlace): TilePlace[] {
  if (level === 0) return [];
  return [0, 1, 2, 3].map((i) => ({
    level: level - 1,
    column: 2 * column + (i & 1),
    row: 2 * row + (i >> 1),
  }));
}
