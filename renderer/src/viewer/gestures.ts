/** Pointer, touch and wheel on the canvas become commands of the viewer. */
import type { Point } from "../../../models/image/image.ts";
import type { Viewer } from "./viewer.svelte.ts";

/** Zoom of one notch of a mouse's wheel. */
const NOTCH = 1.25;
/** Zoom, as an exponent, for each pixel of a pinch on a touchpad. */
const PINCH = 0.01;
/** A turn of the wheel with the control key is reported as a pinch, but a hundred pixels at once. */
const LONGEST_PINCH = 25;
/** Scrolling that goes on within this many milliseconds comes from the same device. */
const SAME_GESTURE = 250;

/** Returns what takes the listeners away again. */
export function listenToGestures(
  canvas: HTMLCanvasElement,
  viewer: Viewer,
): () => void {
  const held = new Map<number, Point>();
  const wheel = new WheelKind();
  const controller = new AbortController();
  const density = () => canvas.width / Math.max(1, canvas.clientWidth);
  const pointOf = (event: MouseEvent): Point => ({
    x: event.offsetX * density(),
    y: event.offsetY * density(),
  });

  function press(event: PointerEvent) {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, pointOf(event));
    viewer.pointer = pointOf(event);
  }

  function move(event: PointerEvent) {
    const point = pointOf(event);
    viewer.pointer = point;
    const before = held.get(event.pointerId);
    if (!before) return;
    const others = [...held].filter(([id]) => id !== event.pointerId);
    held.set(event.pointerId, point);
    const fixed = others[0]?.[1];
    if (!fixed) {
      viewer.drag(point.x - before.x, point.y - before.y);
      return;
    }
    // Two fingers: each moves their middle by half of its own way.
    viewer.drag((point.x - before.x) / 2, (point.y - before.y) / 2);
    const was = Math.hypot(before.x - fixed.x, before.y - fixed.y);
    const is = Math.hypot(point.x - fixed.x, point.y - fixed.y);
    const middle = { x: (point.x + fixed.x) / 2, y: (point.y + fixed.y) / 2 };
    if (was > 0 && is > 0) viewer.pinch(is / was, viewer.fromMiddle(middle));
  }

  function release(event: PointerEvent) {
    held.delete(event.pointerId);
    if (event.pointerType !== "mouse") viewer.pointer = null;
  }

  function leave() {
    viewer.pointer = null;
  }

  function scroll(event: WheelEvent) {
    event.preventDefault();
    const at = viewer.fromMiddle(pointOf(event));
    const isWheel = wheel.isWheel(event, density());
    // Browsers report a pinch on a touchpad as a wheel with the control key.
    if (event.ctrlKey)
      viewer.pinch(Math.exp(-within(event.deltaY, LONGEST_PINCH) * PINCH), at);
    else if (isWheel) viewer.zoomBy(NOTCH ** within(notchesOf(event), 2), at);
    else viewer.drag(-event.deltaX * density(), -event.deltaY * density());
  }

  function doubleClick(event: MouseEvent) {
    viewer.toggleFit(viewer.fromMiddle(pointOf(event)));
  }

  const { signal } = controller;
  canvas.addEventListener("pointerdown", press, { signal });
  canvas.addEventListener("pointermove", move, { signal });
  canvas.addEventListener("pointerup", release, { signal });
  canvas.addEventListener("pointercancel", release, { signal });
  canvas.addEventListener("pointerleave", leave, { signal });
  canvas.addEventListener("wheel", scroll, { signal, passive: false });
  canvas.addEventListener("dblclick", doubleClick, { signal });
  return () => controller.abort();
}

function within(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}

/** How far a wheel was turned away from the person: a notch at least. */
function notchesOf({ wheelDeltaY = 0, deltaY }: Scroll): number {
  return -Math.sign(deltaY) * Math.max(1, Math.abs(wheelDeltaY) / 120);
}

/** Some systems divide the 120 of a notch by the density of the screen. */
function isWhole(wheelDelta: number, density: number): boolean {
  const off = (notches: number) => Math.abs(notches - Math.round(notches));
  const alone = wheelDelta / 120;
  return wheelDelta !== 0 && (off(alone) < 0.01 || off(alone * density) < 0.01);
}

/** What of a wheel event tells wheels and touchpads apart. */
export interface Scroll {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  readonly timeStamp: number;
  /** In 120ths of a notch; all browsers have it, though it is not in the standard. */
  readonly wheelDeltaY?: number;
}

/**
 * Tells a mouse's wheel, which zooms, from a touchpad, which moves the image. Wheels turn by whole
 * notches, and only downwards or upwards; touchpads begin with a few pixels. The first event of a
 * gesture decides, because single ones of a touchpad may look like a notch.
 */
export class WheelKind {
  #wheel = true;
  #last = -Infinity;

  /** @param density Pixels of the screen for each CSS pixel. */
  isWheel(scroll: Scroll, density = 1): boolean {
    const { deltaX, deltaMode, timeStamp, wheelDeltaY = 0 } = scroll;
    if (timeStamp - this.#last > SAME_GESTURE)
      this.#wheel =
        deltaMode !== 0 || (deltaX === 0 && isWhole(wheelDeltaY, density));
    this.#last = timeStamp;
    return this.#wheel;
  }
}
