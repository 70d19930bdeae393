/** Finds the tiles that cover a pane with what there is, and names those that are missing. */
import type { Rect } from "../../../models/image/image.ts";
import type { Surface } from "./tile-store.ts";
import type { Pane } from "./panes.ts";
import { levelsOf } from "../../../electron/contract/resources.ts";
import {
  areaOf,
  childrenOf,
  levelAt,
  nameOf,
  parentOf,
  type Size,
  type TilePlace,
  tilesIn,
} from "./tiles.ts";

/** A surface and where it is drawn, in pixels of the canvas. */
export interface Quad<Drawn> {
  readonly surface: Drawn;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Coverage<Drawn> {
  /** The coarsest first, so that finer ones lie over them; of a level, those in the middle first. */
  readonly quads: readonly Quad<Drawn>[];
  /** The tiles of the level that fits, those in the middle first. */
  readonly places: readonly TilePlace[];
}

/** Where a pane's image lies on the canvas; exact magnifications begin at whole pixels. */
export function originOf({ camera, middle }: Pane): { x: number; y: number } {
  const x = middle.x - camera.x * camera.scale;
  const y = middle.y - camera.y * camera.scale;
  return camera.scale >= 1 ? { x: Math.round(x), y: Math.round(y) } : { x, y };
}

export function cover<Drawn extends Surface>(
  pane: Pane,
  image: Size,
  get: (place: TilePlace) => Drawn | undefined,
): Coverage<Drawn> {
  const levels = levelsOf(image.width, image.height);
  const { camera } = pane;
  const seen = areaIn(pane);
  const places = tilesIn(image, levelAt(camera.scale, levels), seen);
  const distance = (place: TilePlace) => {
    const { x, y, width, height } = areaOf(place);
    return Math.hypot(x + width / 2 - camera.x, y + height / 2 - camera.y);
  };
  places.sort((a, b) => distance(a) - distance(b));
  const drawn = new Map<string, TilePlace>();
  const draw = (place: TilePlace) => drawn.set(nameOf(place), place);
  for (const place of places) {
    draw(place);
    if (get(place)) continue;
    // Something coarser or finer stands in until the tile is here.
    for (let up = parentOf(place); up.level < levels; up = parentOf(up)) {
      draw(up);
      if (get(up)) break;
    }
    for (const child of childrenOf(place)) draw(child);
  }
  const origin = originOf(pane);
  const quads = [...drawn.values()]
    .sort((a, b) => b.level - a.level)
    .flatMap((place) => {
      const surface = get(place);
      if (!surface) return [];
      const { x, y } = areaOf(place);
      const size = camera.scale * 2 ** place.level;
      const left = origin.x + x * camera.scale;
      const top = origin.y + y * camera.scale;
      const right = left + surface.width * size;
      const bottom = top + surface.height * size;
      return [{ surface, left, top, right, bottom }];
    });
  return { quads, places };
}

/** What the pane's box shows, in full-size pixels. */
function areaIn({ camera, clip, middle }: Pane): Rect {
  return {
    x: camera.x + (clip.x - middle.x) / camera.scale,
    y: camera.y + (clip.y - middle.y) / camera.scale,
    width: clip.width / camera.scale,
    height: clip.height / camera.scale,
  };
}
