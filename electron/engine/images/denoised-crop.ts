/** A place of an open image as a preview with some noise setting would show it. */
import type { Image, Rect } from "../../../models/image/image.ts";
import type { AssumedNoise } from "../../../models/inference/assumed-noise.ts";
import { TEXTURE_HALO, textureOf } from "../../../models/inference/blend.ts";
import {
  type DenoisedTile,
  denoiseTiles,
} from "../../../models/inference/denoise.ts";
import {
  type PreviewTile,
  TEXTURE_SCALE,
} from "../../../models/inference/preview-tile.ts";
import { tileAround } from "../../../models/inference/tiles.ts";
import { cutColour } from "./cut-tile.ts";
import type { NoisyPyramid } from "./noisy-pyramid.ts";

/** With its texture. `core` lies inside of the image. Throws as `denoiseTiles`. */
export async function denoisedCrop(
  image: NoisyPyramid[number],
  { network, sigma }: Pick<AssumedNoise, "network" | "sigma">,
  core: Rect,
  signal: AbortSignal,
): Promise<PreviewTile> {
  const { margin, alignment } = network;
  const context = { margin: margin + TEXTURE_HALO, alignment };
  const tiles = [tileAround(core, image.width, image.height, context)].values();
  let found: DenoisedTile | undefined;
  await denoiseTiles(
    {
      image,
      network,
      sigma,
      halo: TEXTURE_HALO,
      signal,
      onTile: (tile) => (found = tile),
    },
    () => tiles.next().value,
  );
  return tileOf(image, found!);
}

function tileOf(
  image: NoisyPyramid[number],
  { core, noisy, denoised, offset }: DenoisedTile,
): PreviewTile {
  const { width, height } = core;
  const clean = new Uint16Array(3 * width * height);
  const texture = new Int16Array(width * height);
  const returned = textureOf(noisy, denoised);
  const plane = denoised.width * denoised.height;
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const from = (offset.y + y) * denoised.width + offset.x + x;
      texture[to] = Math.round(returned[from]! * TEXTURE_SCALE);
      for (let c = 0; c < 3; c++)
        clean[3 * to + c] = Math.round(
          65535 * denoised.data[c * plane + from]!,
        );
    }
  return {
    width,
    height,
    noisy: cutColour(image, core),
    denoised: clean,
    texture,
    complete: true,
  };
}

/** A square of at most `edge` pixels whose corner is wished for, inside of the image. */
export function squareIn(
  { width, height }: Pick<Image, "width" | "height">,
  wish: { readonly x: number; readonly y: number; readonly edge: number },
): Rect {
  const inside = (at: number, extent: number, size: number) =>
    Math.min(Math.max(0, at), size - extent);
  const across = Math.min(wish.edge, width);
  const down = Math.min(wish.edge, height);
  return {
    x: inside(wish.x, across, width),
    y: inside(wish.y, down, height),
    width: across,
    height: down,
  };
}
