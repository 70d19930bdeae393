/** Hands an image that is denoised already on in tiles, as the network would have. */
import { setImmediate } from "node:timers/promises";
import { type Image, toPlanes } from "../../../models/image/image.ts";
import type { ImageSource } from "../../../models/image/regions.ts";
import type { DenoiseJob } from "../../../models/inference/denoise.ts";
import { cellsOf, grown } from "../images/rects.ts";

/** Side of a tile: a few megabytes of planes. */
const SIDE = 1024;

export interface BlendedTiles extends Pick<DenoiseJob, "onTile"> {
  readonly halo: number;
  readonly signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Rejects with the signal's reason. */
export async function readTiles(
  noisy: ImageSource,
  denoised: Image,
  tiles: BlendedTiles,
): Promise<void> {
  const cores = cellsOf({ x: 0, y: 0, ...noisy }, SIDE, noisy);
  for (const [index, core] of cores.entries()) {
    const around = grown(core, tiles.halo, noisy);
    tiles.onTile({
      core,
      noisy: toPlanes(noisy, around),
      denoised: toPlanes(denoised, around),
      offset: { x: core.x - around.x, y: core.y - around.y },
    });
    tiles.onProgress((index + 1) / cores.length);
    await setImmediate();
    tiles.signal.throwIfAborted();
  }
}
