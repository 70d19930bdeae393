/** Arithmetic on rectangles of an image. */
import type { Rect } from "../../../models/image/image.ts";

type Size = Pick<Rect, "width" | "height">;

/** What two have in common; empty when that is nothing. */
export function intersection(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}

/** The part that lies within an image; empty when nothing does. */
export function within(rect: Rect, { width, height }: Size): Rect {
  return intersection(rect, { x: 0, y: 0, width, height });
}

/** With so many pixels more on each side, where the image has them. */
export function grown(
  { x, y, width, height }: Rect,
  by: number,
  size: Size,
): Rect {
  return within(
    { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by },
    size,
  );
}

/** The squares of a grid, cut at the image's border, that a region touches. */
export function cellsOf(region: Rect, side: number, size: Size): Rect[] {
  const { x, y, width, height } = within(region, size);
  const cells: Rect[] = [];
  for (let top = y - (y % side); top < y + height; top += side)
    for (let left = x - (x % side); left < x + width; left += side)
      cells.push(within({ x: left, y: top, width: side, height: side }, size));
  return cells;
}
