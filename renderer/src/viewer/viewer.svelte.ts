/** What the viewer shows and what can be done with it: its state, and commands for buttons, keys and gestures. */
import type { PreviewProgress } from "../../../electron/contract/values.ts";
import type { Point, Rect } from "../../../models/image/image.ts";
import {
  alike,
  between,
  type Camera,
  fitting,
  limited,
  moved,
  scaled,
  stepFrom,
  visible,
} from "./camera.ts";
import {
  type Pane,
  paneAt,
  paneSize,
  panesOf,
  type ViewMode,
} from "./panes.ts";
import type { Size } from "./tiles.ts";

/** How long a glide takes to get to 1/e of its way, in milliseconds. */
const GLIDE = 55;
const MIDDLE: Point = { x: 0, y: 0 };

/** Lengths and points are in pixels of the canvas, which are finer than CSS pixels where the screen is. */
export class Viewer {
  /** Where the split lies, 0..1 from the left. */
  split = $state(0.5);
  /** Whether the magnifier is on. */
  loupe = $state(false);
  /** Whether the noise level lies over the picture in colours. */
  noiseShown = $state(false);
  /** Whether the other side is shown for the moment. */
  flipped = $state(false);
  /** Where the pointer is on the canvas, if it is there. */
  pointer = $state.raw<Point | null>(null);

  #camera = $state.raw<Camera>({ x: 0, y: 0, scale: 1 });
  #target = $state.raw<Camera>(this.#camera);
  #fitted = $state(true);
  #image = $state.raw<Size | null>(null);
  #canvas = $state.raw<Size>({ width: 1, height: 1 });
  #mode = $state<ViewMode>("split");
  readonly #pane = $derived(paneSize(this.#mode, this.#canvas));
  readonly #still: () => boolean;
  #listener: ((progress: PreviewProgress) => void) | null = null;

  /** @param still Whether commands take effect without motion, as people can ask their system for. */
  constructor(
    still = () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  ) {
    this.#still = still;
  }

  // --- what is seen ----------------------------------------------------------

  /** 1 is 100 %: a pixel of the image for each of the screen. */
  get zoom(): number {
    return this.#camera.scale;
  }

  /** Whether all of the image is shown; it stays so when the window changes. */
  get fitted(): boolean {
    return this.#fitted;
  }

  /** What is visible once all motion has ended, in full-size pixels; null without an image. */
  get view(): Rect | null {
    return this.#image && visible(this.#target, this.#image, this.#pane);
  }

  /** Where the magnifier is: at the pointer, or in the middle for those who use none. */
  get loupeAt(): Point {
    const { width, height } = this.#pane;
    return this.pointer ?? { x: width / 2, y: height / 2 };
  }

  /** The panes in the order in which they are drawn. */
  panes(loupeRadius: number): Pane[] {
    return panesOf({
      mode: this.#mode,
      size: this.#canvas,
      camera: this.#camera,
      split: this.split,
      flipped: this.flipped,
      loupe: this.loupe ? { at: this.loupeAt, radius: loupeRadius } : null,
    });
  }

  // --- commands --------------------------------------------------------------

  zoomIn(): void {
    this.zoomTo(stepFrom(this.#target.scale, 1));
  }

  zoomOut(): void {
    this.zoomTo(stepFrom(this.#target.scale, -1));
  }

  /** @param at What stays where it is, from the pane's middle. */
  zoomTo(scale: number, at = MIDDLE): void {
    this.#go(scaled(this.#target, scale, at));
  }

  zoomBy(factor: number, at = MIDDLE): void {
    this.zoomTo(this.#target.scale * factor, at);
  }

  /** Shows all of the image. */
  fit(): void {
    if (this.#image) this.#go(fitting(this.#image, this.#pane));
  }

  /** Between all of the image and 100 %. */
  toggleFit(at = MIDDLE): void {
    if (this.fitted) this.zoomTo(1, at);
    else this.fit();
  }

  /** Moves the image, gliding. */
  panBy(dx: number, dy: number): void {
    this.#go(moved(this.#target, dx, dy));
  }

  /** Moves the image with what holds it. */
  drag(dx: number, dy: number): void {
    this.#jump(moved(this.#camera, dx, dy));
  }

  /** Zooms with the fingers that hold the image. */
  pinch(factor: number, at: Point): void {
    this.#jump(scaled(this.#camera, this.zoom * factor, at));
  }

  /** A point of the canvas, from the middle of the pane that it lies in. */
  fromMiddle(point: Point): Point {
    const boxes = this.panes(0).filter(({ shape }) => shape === "box");
    const { middle } = paneAt(boxes, point);
    return { x: point.x - middle.x, y: point.y - middle.y };
  }

  /** Tells the viewer what has become clean: where events `preview.progress` go. */
  report(progress: PreviewProgress): void {
    this.#listener?.(progress);
  }

  // --- for PhotoViewer.svelte ------------------------------------------------

  /** Hands reports on until the returned function is called. */
  listen(listener: (progress: PreviewProgress) => void): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  /** Another image is shown, or none yet. */
  show(image: Size | null): void {
    this.#image = image;
    this.#jumpToFit();
  }

  /** The canvas has another size, or is divided otherwise. */
  arrange(mode: ViewMode, canvas: Size): void {
    this.#mode = mode;
    this.#canvas = canvas;
    if (this.fitted) this.#jumpToFit();
    else this.#jump(this.#camera);
  }

  /** Whether the camera is where it was sent. */
  get arrived(): boolean {
    return this.#camera === this.#target;
  }

  /** Moves on by so many milliseconds. */
  advance(elapsed: number): void {
    const way = this.#still() ? 1 : 1 - Math.exp(-elapsed / GLIDE);
    const next = between(this.#camera, this.#target, way);
    this.#camera = alike(next, this.#target) ? this.#target : next;
  }

  #jumpToFit(): void {
    if (this.#image) this.#jump(fitting(this.#image, this.#pane));
  }

  #jump(camera: Camera): void {
    this.#go(camera);
    this.#camera = this.#target;
  }

  #go(camera: Camera): void {
    if (!this.#image) return;
    this.#target = limited(camera, this.#image, this.#pane);
    this.#fitted = alike(this.#target, fitting(this.#image, this.#pane));
  }
}
