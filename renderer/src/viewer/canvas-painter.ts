/** Draws tiles without a graphics card: each is mixed once by `mixTile` and then only placed. */
import {
  type ColourTable,
  convertColours,
} from "../../../models/image/colour-table.ts";
import {
  mixTile,
  type PreviewTile,
  type TileView,
} from "../../../models/inference/preview-tile.ts";
import { mixOf } from "../../../models/inference/blend.ts";
import type { Look, Painter, Picture } from "./painter.ts";
import type { Surface } from "./tile-store.ts";
import type { Size } from "./tiles.ts";

export interface CanvasSurface extends Surface {
  readonly tile: PreviewTile;
  /** The tile as it is shown, with the look that it was mixed for. */
  readonly mixed: Map<TileView, Mixed>;
}

interface Mixed {
  readonly context: CanvasRenderingContext2D;
  look: string;
}

/** Milliseconds for mixing in a frame; what is left is mixed in the next ones. */
const BUDGET = 20;

export class CanvasPainter implements Painter<CanvasSurface> {
  readonly #context: CanvasRenderingContext2D;
  readonly #now: () => number;

  constructor(canvas: HTMLCanvasElement, now = () => performance.now()) {
    this.#context = contextOf(canvas);
    this.#now = now;
  }

  load(tile: PreviewTile): CanvasSurface {
    const { width, height, noisy, denoised, texture } = tile;
    const samples =
      noisy.byteLength + denoised.byteLength + (texture?.byteLength ?? 0);
    // Two views are mixed of it as a rule.
    const bytes = samples + 2 * 4 * width * height;
    return { width, height, tile, bytes, mixed: new Map() };
  }

  release(surface: CanvasSurface): void {
    surface.mixed.clear();
  }

  paint(
    size: Size,
    pictures: readonly Picture<CanvasSurface>[],
    look: Look,
    colours: ColourTable | null,
  ): boolean {
    const context = this.#context;
    const end = this.#now() + BUDGET;
    let upToDate = true;
    context.clearRect(0, 0, size.width, size.height);
    for (const { pane, quads, smooth } of pictures) {
      const { clip, shape, view } = pane;
      context.save();
      context.beginPath();
      if (shape === "box")
        context.rect(clip.x, clip.y, clip.width, clip.height);
      else {
        const radius = clip.width / 2;
        context.arc(clip.x + radius, clip.y + radius, radius, 0, 2 * Math.PI);
      }
      context.clip();
      if (shape === "circle") context.clearRect(0, 0, size.width, size.height);
      context.imageSmoothingEnabled = smooth;
      const key = keyOf(view, look);
      for (const { surface, left, top, right, bottom } of quads) {
        const mixed = surface.mixed.get(view);
        if (mixed?.look !== key) {
          if (mixed && this.#now() > end) upToDate = false;
          else mix(surface, view, look, colours, key);
        }
        // Whole pixels: between two edges that share one, the surroundings would shine through.
        const [x, y] = [Math.round(left), Math.round(top)];
        context.drawImage(
          surface.mixed.get(view)!.context.canvas,
          x,
          y,
          Math.round(right) - x,
          Math.round(bottom) - y,
        );
      }
      context.restore();
    }
    return upToDate;
  }

  dispose(): void {
    // Contexts of canvases go with them.
  }
}

/** Equal for looks that give a view the same pixels. */
function keyOf(view: TileView, { settings, gain }: Look): string {
  if (view === "before") return "";
  const { luma, chroma, texture } = mixOf(settings);
  return [luma, chroma, texture, view === "residual" ? gain : 0].join();
}

function mix(
  surface: CanvasSurface,
  view: TileView,
  look: Look,
  colours: ColourTable | null,
  key: string,
) {
  const { tile, mixed, width, height } = surface;
  const context = mixed.get(view)?.context ?? newContext(width, height);
  const pixels = new ImageData(width, height);
  mixTile(tile, look.settings, view, look.gain, pixels.data);
  // What was removed is no colour.
  if (colours && view !== "residual") convertColours(colours, pixels.data);
  context.putImageData(pixels, 0, 0);
  mixed.set(view, { context, look: key });
}

function newContext(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return contextOf(canvas);
}

/** Kept in main memory, where the CPU writes and draws without a copy. */
function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext("2d", { willReadFrequently: true })!;
}
