/** What draws tiles onto the canvas, and the choice of how. */
import type { ColourTable } from "../../../models/image/colour-table.ts";
import type { PreviewTile } from "../../../models/inference/preview-tile.ts";
import type { BlendSettings } from "../../../models/inference/blend.ts";
import { CanvasPainter } from "./canvas-painter.ts";
import type { Quad } from "./coverage.ts";
import type { Pane } from "./panes.ts";
import type { Surface } from "./tile-store.ts";
import type { Size } from "./tiles.ts";
import { WebglPainter } from "./webgl-painter.ts";

/** A pane, where its image lies in it, and the tiles to draw there. */
export interface Picture<Drawn> {
  readonly pane: Pane;
  readonly quads: readonly Quad<Drawn>[];
  /** Whether pixels are interpolated: not where each of them is to be seen. */
  readonly smooth: boolean;
}

/** How tiles are mixed. */
export interface Look {
  readonly settings: BlendSettings;
  /** Amplifies what was removed. */
  readonly gain: number;
}

export interface Painter<Drawn extends Surface> {
  /** Takes a tile in; nothing of it is needed afterwards. */
  load(tile: PreviewTile): Drawn;
  release(surface: Drawn): void;
  /**
   * Draws everything anew. False: it could not all be brought up to date; paint again soon.
   * @param colours Converts what is mixed for the screen; the same for all surfaces that there are.
   */
  paint(
    size: Size,
    pictures: readonly Picture<Drawn>[],
    look: Look,
    colours: ColourTable | null,
  ): boolean;
  dispose(): void;
}

/** Renderers that draw without a graphics card; mixing once on the CPU is quicker than theirs for each frame. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render/i;

/** With WebGL where a graphics card runs it, else with the CPU. */
export function createPainter(canvas: HTMLCanvasElement): Painter<Surface> {
  const painter = hasGraphicsCard() ? WebglPainter.on(canvas) : null;
  return painter ?? new CanvasPainter(canvas);
}

/** Asked on a canvas of its own: one that has a context of one kind never gets another. */
function hasGraphicsCard(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(
    names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER,
  );
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE.test(String(name));
}
