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
  /** What the network is given: of the image with its surround, which is mirrored, and the rest of the last block of `alignment`. */
  readonly window: Rect;
  /** The part of the result that is used; the cores of a plan cover the image once. */
  readonly core: Rect;
}

/**
 * Windows at an image's border reach beyond it by as many pixels, as far as that is within the
 * network's margin: convolutions pad with zeros, and what they make of those would be a brighter or
 * darker edge. So many keep flat noisy fields within half a level there (docs/benchmarks.md), and
 * make 12 megapixels 3 % larger.
 */
const SURROUND = 24;

/** The smallest window edge for which a tile still contributes a block. */
export function smallestWindow({ margin, alignment }: Context): number {
  return 2 * ceilTo(margin, alignment) + alignment;
}

/**
 * Windows of at most `edge` pixels a side, all of the same size (a new size costs an engine memory
 * planning and, on a GPU, new programs), for an image of `width`×`height` with so much around it.
 */
export function planTiles(
  width: number,
  height: number,
  edge: number,
  context: Context,
  surround = SURROUND,
): Tile[] {
  const across = axisOf(width, context, surround);
  const down = axisOf(height, context, surround);
  return tilesOf(planAxis(across, edge), planAxis(down, edge));
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
  const horizontal = axisOf(width, context, SURROUND);
  const vertical = axisOf(height, context, SURROUND);
  const lowest = Math.min(least, vertical.extent);
  let best: Plan | undefined;
  for (let count = 1; ; count++) {
    const inner = Math.max(0, horizontal.extent - 2 * horizontal.margin);
    const edge =
      ceilTo(inner / count, context.alignment) + 2 * horizontal.margin;
    const columns = planAxis(horizontal, Math.max(edge, least));
    const across = columns.length * columns[0]!.extent;
    // From here on, even windows as high as the image come to more.
    if (best && across * vertical.extent >= best.total) break;
    const tallest = Math.floor(pixels / columns[0]!.extent);
    if (tallest >= lowest) {
      const rows = planAxis(vertical, Math.max(tallest, least));
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
  // The block that a core begins in may reach one block further than the core is long.
  const extent = (length: number) =>
    extentAround(
      ceilTo(length, context.alignment) + context.alignment,
      context,
    );
  const size = { width: extent(core.width), height: extent(core.height) };
  return { core, window: windowAround(core, size, { width, height }, context) };
}

/** Of a window with so many pixels, a multiple of `alignment`, between its margins. */
export function extentAround(
  inner: number,
  { margin, alignment }: Context,
): number {
  return inner + 2 * ceilTo(margin, alignment);
}

/** A window of at most `size` that begins a margin before a core, moved to lie within an image with its surround. */
export function windowAround(
  core: Rect,
  size: Pick<Rect, "width" | "height">,
  image: Pick<Rect, "width" | "height">,
  context: Context,
): Rect {
  const span = (from: number, extent: number, length: number) => {
    const axis = axisOf(length, context, SURROUND);
    const block = Math.floor(from / context.alignment) * context.alignment;
    return placed(axis, block - axis.margin, Math.min(axis.extent, extent));
  };
  const across = span(core.x, size.width, image.width);
  const down = span(core.y, size.height, image.height);
  return {
    x: across.start,
    y: down.start,
    width: across.extent,
    height: down.extent,
  };
}

/** One axis of an image with its surround; what `start` and `extent` say are multiples of `alignment`. */
interface Axis {
  /** Of the image. */
  readonly length: number;
  readonly start: number;
  readonly extent: number;
  /** Of the network, in whole blocks. */
  readonly margin: number;
  readonly alignment: number;
}

function axisOf(
  length: number,
  { margin, alignment }: Context,
  surround: number,
): Axis {
  const m = ceilTo(margin, alignment);
  const beyond = Math.min(m, ceilTo(surround, alignment));
  const extent = ceilTo(length, alignment) + 2 * beyond;
  return { length, start: 0 - beyond, extent, margin: m, alignment };
}

/** Pixels of a side with so many, whole blocks, and its surround: the edge of a window that holds all of it. */
export function extentOf(length: number, context: Context): number {
  return axisOf(length, context, SURROUND).extent;
}

interface Span {
  readonly start: number;
  readonly extent: number;
  readonly from: number;
  readonly to: number;
}

/** A window's place on an axis, as near to `start` as the axis allows. */
function placed(
  axis: Axis,
  start: number,
  extent: number,
): Pick<Span, "start" | "extent"> {
  const last = axis.start + axis.extent - extent;
  return { start: Math.min(Math.max(axis.start, start), last), extent };
}

/**
 * One axis. A window at the end of the axis needs no margin there, because the whole image has the
 * same end; so n windows of extent e cover 2m + n(e − 2m) samples.
 */
function planAxis(axis: Axis, edge: number): Span[] {
  const { length, margin, alignment } = axis;
  if (axis.extent <= edge)
    return [{ ...placed(axis, axis.start, axis.extent), from: 0, to: length }];
  const largest = Math.floor(edge / alignment) * alignment;
  invariant(largest > 2 * margin, "a window is larger than its margins");
  const inner = axis.extent - 2 * margin;
  const count = Math.ceil(inner / (largest - 2 * margin));
  const extent = ceilTo(inner / count, alignment) + 2 * margin;
  const spans: Span[] = [];
  for (let from = 0; from < length;) {
    const { start } = placed(axis, from - margin, extent);
    const last = start + extent === axis.start + axis.extent;
    const to = last ? length : start + extent - margin;
    spans.push({ start, extent, from, to });
    from = to;
  }
  return spans;
}

/** The smallest multiple that is not below `value`. */
export function ceilTo(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
