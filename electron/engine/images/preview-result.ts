/** What is denoised of an open image so far, at every magnification. */
import type { Rect } from "../../../models/image/image.ts";
import { TEXTURE_HALO } from "../../../models/inference/blend.ts";
import type { Coverage } from "../../../models/inference/coverage.ts";
import type { DenoisedTile } from "../../../models/inference/denoise.ts";
import { coverageFor } from "../../../models/inference/preview-queue.ts";
import {
  type NoiseSetting,
  simplest,
} from "../../../models/inference/noise-setting.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import type { LoadedNetwork } from "../networks/load.ts";
import { networkKey } from "../networks/pool.ts";
import { DenoisedPixels } from "./denoised-pixels.ts";
import type { NoisyPyramid } from "./noisy-pyramid.ts";
import { grown } from "./rects.ts";
import { Textures } from "./textures.ts";

/** Names the results that one network gives with one noise setting. */
export function resultKey(network: LoadedNetwork, noise: NoiseSetting): string {
  return `${networkKey(network)} ${JSON.stringify(simplest(noise))}`;
}

export class PreviewResult {
  /** The network and the noise setting that covered pixels were made with. */
  readonly key: string;
  /** Counts results; see `Revisions`. */
  readonly revision: number;
  readonly denoised: DenoisedPixels;
  readonly covered: Coverage;
  readonly textures: Textures;
  /** Regions that were shown with a texture whose surroundings were not denoised yet. */
  readonly #provisional = new Set<Rect>();

  /** Begins with nothing covered. Until it has pixels of its own it shows those of `before`. */
  constructor(
    key: string,
    revision: number,
    noisy: NoisyPyramid,
    context: Context,
    before?: PreviewResult,
  ) {
    this.key = key;
    this.revision = revision;
    this.covered = coverageFor(noisy[0]!, context);
    this.denoised = before?.denoised ?? new DenoisedPixels(noisy);
    this.textures = new Textures(
      noisy,
      this.denoised,
      this.covered,
      before?.textures,
    );
  }

  get complete(): boolean {
    return this.covered.fraction === 1;
  }

  get bytes(): number {
    return this.denoised.bytes + this.textures.bytes;
  }

  add(tile: DenoisedTile): void {
    this.denoised.write(tile);
    this.covered.mark(tile.core);
  }

  /** Whether what is shown of a region, with its texture, will stay as it is. */
  isFinal(region: Rect): boolean {
    return this.covered.covers(grown(region, TEXTURE_HALO, this.covered));
  }

  /** Remembers a region whose texture changes when its surroundings are denoised. */
  showProvisionally(region: Rect): void {
    this.#provisional.add(region);
  }

  /** The regions of `showProvisionally` that have become final; each is returned once. */
  settled(): Rect[] {
    const settled = [...this.#provisional].filter((rect) => this.isFinal(rect));
    for (const rect of settled) this.#provisional.delete(rect);
    return settled;
  }
}
