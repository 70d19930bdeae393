/** Draws a tile with both painters, in a browser, and says how far each is from `mixTile`. */
import { Random } from "../../../models/random.ts";
import {
  type ColourTable,
  convertColours,
  identityTable,
} from "../../../models/image/colour-table.ts";
import {
  mixTile,
  type PreviewTile,
  TEXTURE_SCALE,
  type TileView,
} from "../../../models/inference/preview-tile.ts";
import { CanvasPainter } from "../../../renderer/src/viewer/canvas-painter.ts";
import type { Look, Painter } from "../../../renderer/src/viewer/painter.ts";
import type { Surface } from "../../../renderer/src/viewer/tile-store.ts";
import { WebglPainter } from "../../../renderer/src/viewer/webgl-painter.ts";

export interface Deviation {
  readonly painter: "canvas" | "webgl";
  readonly depth: 8 | 16;
  readonly view: TileView;
  /** Whether colours are converted for the screen. */
  readonly converts: boolean;
  /** Of any sample, in levels of 0..255. */
  readonly largest: number;
}

const EDGE = 64;
const LOOK: Look = {
  settings: { strength: 90, luma: 80, chroma: 100, detail: 60 },
  gain: 8,
};
const VIEWS: readonly TileView[] = ["before", "after", "residual"];

export function run(): Deviation[] {
  return ([8, 16] as const).flatMap((depth) => {
    const tile = tileOf(depth);
    return VIEWS.flatMap((view) =>
      [null, warmed()].flatMap((colours) => {
        const of = { depth, view, converts: colours !== null };
        const canvas = onCanvas(tile, view, colours);
        const webgl = onWebgl(tile, view, colours);
        return [
          { painter: "canvas" as const, ...of, largest: canvas },
          { painter: "webgl" as const, ...of, largest: webgl },
        ];
      }),
    );
  });
}

/** Any brightness, and noise that a network might have removed. */
function tileOf(depth: 8 | 16): PreviewTile {
  const random = new Random(depth);
  const samples = 3 * EDGE * EDGE;
  const full = 2 ** depth - 1;
  const noisy = Array.from({ length: samples }, () =>
    random.integer(0, full + 1),
  );
  const denoised = noisy.map((sample) => {
    const value = (sample / full) * 65535 + random.uniform(-4000, 4000);
    return Math.min(Math.max(value, 0), 65535);
  });
  const texture = Array.from({ length: EDGE * EDGE }, () =>
    random.uniform(-0.05 * TEXTURE_SCALE, 0.05 * TEXTURE_SCALE),
  );
  return {
    width: EDGE,
    height: EDGE,
    noisy: depth === 8 ? Uint8Array.from(noisy) : Uint16Array.from(noisy),
    denoised: Uint16Array.from(denoised),
    texture: Int16Array.from(texture),
    complete: true,
  };
}

/** A conversion in which channels differ and depend on each other. */
function warmed(): ColourTable {
  const table = identityTable();
  for (let at = 0; at < table.length; at += 3) {
    const [red, green, blue] = table.subarray(at, at + 3);
    table[at] = 255 * (red! / 255) ** 0.8;
    table[at + 1] = 0.9 * green! + 0.1 * red!;
    table[at + 2] = 0.8 * blue!;
  }
  return table;
}

function onCanvas(
  tile: PreviewTile,
  view: TileView,
  colours: ColourTable | null,
): number {
  const canvas = newCanvas();
  paint(new CanvasPainter(canvas), tile, view, colours);
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, EDGE, EDGE);
  return deviation(tile, view, colours, data);
}

function onWebgl(
  tile: PreviewTile,
  view: TileView,
  colours: ColourTable | null,
): number {
  const canvas = newCanvas();
  const painter = WebglPainter.on(canvas)!;
  paint(painter, tile, view, colours);
  const gl = canvas.getContext("webgl2")!;
  const pixels = new Uint8Array(4 * EDGE * EDGE);
  gl.readPixels(0, 0, EDGE, EDGE, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  painter.dispose();
  // Rows come from the bottom.
  const rows = Array.from({ length: EDGE }, (_, y) =>
    pixels.subarray(4 * EDGE * y, 4 * EDGE * (y + 1)),
  );
  const data = rows.toReversed().flatMap((row) => [...row]);
  return deviation(tile, view, colours, data);
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = EDGE;
  return canvas;
}

function paint<Drawn extends Surface>(
  painter: Painter<Drawn>,
  tile: PreviewTile,
  view: TileView,
  colours: ColourTable | null,
): void {
  const surface = painter.load(tile);
  const size = { width: EDGE, height: EDGE };
  const pane = {
    view,
    shape: "box" as const,
    clip: { x: 0, y: 0, ...size },
    middle: { x: EDGE / 2, y: EDGE / 2 },
    camera: { x: EDGE / 2, y: EDGE / 2, scale: 1 },
  };
  const quad = { surface, left: 0, top: 0, right: EDGE, bottom: EDGE };
  const picture = { pane, quads: [quad], smooth: true };
  painter.paint(size, [picture], LOOK, colours);
}

function deviation(
  tile: PreviewTile,
  view: TileView,
  colours: ColourTable | null,
  drawn: ArrayLike<number>,
): number {
  const expected = new Uint8ClampedArray(4 * EDGE * EDGE);
  mixTile(tile, LOOK.settings, view, LOOK.gain, expected);
  if (colours && view !== "residual") convertColours(colours, expected);
  let largest = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value - drawn[i]!));
  });
  return largest;
}
