/** Plans of windows: the image covered once, the windows within what is allowed, as little as possible computed twice. */
import { expect, test } from "vitest";
import {
  planWindows,
  smallestWindow,
  type Tile,
} from "../../../models/inference/tiles.ts";

const context = { margin: 46, alignment: 8 };

function counts(tiles: readonly Tile[]) {
  const { width, height } = tiles[0]!.window;
  const cores = tiles.map(({ core }) => core.width * core.height);
  return {
    windows: tiles.length,
    ...{ width, height },
    covered: cores.reduce((sum, pixels) => sum + pixels, 0),
  };
}

test.each([
  [4000, 3000, 1280, { windows: 9, width: 1400, height: 1064 }],
  [4000, 3000, 1792, { windows: 4, width: 2048, height: 1552 }],
  [3000, 4000, 1792, { windows: 4, width: 1552, height: 2048 }],
  [20_000, 500, 1280, { windows: 7, width: 2944, height: 504 }],
  [300, 200, 1280, { windows: 1, width: 304, height: 200 }],
  [1, 20_000, 1280, { windows: 1, width: 8, height: 20_000 }],
])("%i×%i in windows of %i²", (width, height, edge, expected) => {
  const tiles = planWindows(width, height, edge ** 2, context);
  expect(counts(tiles)).toEqual({ ...expected, covered: width * height });
});

test("no window is larger than allowed, down to the smallest", () => {
  const least = smallestWindow(context);
  for (const edge of [least, least + 8, 333, 1000])
    for (const [width, height] of [
      [1000, 700],
      [97, 1003],
      [2500, 64],
    ] as const) {
      const tiles = planWindows(width, height, edge ** 2, context);
      const { window } = tiles[0]!;
      expect(window.width * window.height).toBeLessThanOrEqual(edge ** 2);
      expect(counts(tiles).covered).toBe(width * height);
    }
});
