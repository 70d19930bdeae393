/** The texture that the detail slider returns, at every magnification; computed where it is asked for and then kept. */
import { setImmediate } from "node:timers/promises";
import {
  type Image,
  type Rect,
  toPlanes,
} from "../../../models/image/image.ts";
import {
  type Pyramid,
  pyramidOn,
  type Raster,
  updatePyramid,
} from "../../../models/image/pyramid.ts";
import { TEXTURE_HALO, textureOf } from "../../../models/inference/blend.ts";
import type { Coverage } from "../../../models/inference/coverage.ts";
import { TEXTURE_SCALE } from "../../../models/inference/preview-tile.ts";
import type { DenoisedPixels } from "./denoised-pixels.ts";
import type { NoisyPyramid } from "./noisy-pyramid.ts";
import { cellsOf, grown } from "./rects.ts";

/** Side of the squares in which texture is computed, about a tenth of a second each. */
const CELL = 512;

export type TextureLevel = Raster & { readonly samples: Int16Array };

export class Textures {
  readonly #noisy: Image;
  readonly #denoised: DenoisedPixels;
  readonly #covered: Coverage;
  readonly #levelCount: number;
  /** For each cell by its first pixel: how much was denoised when it was computed; 1 when that was all it depends on. */
  readonly #computed = new Map<string, number>();
  #pyramid: Pyramid<TextureLevel> | undefined;

  /** Shows what `before` has computed where it has nothing yet of its own. */
  constructor(
    noisy: NoisyPyramid,
    denoised: DenoisedPixels,
    covered: Coverage,
    before?: Textures,
  ) {
    this.#noisy = noisy[0]!;
    this.#denoised = denoised;
    this.#levelCount = noisy.length;
    this.#covered = covered;
    if (before) this.#pyramid = before.#pyramid;
  }

  get bytes(): number {
    return this.#pyramid ? (8 / 3) * this.#noisy.width * this.#noisy.height : 0;
  }

  /** A level in which everything under a region of the image is as good as can be known now. */
  async level(level: number, region: Rect): Promise<TextureLevel> {
    this.#pyramid ??= this.#empty();
    for (const cell of cellsOf(region, CELL, this.#noisy))
      // Other requests are answered in between.
      if (this.#compute(cell)) await setImmediate();
    return this.#pyramid[level]!;
  }

  #empty(): Pyramid<TextureLevel> {
    const { width, height } = this.#noisy;
    const samples = new Int16Array(width * height);
    return pyramidOn({ width, height, channels: 1, samples }, this.#levelCount);
  }

  /** False when there is nothing to compute: what is not denoised has lost no texture. */
  #compute(cell: Rect): boolean {
    if (!this.#covered.covers(cell)) return false;
    const around = grown(cell, TEXTURE_HALO, this.#noisy);
    const known = this.#covered.covers(around) ? 1 : this.#covered.fraction;
    const key = `${cell.x},${cell.y}`;
    if (known === (this.#computed.get(key) ?? 0)) return false;
    this.#computed.set(key, known);

    const texture = textureOf(
      toPlanes(this.#noisy, around),
      this.#denoised.planes(around),
    );
    const target = this.#pyramid![0]!;
    for (let row = 0; row < cell.height; row++) {
      const y = cell.y + row;
      let from = (y - around.y) * around.width + cell.x - around.x;
      let to = y * target.width + cell.x;
      for (let x = 0; x < cell.width; x++)
        target.samples[to++] = Math.round(texture[from++]! * TEXTURE_SCALE);
    }
    updatePyramid(this.#pyramid!, cell);
    return true;
  }
}
