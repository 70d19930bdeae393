/** What is denoised of an open image so far, at every magnification. */
import {
  fullScale,
  type Image,
  type Rect,
  writePlanes,
} from "../../../models/image/image.ts";
import {
  type Pyramid,
  type Raster,
  updatePyramid,
} from "../../../models/image/pyramid.ts";
import { TEXTURE_HALO } from "../../../models/inference/blend.ts";
import type { Coverage } from "../../../models/inference/coverage.ts";
import type { DenoisedTile } from "../../../models/inference/denoise.ts";
import { coverageFor } from "../../../models/inference/preview-queue.ts";
import type { NoiseSetting } from "../../../models/inference/noise-setting.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import type { LoadedNetwork } from "../networks/load.ts";
import { networkKey } from "../networks/pool.ts";
import { type NoisyPyramid, bytesOf } from "./noisy-pyramid.ts";
import { grown } from "./rects.ts";
import { Textures } from "./textures.ts";

type DenoisedLevel = Image & Raster & { readonly samples: Uint16Array };

/** Names the results that one network gives with one noise setting. */
export function resultKey(network: LoadedNetwork, noise: NoiseSetting): string {
  return `${networkKey(network)} ${JSON.stringify(noise)}`;
}

export class PreviewResult {
  /** The network and the noise setting that covered pixels were made with. */
  readonly key: string;
  /** Counts results; see `Revisions`. */
  readonly revision: number;
  /** 16 bits, three channels or for grey images one; the noisy pixels where nothing is denoised. */
  readonly denoised: Pyramid<DenoisedLevel>;
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
    this.denoised = before?.denoised ?? noisy.map(deepened);
    this.textures = new Textures(
      noisy[0]!,
      this.denoised,
      this.covered,
      before?.textures,
    );
  }

  get complete(): boolean {
    return this.covered.fraction === 1;
  }

  get bytes(): number {
    return bytesOf(this.denoised) + this.textures.bytes;
  }

  add({ core, denoised, offset }: DenoisedTile): void {
    writePlanes(this.denoised[0]!, core, denoised, offset);
    updatePyramid(this.denoised, core);
    this.covered.mark(core);
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

/** 16 bits, without alpha. */
function deepened({ width, height, channels, samples }: Image): DenoisedLevel {
  const kept = channels < 3 ? 1 : 3;
  const deep = new Uint16Array(width * height * kept);
  const scale = 65535 / fullScale(samples);
  for (let from = 0, to = 0; to < deep.length; from += channels)
    for (let c = 0; c < kept; c++) deep[to++] = samples[from + c]! * scale;
  return { width, height, channels: kept, samples: deep };
}
