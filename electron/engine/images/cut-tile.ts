/** Cuts the tiles that the screen asks for out of an open image. */
import type { Image, Rect } from "../../../models/image/image.ts";
import type { Raster } from "../../../models/image/pyramid.ts";
import type { PreviewTile } from "../../../models/inference/preview-tile.ts";
import { TILE_EDGE } from "../../contract/resources.ts";
import type { OpenImage } from "./open-image.ts";
import { within } from "./rects.ts";

export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** Whether the texture is wanted. */
  readonly texture: boolean;
}

export interface CutTile {
  readonly tile: PreviewTile;
  readonly revision: number;
  /** Whether it stays as it is while the result does; with a texture that needs its surroundings as well. */
  readonly final: boolean;
}

/** Undefined when the image has no such tile. */
export async function cutTile(
  image: OpenImage,
  { level, column, row, texture }: TilePlace,
): Promise<CutTile | undefined> {
  const size = image.noisy[level];
  if (!size) return undefined;
  const side = TILE_EDGE;
  const tile = { x: column * side, y: row * side, width: side, height: side };
  const area = within(tile, size);
  if (column < 0 || row < 0 || !area.width || !area.height) return undefined;

  const region = scaled(area, 2 ** level, image.image);
  const textures = texture
    ? await image.result?.textures.level(level, region)
    : undefined;
  // All the rest at once: meanwhile there may be another result.
  const { revision, result } = image;
  const noisy = cutColour(image.noisy[level]!, area);
  const complete = result?.covered.covers(region) === true;
  const final = complete && (!texture || result.isFinal(region));
  if (complete && !final) result.showProvisionally(region);
  return {
    revision,
    final,
    tile: {
      width: area.width,
      height: area.height,
      noisy,
      denoised: result ? result.denoised.cut(level, area) : deepened(noisy),
      texture: textures ? (cut(textures, area, [0]) as Int16Array) : null,
      complete,
    },
  };
}

/** The part of the full-size image under a part of a level. */
function scaled(area: Rect, by: number, image: Image): Rect {
  return within(
    {
      x: area.x * by,
      y: area.y * by,
      width: area.width * by,
      height: area.height * by,
    },
    image,
  );
}

/** Interleaved red, green and blue: grey is repeated, alpha left out. */
export function cutColour(
  raster: Raster,
  area: Rect,
): Uint8Array | Uint16Array {
  const channels = raster.channels < 3 ? [0, 0, 0] : [0, 1, 2];
  return cut(raster, area, channels) as Uint8Array | Uint16Array;
}

/** Some channels of an area, interleaved. */
function cut(
  { width, channels, samples }: Raster,
  area: Rect,
  kept: readonly number[],
): Raster["samples"] {
  const length = area.width * area.height * kept.length;
  const target =
    samples instanceof Uint8Array
      ? new Uint8Array(length)
      : samples instanceof Uint16Array
        ? new Uint16Array(length)
        : new Int16Array(length);
  let to = 0;
  for (let row = 0; row < area.height; row++) {
    let from = ((area.y + row) * width + area.x) * channels;
    for (let x = 0; x < area.width; x++, from += channels)
      for (const channel of kept) target[to++] = samples[from + channel]!;
  }
  return target;
}

function deepened(pixels: Uint8Array | Uint16Array): Uint16Array {
  return pixels instanceof Uint16Array
    ? pixels
    : Uint16Array.from(pixels, (level) => level * 257);
}
