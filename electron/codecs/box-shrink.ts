/** Shrinks by whole factors, row by row: the pixel library takes gigabytes and half a minute where rows are millions of pixels long. */
import type { Samples } from "../../models/image/image.ts";
import { type ImageSource, readRegion } from "../../models/image/regions.ts";
import type { BitDepth } from "./codec.ts";
import type { StoredImage } from "./depth.ts";

/**
 * Means of squares of `factor` pixels, rounded; at the right and lower edge of those that there are.
 * Colours count as much as they are opaque. The source has 8 or 16 bits a sample, and the result as many.
 */
export function boxShrunk(
  source: ImageSource,
  bitDepth: BitDepth,
  factor: number,
): StoredImage {
  const { channels } = source;
  const width = Math.ceil(source.width / factor);
  const height = Math.ceil(source.height / factor);
  const Levels = bitDepth === 8 ? Uint8Array : Uint16Array;
  const samples = new Levels(width * height * channels);
  const boxes = new RowOfBoxes(source.width, factor, channels);
  for (let y = 0; y < height; y++) {
    const end = Math.min((y + 1) * factor, source.height);
    for (let row = y * factor; row < end; row++) {
      const rect = { x: 0, y: row, width: source.width, height: 1 };
      boxes.add(readRegion(source, rect).samples);
    }
    boxes.takeMeans(samples.subarray(y * width * channels));
  }
  return { width, height, channels, samples };
}

class RowOfBoxes {
  readonly #length: number;
  readonly #factor: number;
  readonly #channels: number;
  readonly #alpha: boolean;
  readonly #colours: number;
  readonly #sums: Float64Array;
  /** By which a box's colours are divided, and its alpha. */
  readonly #weights: Float64Array;
  readonly #counts: Float64Array;

  constructor(length: number, factor: number, channels: number) {
    this.#length = length;
    this.#factor = factor;
    this.#channels = channels;
    const boxes = Math.ceil(length / factor);
    this.#alpha = channels % 2 === 0;
    this.#colours = this.#alpha ? channels - 1 : channels;
    this.#sums = new Float64Array(boxes * channels);
    this.#weights = new Float64Array(boxes);
    this.#counts = new Float64Array(boxes);
  }

  /** Adds a row of pixels. */
  add(samples: Samples): void {
    const [length, factor] = [this.#length, this.#factor];
    const channels = this.#channels;
    const [sums, weights] = [this.#sums, this.#weights];
    for (let box = 0, to = 0; box < weights.length; box++) {
      const start = box * factor;
      const end = Math.min(start + factor, length);
      this.#counts[box]! += end - start;
      const opacity = this.#alpha
        ? sumOf(samples, start, end, channels, channels - 1)
        : end - start;
      weights[box]! += opacity;
      for (let c = 0; c < this.#colours; c++, to++)
        sums[to]! += this.#alpha
          ? weightedSumOf(samples, start, end, channels, c)
          : sumOf(samples, start, end, channels, c);
      if (this.#alpha) sums[to++]! += opacity;
    }
  }

  /** Writes the boxes' means and begins anew. What is wholly transparent is black. */
  takeMeans(target: Uint8Array | Uint16Array): void {
    const colours = this.#colours;
    for (let box = 0, at = 0; box < this.#counts.length; box++) {
      const weight = this.#weights[box]! || 1;
      for (let c = 0; c < colours; c++, at++)
        target[at] = Math.round(this.#sums[at]! / weight);
      if (!this.#alpha) continue;
      target[at] = Math.round(this.#sums[at]! / this.#counts[box]!);
      at++;
    }
    for (const each of [this.#sums, this.#weights, this.#counts]) each.fill(0);
  }
}

/** Of a channel, from one pixel to before another. */
function sumOf(
  samples: Samples,
  start: number,
  end: number,
  channels: number,
  channel: number,
): number {
  let sum = 0;
  for (let at = start * channels + channel; at < end * channels; at += channels)
    sum += samples[at]!;
  return sum;
}

/** The same, each level as often as its pixel is opaque. */
function weightedSumOf(
  samples: Samples,
  start: number,
  end: number,
  channels: number,
  channel: number,
): number {
  const alpha = channels - 1 - channel;
  let sum = 0;
  for (let at = start * channels + channel; at < end * channels; at += channels)
    sum += samples[at]! * samples[at + alpha]!;
  return sum;
}
