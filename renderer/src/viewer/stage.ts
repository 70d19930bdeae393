/** Draws what the viewer shows: once for every change, and for each frame of a motion. */
import {
  type ImageId,
  type PreviewProgress,
} from "../../../electron/contract/values.ts";
import { levelsOf } from "../../../electron/contract/resources.ts";
import { fetchFromApp } from "../session.ts";
import { cover } from "./coverage.ts";
import { DisplayColours } from "./display-colours.ts";
import { createPainter, type Look, type Painter } from "./painter.ts";
import type { Pane } from "./panes.ts";
import { type Surface, TileStore } from "./tile-store.ts";
import type { Size, TilePlace } from "./tiles.ts";

/** What is drawn now; each is asked for again in every frame. */
export interface Show {
  /** Null until the image is open. */
  readonly image: (Size & { readonly id: ImageId; revision: number }) | null;
  readonly panes: readonly Pane[];
  readonly look: Look;
  readonly arrived: boolean;
}

/** Bytes of tiles that are kept: six screens of 4 megapixels. */
const CAPACITY = 400e6;
/** From 200 % on, each pixel of the image is to be seen. */
const CRISP_SCALE = 2;
/** A frame that comes late, as in a tab behind others, does not jump. */
const LONGEST_STEP = 50;

export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #show: () => Show;
  readonly #advance: (elapsed: number) => void;
  #painter: Painter<Surface>;
  readonly #tiles: TileStore<Surface>;
  readonly #colours = new DisplayColours(() => this.invalidate());
  #frame: number | undefined;
  #last: number | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    show: () => Show,
    advance: (elapsed: number) => void,
  ) {
    this.#canvas = canvas;
    this.#show = show;
    this.#advance = advance;
    this.#painter = createPainter(canvas);
    this.#tiles = new TileStore({
      fetchTile,
      load: (tile) => this.#painter.load(tile),
      release: (surface) => this.#painter.release(surface),
      changed: () => this.invalidate(),
      capacity: CAPACITY,
      now: () => performance.now(),
    });
    // The driver was restarted, or the machine slept: what lay on the graphics card is gone.
    canvas.addEventListener("webglcontextlost", this.#lost);
    canvas.addEventListener("webglcontextrestored", this.#restored);
  }

  /** Draws what is shown in the next frame; an effect that calls this runs again when that changes. */
  watch(): void {
    this.#show();
    this.invalidate();
  }

  invalidate(): void {
    this.#frame ??= requestAnimationFrame(this.#step);
  }

  /** Sets the canvas's size and draws at once: a canvas is empty after that. */
  resize({ width, height }: Size): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#draw();
  }

  report({ id, revision, regions }: PreviewProgress): void {
    if (id === this.#show().image?.id) this.#tiles.outdate(regions, revision);
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#canvas.removeEventListener("webglcontextlost", this.#lost);
    this.#canvas.removeEventListener("webglcontextrestored", this.#restored);
    this.#tiles.clear();
    this.#colours.close();
    this.#painter.dispose();
  }

  readonly #lost = (event: Event) => {
    // Says that it is to be restored.
    event.preventDefault();
  };

  readonly #restored = () => {
    this.#tiles.clear();
    this.#painter = createPainter(this.#canvas);
    this.invalidate();
  };

  readonly #step = (now: number) => {
    this.#frame = undefined;
    const elapsed = Math.min(now - (this.#last ?? now), LONGEST_STEP);
    this.#last = now;
    if (!this.#show().arrived) this.#advance(elapsed);
    const upToDate = this.#draw();
    if (this.#show().arrived) this.#last = undefined;
    else this.invalidate();
    if (!upToDate) this.invalidate();
  };

  /** Returns whether everything is as it should be. */
  #draw(): boolean {
    const { image, panes, look } = this.#show();
    this.#tiles.open(image?.id ?? null, image?.revision ?? 0);
    const get = (place: TilePlace) => this.#tiles.get(place);
    const pictures = panes.map((pane) => ({
      pane,
      smooth: pane.camera.scale < CRISP_SCALE,
      ...(image ? cover(pane, image, get) : { quads: [], places: [] }),
    }));
    const colours = image ? this.#colours.of(image.id) : null;
    if (image) {
      // The coarsest level is one tile: there is something to show as soon as it is here.
      const level = levelsOf(image.width, image.height) - 1;
      const places = pictures.toReversed().flatMap(({ places }) => places);
      this.#tiles.want(
        [{ level, column: 0, row: 0 }, ...places],
        look.settings.detail > 0,
      );
    }
    // Not in wrong colours, not even for a moment.
    const drawn = colours === undefined ? [] : pictures;
    return this.#painter.paint(this.#canvas, drawn, look, colours ?? null);
  }
}

/** The host answers with the tile, and with another status when it has none (yet). */
async function fetchTile(
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const response = await fetchFromApp(path, { signal });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
