/** The plan of a tiled inference: windows of one size that overlap, and the core that each contributes. */
import { invariant } from "../errors.ts";
import type { Rect } from "../image/image.ts";

/** What a network needs to know of its surroundings; both derive from its graph (receptive-field.ts). */
export interface Context {
  /** Pixels on each side that a result depends on. */
  readonly margin: number;
  /** Window borders must be multiples of this: the network's total stride. */
  readonly alignment: number;
}

export interface Tile {
  /** What the network is given. Reaches beyond the image only to complete the last block of `alignment`. */
  readonly window: Rect;
  /** The part of the result that is used; the cores of a plan cover the image once. */
  readonly core: Rect;
}

/** The smallest window edge for which a tile still contributes a block. */
export function smallestWindow({ margin, alignment }: Context): number {
  return 2 * ceilTo(margin, alignment) + alignment;
}

/**
 * Windows of at most `edge` pixels a side, all of the same size (a new size costs an engine memory
 * planning and, on a GPU, new programs), for an image of `width`×`height`.
 */
export function planTiles(
  width: number,
  height: number,
  edge: number,
  context: Context,
): Tile[] {
  return tilesOf(
    planAxis(width, edge, context),
    planAxis(height, edge, context),
  );
}

/**
 * Windows of at most `pixels`, all of the same size, that together have as few pixels as can be:
 * what windows overlap is computed twice. At least the square of `smallestWindow`.
 */
export function planWindows(
  width: number,
  height: number,
  pixels: number,
  context: Context,
): Tile[] {
  const least = smallestWindow(context);
  const margins = 2 * ceilTo(context.margin, context.alignment);
  const lowest = Math.min(least, ceilTo(height, context.alignment));
  let best: Plan | undefined;
  for (let count = 1; ; count++) {
    const inner = Math.max(0, width - margins) / count;
    const edge = ceilTo(inner, context.alignment) + margins;
    const columns = planAxis(width, Math.max(edge, least), context);
    const across = columns.length * columns[0]!.extent;
    // From here on, even windows as high as the image come to more.
    if (best && across * height >= best.total) break;
    const tallest = Math.floor(pixels / columns[0]!.extent);
    if (tallest >= lowest) {
      const rows = planAxis(height, Math.max(tallest, least), context);
      const total = across * rows.length * rows[0]!.extent;
      if (!best || total < best.total) best = { columns, rows, total };
    }
    if (edge <= least) break;
  }
  invariant(best, "the smallest window is not larger than allowed");
  return tilesOf(best.columns, best.rows);
}

interface Plan {
  readonly columns: readonly Span[];
  readonly rows: readonly Span[];
  /** Pixels of all windows. */
  readonly total: number;
}

function tilesOf(columns: readonly Span[], rows: readonly Span[]): Tile[] {
  return rows.flatMap((row) =>
    columns.map((column) => ({
      window: {
        x: column.start,
        y: row.start,
        width: column.extent,
        height: row.extent,
      },
      core: {
        x: column.from,
        y: row.from,
        width: column.to - column.from,
        height: row.to - row.from,
      },
    })),
  );
}

/**
 * The tile that gives one rectangle of an image of `width`×`height`. Its window has the same size
 * wherever the rectangle lies, unless the image is smaller.
 */
export function tileAround(
  core: Rect,
  width: number,
  height: number,
  context: Context,
): Tile {
  const across = around(core.x, core.width, width, context);
  const down = around(core.y, core.height, height, context);
  return {
    window: {
      x: across.start,
      y: down.start,
      width: across.extent,
      height: down.extent,
    },
    core,
  };
}

/** One axis: the block that a core begins in may reach one block further than the core is long. */
function around(
  from: number,
  length: number,
  size: number,
  { margin, alignment }: Context,
): Pick<Span, "start" | "extent"> {
  const padded = ceilTo(size, alignment);
  const m = ceilTo(margin, alignment);
  const wanted = ceilTo(length, alignment) + alignment + 2 * m;
  const extent = Math.min(padded, wanted);
  const start = Math.floor(from / alignment) * alignment - m;
  return { start: Math.min(Math.max(0, start), padded - extent), extent };
}

interface Span {
  readonly start: number;
  readonly extent: number;
  readonly from: number;
  readonly to: number;
}

/**
 * One axis. A window at the border of the image needs no margin there, because the whole image has
 * the same border; so n windows of extent e cover 2m + n(e − 2m) samples.
 */
function planAxis(
  length: number,
  edge: number,
  { margin, alignment }: Context,
): Span[] {
  const padded = ceilTo(length, alignment);
  if (padded <= edge)
    return [{ start: 0, extent: padded, from: 0, to: length }];
  const m = ceilTo(margin, alignment);
  const largest = Math.floor(edge / alignment) * alignment;
  invariant(largest > 2 * m, "a window is larger than its margins");
  const count = Math.ceil((padded - 2 * m) / (largest - 2 * m));
  const step = ceilTo((padded - 2 * m) / count, alignment);
  const extent = step + 2 * m;
  const spans: Span[] = [];
  for (let from = 0; from < length;) {
    const start = Math.min(Math.max(0, from - m), padded - extent);
    const last = start + extent === padded;
    const to = last ? length : start + extent - m;
    spans.push({ start, extent, from, to });
    from = to;
  }
  return spans;
}

/** The smallest multiple that is not below `value`. */
export function ceilTo(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
