/** The order in which an image on the screen is denoised: what is looked at first, in small tiles, then the rest in larger ones. */
import { overlap, type Rect } from "../image/image.ts";
import { Coverage } from "./coverage.ts";
import { DEFAULT_EDGE, type TileNetwork } from "./denoise.ts";
import {
  ceilTo,
  type Context,
  extentAround,
  type Tile,
  windowAround,
} from "./tiles.ts";

/** Core of a small tile: the first one is there soon, and its margins cost less than half. */
const CELL = 512;
/** A large tile is this many small ones a side. */
const GROUP = 2;
/** Small tiles after each look, so that something is seen soon; from then on throughput counts. */
const EARLY = 8;
/** What is done is counted in blocks of at least this many pixels a side. */
const BLOCK = 16;

/** The blocks of a coverage for a network: tiles begin and end at their borders. */
export function coverageFor(
  { width, height }: Pick<Rect, "width" | "height">,
  { alignment }: Context,
): Coverage {
  return new Coverage(width, height, ceilTo(BLOCK, alignment));
}

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly core: Rect;
}

/**
 * Hands out the tiles that are missing in `covered`, each once. Their windows have two sizes: that
 * of a small tile and that of a large one, as a new size costs an engine memory planning.
 */
export class PreviewQueue {
  readonly #covered: Coverage;
  readonly #context: Context;
  #planned: Coverage;
  #cell: number;
  #group = GROUP;
  #view: Rect;
  #early = EARLY;

  constructor(
    covered: Coverage,
    network: Pick<TileNetwork, "margin" | "alignment" | "edge">,
    view: Rect | null,
  ) {
    this.#covered = covered;
    this.#planned = covered.copy();
    this.#context = network;
    this.#cell = ceilTo(CELL, covered.block);
    this.#view = view ?? this.#whole;
    const edge = network.edge ?? DEFAULT_EDGE;
    while (this.#extent(this.#group) > edge && this.shrink());
  }

  /** From now on this region comes first. */
  look(view: Rect): void {
    this.#view = view;
    this.#early = EARLY;
  }

  /** The next tile; undefined when all have been handed out. */
  next(): Tile | undefined {
    const missing = this.#cells().filter(
      ({ core }) => !this.#planned.covers(core),
    );
    const nearest = this.#nearest(missing);
    if (!nearest) return undefined;
    const tile = this.#tileFor(nearest, missing);
    this.#planned.mark(tile.core);
    return tile;
  }

  /** Hands out anew what is not covered, in smaller tiles. False when they cannot be any smaller. */
  shrink(): boolean {
    if (this.#group > 1) this.#group = 1;
    else if (this.#cell > this.#covered.block)
      this.#cell = ceilTo(this.#cell / 2, this.#covered.block);
    else return false;
    this.#planned = this.#covered.copy();
    return true;
  }

  get #whole(): Rect {
    const { width, height } = this.#covered;
    return { x: 0, y: 0, width, height };
  }

  #cells(): Cell[] {
    const { width, height } = this.#covered;
    const cells: Cell[] = [];
    for (let row = 0; row * this.#cell < height; row++)
      for (let column = 0; column * this.#cell < width; column++)
        cells.push({ column, row, core: this.#core(column, row, 1) });
    return cells;
  }

  /** The rectangle of `size` cells a side, within the image. */
  #core(column: number, row: number, size: number): Rect {
    const { width, height } = this.#covered;
    const [x, y] = [column * this.#cell, row * this.#cell];
    return {
      x,
      y,
      width: Math.min(size * this.#cell, width - x),
      height: Math.min(size * this.#cell, height - y),
    };
  }

  /** What is in view before what is not, and what is nearer to its centre before what is farther. */
  #nearest(cells: readonly Cell[]): Cell | undefined {
    const centre = centreOf(this.#view);
    const [first] = cells
      .map((cell) => {
        const { x, y } = centreOf(cell.core);
        const distance = (x - centre.x) ** 2 + (y - centre.y) ** 2;
        return { cell, distance, inView: overlap(cell.core, this.#view) };
      })
      .sort(
        (a, b) =>
          Number(b.inView) - Number(a.inView) || a.distance - b.distance,
      );
    return first?.cell;
  }

  #tileFor({ column, row, core }: Cell, missing: readonly Cell[]): Tile {
    const small = { core, window: this.#window(core, 1) };
    if (this.#group === 1) return small;
    if (this.#early > 0 && overlap(core, this.#view)) {
      this.#early--;
      return small;
    }
    const first = (index: number) => index - (index % this.#group);
    const group = this.#core(first(column), first(row), this.#group);
    const window = this.#window(group, this.#group);
    const count = missing.filter((cell) => overlap(cell.core, group)).length;
    return areaOf(window) < count * areaOf(small.window)
      ? { core: group, window }
      : small;
  }

  /** Edge of the window of `size` cells a side. */
  #extent(size: number): number {
    return extentAround(size * this.#cell, this.#context);
  }

  #window(core: Rect, size: number): Rect {
    const extent = this.#extent(size);
    const square = { width: extent, height: extent };
    return windowAround(core, square, this.#covered, this.#context);
  }
}

function centreOf({ x, y, width, height }: Rect): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function areaOf({ width, height }: Rect): number {
  return width * height;
}
