/** Samples of an image in a file, uncompressed, read and written by regions: for images that are too large for memory. */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { invariant } from "../../models/errors.ts";
import {
  contains,
  type Image,
  type Rect,
  type Samples,
} from "../../models/image/image.ts";
import { bigTiffHead, type Shape } from "./big-tiff.ts";
import type { BitDepth, PictureFile } from "./codec.ts";

/** The pixel library's names. */
export type Depth = "uchar" | "ushort" | "float";

export interface PixelLayout extends Omit<Shape, "bitDepth"> {
  readonly depth: Depth;
  /** Where the first sample is. */
  readonly from: number;
}

const ARRAYS = { uchar: Uint8Array, ushort: Uint16Array, float: Float32Array };

/**
 * Calls are synchronous, as the readers of images in memory are: what is read was just written, so
 * the operating system still has most of it, and a tile's rows take a few milliseconds.
 */
export class PixelFile implements PictureFile {
  readonly width: number;
  readonly height: number;
  readonly channels: Image["channels"];
  readonly path: string;
  readonly #layout: PixelLayout;
  readonly #file: number;

  /** Opens a file that holds samples already. */
  constructor(path: string, layout: PixelLayout, mode: "r" | "w" = "r") {
    const { width, height, channels } = layout;
    [this.width, this.height, this.channels] = [width, height, channels];
    this.path = path;
    this.#layout = layout;
    this.#file = openSync(path, mode === "r" ? "r" : "wx+");
  }

  /** A new file for samples to be written, which is also a TIFF. */
  static create(path: string, shape: Shape): PixelFile {
    const head = bigTiffHead(shape);
    const depth = shape.bitDepth === 8 ? "uchar" : "ushort";
    const file = new PixelFile(
      path,
      { ...shape, depth, from: head.length },
      "w",
    );
    writeSync(file.#file, head, 0, head.length, 0);
    return file;
  }

  read(rect: Rect): Image {
    const { width, height } = rect;
    const { channels } = this;
    const samples = new ARRAYS[this.#layout.depth](width * height * channels);
    this.#eachRun(rect, samples, (bytes, position) => {
      for (let done = 0; done < bytes.length;) {
        const left = bytes.subarray(done);
        const count = readSync(
          this.#file,
          left,
          0,
          left.length,
          position + done,
        );
        if (count === 0) throw new Error(`${this.path} ends too early`);
        done += count;
      }
    });
    return { width, height, channels, samples };
  }

  /** The part has the rectangle's size, and the file's channels and depth. Throws what the file system reports. */
  write(rect: Rect, { samples }: Image): void {
    invariant(
      samples instanceof ARRAYS[this.#layout.depth],
      "a part has as many bits as the file",
    );
    this.#eachRun(rect, samples, (bytes, position) => {
      for (let done = 0; done < bytes.length;)
        done += writeSync(
          this.#file,
          bytes,
          done,
          bytes.length - done,
          position + done,
        );
    });
  }

  get bitDepth(): BitDepth {
    return this.#layout.depth === "uchar" ? 8 : 16;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The bytes of a region that lie in one piece in the file, with their places: a row, or all of them. */
  #eachRun(
    rect: Rect,
    samples: Samples,
    use: (bytes: Uint8Array, position: number) => void,
  ): void {
    invariant(contains(this, rect), "the region must lie inside the image");
    const { x, y, width, height } = rect;
    const pixel = this.channels * samples.BYTES_PER_ELEMENT;
    const { buffer, byteOffset, byteLength } = samples;
    const runs = width === this.width ? 1 : height;
    const length = byteLength / runs;
    for (let run = 0; run < runs; run++)
      use(
        new Uint8Array(buffer, byteOffset + run * length, length),
        this.#layout.from + ((y + run) * this.width + x) * pixel,
      );
  }
}
