/** Where one looks at an image and how closely, and the arithmetic of zooming and panning. */
import type { Point, Rect } from "../../../models/image/image.ts";
import type { Size } from "./tiles.ts";

export interface Camera {
  /** The point in the middle of the pane, in full-size pixels. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the screen (not CSS pixels) per pixel of the image: 1 is 100 %. */
  readonly scale: number;
}

export const LARGEST_SCALE = 8;
/** Of an image that fits, the longer side is brought towards this many screen pixels: a few show nothing beside the split. */
const SMALLEST_LENGTH = 192;

/** Where zooming by buttons and keys stops. */
const STEPS = [
  1 / 32,
  1 / 16,
  1 / 8,
  1 / 4,
  1 / 3,
  1 / 2,
  2 / 3,
  1,
  1.5,
  2,
  3,
  4,
  6,
  LARGEST_SCALE,
];

/** All of the image, in the middle. Small images are not magnified, save tiny ones, by a whole number. */
export function fitting(image: Size, pane: Size): Camera {
  const longest = Math.max(image.width, image.height);
  const scale = Math.min(
    Math.max(1, Math.floor(SMALLEST_LENGTH / longest)),
    pane.width / image.width,
    pane.height / image.height,
  );
  return { x: image.width / 2, y: image.height / 2, scale };
}

/** The camera, or the nearest one that shows no more surroundings than it must. */
export function limited(camera: Camera, image: Size, pane: Size): Camera {
  const fit = fitting(image, pane).scale;
  const scale = Math.min(
    Math.max(camera.scale, Math.min(fit, 1)),
    Math.max(fit, LARGEST_SCALE),
  );
  const within = (centre: number, length: number, shown: number) =>
    shown >= length
      ? length / 2
      : Math.min(Math.max(centre, shown / 2), length - shown / 2);
  return {
    x: within(camera.x, image.width, pane.width / scale),
    y: within(camera.y, image.height, pane.height / scale),
    scale,
  };
}

/** Another scale; what lies at `at`, in screen pixels from the pane's middle, stays there. */
export function scaled(camera: Camera, scale: number, at: Point): Camera {
  const shift = 1 / camera.scale - 1 / scale;
  return { x: camera.x + at.x * shift, y: camera.y + at.y * shift, scale };
}

/** The image moves by screen pixels: to the right and down where they are positive. */
export function moved(camera: Camera, dx: number, dy: number): Camera {
  const { x, y, scale } = camera;
  return { x: x - dx / scale, y: y - dy / scale, scale };
}

/**
 * On the way from one camera to another, `t` from 0 to 1. The scale grows by a constant factor, and
 * the point that both show at the same place stays there all the while: the centre is linear in
 * 1/scale.
 */
export function between(from: Camera, to: Camera, t: number): Camera {
  if (t >= 1) return to;
  const scale = from.scale * (to.scale / from.scale) ** t;
  const same = Math.abs(to.scale / from.scale - 1) < 1e-6;
  const way = same
    ? t
    : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return {
    x: from.x + (to.x - from.x) * way,
    y: from.y + (to.y - from.y) * way,
    scale,
  };
}

/** Whether two cameras show the same, to a fraction of a screen pixel. */
export function alike(a: Camera, b: Camera): boolean {
  const pixels = Math.hypot(a.x - b.x, a.y - b.y) * b.scale;
  return pixels < 0.25 && Math.abs(a.scale / b.scale - 1) < 1e-3;
}

/** What the pane shows of the image, in whole full-size pixels. */
export function visible(camera: Camera, image: Size, pane: Size): Rect {
  const span = (centre: number, length: number, limit: number) => {
    const half = length / camera.scale / 2;
    const from = Math.max(0, Math.floor(centre - half));
    const to = Math.min(limit, Math.ceil(centre + half));
    return { from, length: Math.max(1, to - from) };
  };
  const across = span(camera.x, pane.width, image.width);
  const down = span(camera.y, pane.height, image.height);
  return {
    x: across.from,
    y: down.from,
    width: across.length,
    height: down.length,
  };
}

/** The next step from a scale inwards (1) or outwards (−1). */
export function stepFrom(scale: number, direction: 1 | -1): number {
  const beyond = (step: number) => direction * (step / scale - 1) > 1e-3;
  const steps = direction > 0 ? STEPS : STEPS.toReversed();
  return steps.find(beyond) ?? scale;
}
