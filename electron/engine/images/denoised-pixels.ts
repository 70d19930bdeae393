/** The denoised pixels of an open image at every magnification; where nothing is denoised yet, its noisy ones. */
import {
  fullScale,
  type Image,
  type Planes,
  type Rect,
  toPlanes,
  writePlanes,
} from "../../../models/image/image.ts";
import {
  levelRect,
  type Pyramid,
  pyramidOn,
  type Raster,
  updatePyramid,
} from "../../../models/image/pyramid.ts";
import type { DenoisedTile } from "../../../models/inference/denoise.ts";
import { type NoisyPyramid, bytesOf } from "./noisy-pyramid.ts";
import { cellsOf, intersection } from "./rects.ts";

type Level = Image & Raster & { readonly samples: Uint16Array };

/** Side of the squares that are filled at once, in a few milliseconds. */
const CELL = 512;

/**
 * 16 bits, three channels or for grey images one. All of 100 megapixels cannot be copied in one go
 * while the engine is to answer: a square gets its noisy pixels just before the first denoised ones.
 */
export class DenoisedPixels {
  readonly #noisy: NoisyPyramid;
  readonly #levels: Pyramid<Level>;
  /** A whole number of pixels at every level. */
  readonly #cell: number;
  /** The first pixels of the squares that are filled. */
  readonly #filled = new Set<string>();

  constructor(noisy: NoisyPyramid) {
    const { width, height, channels: all } = noisy[0]!;
    const channels = all < 3 ? 1 : 3;
    const samples = new Uint16Array(width * height * channels);
    this.#noisy = noisy;
    this.#levels = pyramidOn(
      { width, height, channels, samples },
      noisy.length,
    );
    this.#cell = Math.max(CELL, 2 ** (noisy.length - 1));
  }

  get bytes(): number {
    return bytesOf(this.#levels);
  }

  /** At full size, once all of it is denoised. */
  get image(): Image {
    return this.#levels[0]!;
  }

  write({ core, denoised, offset }: DenoisedTile): void {
    this.#fill(core);
    writePlanes(this.image, core, denoised, offset);
    updatePyramid(this.#levels, core);
  }

  /** A region of the image at full size. */
  planes(region: Rect): Planes {
    this.#fill(region);
    return toPlanes(this.image, region);
  }

  /** An area of a level as interleaved red, green and blue. */
  cut(level: number, area: Rect): Uint16Array {
    const target = new Uint16Array(3 * area.width * area.height);
    for (const cell of this.#cellsUnder(level, area)) {
      const part = intersection(levelRect(cell, level), area);
      const { [level]: from } = this.#isFilled(cell)
        ? this.#levels
        : this.#noisy;
      copyDeepened(from!, part, target, area);
    }
    return target;
  }

  #cellsUnder(level: number, { x, y, width, height }: Rect): Rect[] {
    const by = 2 ** level;
    const region = { x: x * by, y: y * by };
    const size = { width: width * by, height: height * by };
    return cellsOf({ ...region, ...size }, this.#cell, this.#noisy[0]!);
  }

  #isFilled({ x, y }: Rect): boolean {
    return this.#filled.has(`${x},${y}`);
  }

  #fill(region: Rect): void {
    for (const cell of cellsOf(region, this.#cell, this.#noisy[0]!)) {
      if (this.#isFilled(cell)) continue;
      this.#filled.add(`${cell.x},${cell.y}`);
      this.#levels.forEach((level, i) =>
        fillDeepened(this.#noisy[i]!, level, levelRect(cell, i)),
      );
    }
  }
}

/** Copies a part of a level without its alpha, with 16 bits. */
function fillDeepened(from: NoisyPyramid[number], to: Level, part: Rect): void {
  const scale = scaleOf(from);
  const [source, target] = [from.samples, to.samples];
  for (let y = part.y; y < part.y + part.height; y++) {
    let at = (y * from.width + part.x) * from.channels;
    let out = (y * to.width + part.x) * to.channels;
    for (let x = 0; x < part.width; x++, at += from.channels)
      for (let c = 0; c < to.channels; c++)
        target[out++] = source[at + c]! * scale;
  }
}

/** The same as red, green and blue into an area that the part lies in: grey is repeated. */
function copyDeepened(
  raster: Level | NoisyPyramid[number],
  part: Rect,
  target: Uint16Array,
  area: Rect,
): void {
  const { width, channels, samples } = raster;
  const scale = scaleOf(raster);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let y = part.y; y < part.y + part.height; y++) {
    let at = (y * width + part.x) * channels;
    let out = 3 * ((y - area.y) * area.width + part.x - area.x);
    for (let x = 0; x < part.width; x++, at += channels) {
      target[out++] = samples[at]! * scale;
      target[out++] = samples[at + green]! * scale;
      target[out++] = samples[at + blue]! * scale;
    }
  }
}

const scaleOf = ({ samples }: Level | NoisyPyramid[number]): number =>
  65535 / fullScale(samples);
