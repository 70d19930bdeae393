/**
 * The addresses of what is too large for calls: pixels out, files in. They are paths below the
 * host's origin (`nitido://app`, `http://127.0.0.1:<port>`), the same in every host.
 */
import type { TrainingId, TrainingPlace } from "./training-values.ts";
import type { ImageId, NoiseSetting } from "./values.ts";

/** Edge of a tile in pixels of its level. */
export const TILE_EDGE = 256;

export interface TileAddress {
  readonly image: ImageId;
  /** 0 is the full size; every level halves it, rounding up. */
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** Pixels of another revision may differ: the address is new, so caches do no harm. */
  readonly revision: number;
  /** Whether the texture that went with the noise is wanted, for the detail slider. */
  readonly texture: boolean;
}

/** A tile as models/inference/preview-tile.ts packs it. */
export function tilePath(tile: TileAddress): string {
  const { image, level, column, row, revision, texture } = tile;
  return `/tiles/${image}/${level}/${column}/${row}?revision=${revision}&texture=${Number(texture)}`;
}

/**
 * How the image's colours are converted for the screen: a table of models/image/colour-table.ts, or
 * nothing (204) where they are shown as they are.
 */
export function coloursPath(image: ImageId): string {
  return `/colours/${image}`;
}

/** A square of an image in full size, denoised with some noise setting: packed as a tile, with its texture. */
export function choicePath(
  image: ImageId,
  place: { readonly x: number; readonly y: number; readonly edge: number },
  noise: NoiseSetting,
): string {
  const { x, y, edge } = place;
  return `/choices/${image}?${query({ x, y, edge, noise: JSON.stringify(noise) })}`;
}

/** Where the image has how much noise: as models/noise/noise-picture.ts packs it. */
export function noisePicturePath(image: ImageId): string {
  return `/noise/${image}`;
}

/** A small JPEG of the original. `edge` is its longer side at most. */
export function thumbnailPath(image: ImageId, edge: number): string {
  return `/thumbnails/${image}?edge=${edge}`;
}

/** A photograph of the folder that is looked at: small, or its middle in full size. */
export function samplePath(
  file: string,
  edge: number,
  part: "whole" | "middle",
): string {
  return `/training/samples?${query({ file, edge, part })}`;
}

/** A photograph that a training learns from, small. */
export function trainingPhotographPath(
  training: TrainingId,
  file: string,
  edge: number,
): string {
  return `/training/${training}/photograph?${query({ file, edge })}`;
}

/** A place of a training's photograph as a snapshot denoises it, as crop-bytes.ts packs it. */
export function cropPath(
  training: TrainingId,
  { file, x, y, edge }: TrainingPlace,
  step: number | "base",
): string {
  return `/training/${training}/crop?${query({ file, x, y, edge, step })}`;
}

const query = (parameters: Readonly<Record<string, string | number>>) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");

/**
 * Where the bytes of a file that has no path are posted; the answer is `{ ids }`. `name` may hold
 * folders, separated by slashes.
 */
export function uploadPath(name: string): string {
  return `/images?name=${encodeURIComponent(name)}`;
}

/** Where an ONNX file's bytes are posted; the answer is `{ path }`, for `models.inspect`. */
export function modelUploadPath(name: string): string {
  return `/models?name=${encodeURIComponent(name)}`;
}

/** Images of a size have levels until the longer side fits into one tile. */
export function levelsOf(width: number, height: number): number {
  return (
    1 + Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / TILE_EDGE)))
  );
}
