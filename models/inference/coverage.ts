/** Which part of an image is done already. */
import { invariant } from "../errors.ts";
import type { Rect } from "../image/image.ts";

/** Counted in square blocks: regions that are marked begin and end at their borders, or at the image's. */
export class Coverage {
  readonly width: number;
  readonly height: number;
  readonly block: number;
  readonly #columns: number;
  readonly #done: Uint8Array;
  #pixels = 0;

  constructor(width: number, height: number, block: number) {
    this.width = width;
    this.height = height;
    this.block = block;
    this.#columns = Math.ceil(width / block);
    this.#done = new Uint8Array(this.#columns * Math.ceil(height / block));
  }

  copy(): Coverage {
    const copy = new Coverage(this.width, this.height, this.block);
    copy.#done.set(this.#done);
    copy.#pixels = this.#pixels;
    return copy;
  }

  /** Of the image's pixels, 0..1. */
  get fraction(): number {
    return this.#pixels / (this.width * this.height);
  }

  mark(region: Rect): void {
    const { block } = this;
    const ends = (end: number, limit: number) =>
      end % block === 0 || end === limit;
    invariant(
      region.x % block === 0 &&
        region.y % block === 0 &&
        ends(region.x + region.width, this.width) &&
        ends(region.y + region.height, this.height),
      "a region is marked in whole blocks",
    );
    this.#visit(region, (index, pixels) => {
      if (!this.#done[index]) this.#pixels += pixels;
      this.#done[index] = 1;
      return true;
    });
  }

  /** Whether everything of a region is done; what lies outside of the image counts as done. */
  covers(region: Rect): boolean {
    return this.#visit(region, (index) => this.#done[index] === 1);
  }

  /** Visits the blocks that a region touches while `visitor` returns true; tells whether it always did. */
  #visit(
    { x, y, width, height }: Rect,
    visitor: (index: number, pixels: number) => boolean,
  ): boolean {
    const { block } = this;
    const right = Math.min(x + width, this.width);
    const bottom = Math.min(y + height, this.height);
    for (
      let row = Math.floor(Math.max(0, y) / block);
      row * block < bottom;
      row++
    )
      for (
        let column = Math.floor(Math.max(0, x) / block);
        column * block < right;
        column++
      ) {
        const pixels =
          Math.min(block, this.width - column * block) *
          Math.min(block, this.height - row * block);
        if (!visitor(row * this.#columns + column, pixels)) return false;
      }
    return true;
  }
}
