/** Arithmetic on rectangles of an image. */
import type { Rect } from "../../../models/image/image.ts";

type Size = Pick<Rect, "width" | "height">;

/** The part that lies within an image; empty when nothing does. */
export function within({ x, y, width, height }: Rect, size: Size): Rect {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(size.width, x + width) - left),
    height: Math.max(0, Math.min(size.height, y + height) - top),
  };
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
