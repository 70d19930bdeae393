/** What the canvas is divided into: which side of the comparison is shown where. */
import type { Point, Rect } from "../../../models/image/image.ts";
import type { TileView } from "../../../models/inference/preview-tile.ts";
import type { Camera } from "./camera.ts";
import type { Size } from "./tiles.ts";

export type ViewMode =
  "split" | "side-by-side" | "after" | "before" | "residual";

/** A part of the canvas, in its pixels. */
export interface Pane {
  readonly view: TileView;
  readonly shape: "box" | "circle";
  /** The box, or the square around the circle. */
  readonly clip: Rect;
  /** Where on the canvas the camera's point lies. */
  readonly middle: Point;
  readonly camera: Camera;
}

export interface Arrangement {
  readonly mode: ViewMode;
  /** The canvas. */
  readonly size: Size;
  readonly camera: Camera;
  /** Where the split lies, 0..1 from the left. */
  readonly split: number;
  /** Shows the other side everywhere, as long as it is held. */
  readonly flipped: boolean;
  readonly loupe: { readonly at: Point; readonly radius: number } | null;
}

/** Where the loupe magnifies to at least, and by how much at least. */
const LOUPE_SCALE = 2;

/** The size that one camera's picture has: half of the canvas where there are two. */
export function paneSize(mode: ViewMode, { width, height }: Size): Size {
  return mode === "side-by-side"
    ? { width: Math.max(1, width / 2), height }
    : { width, height };
}

/** The views from left to right. */
export function viewsOf(mode: ViewMode, flipped: boolean): readonly TileView[] {
  const views: readonly TileView[] =
    mode === "split" || mode === "side-by-side" ? ["before", "after"] : [mode];
  return flipped ? views.map(otherSide) : views;
}

/** What a view is compared with. */
export function otherSide(view: TileView): TileView {
  return view === "after" ? "before" : "after";
}

/** The panes in the order in which they are drawn. */
export function panesOf(arrangement: Arrangement): Pane[] {
  const { mode, size, camera, split, flipped, loupe } = arrangement;
  const views = viewsOf(mode, flipped);
  const halves = mode === "side-by-side" ? 2 : 1;
  const border = Math.round(size.width * (halves === 2 ? 0.5 : split));
  const panes = views.map((view, i): Pane => {
    const from = i === 0 ? 0 : border;
    const to = views.length === 1 || i === 1 ? size.width : border;
    return {
      view,
      shape: "box",
      clip: { x: from, y: 0, width: to - from, height: size.height },
      middle: {
        x: (size.width * (halves === 2 ? i + 0.5 : 0.5)) / halves,
        y: size.height / 2,
      },
      camera,
    };
  });
  if (loupe) panes.push(loupePane(paneAt(panes, loupe.at), loupe));
  return panes;
}

/** The pane at a point of the canvas; the last one where there is none. */
export function paneAt(panes: readonly Pane[], { x }: Point): Pane {
  return (
    panes.find(({ clip }) => x >= clip.x && x < clip.x + clip.width) ??
    panes.at(-1)!
  );
}

/** Which point of the image, in full-size pixels, a pane shows at a point of the canvas. */
export function pointAt({ camera, middle }: Pane, { x, y }: Point): Point {
  return {
    x: camera.x + (x - middle.x) / camera.scale,
    y: camera.y + (y - middle.y) / camera.scale,
  };
}

/** A magnifier over a pane: what lies under its middle is shown there, larger, of the other side. */
function loupePane(
  under: Pane,
  { at, radius }: { readonly at: Point; readonly radius: number },
): Pane {
  const { camera, view } = under;
  return {
    view: otherSide(view),
    shape: "circle",
    clip: {
      x: at.x - radius,
      y: at.y - radius,
      width: 2 * radius,
      height: 2 * radius,
    },
    middle: at,
    camera: {
      ...pointAt(under, at),
      scale: Math.max(LOUPE_SCALE, LOUPE_SCALE * camera.scale),
    },
  };
}
