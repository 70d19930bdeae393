/** Plans of windows: the image covered once, the windows within what is allowed, as little as possible computed twice. */
import { expect, test } from "vitest";
import {
  planTiles,
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
  [4000, 3000, 1280, { windows: 9, width: 1416, height: 1080 }],
  [4000, 3000, 1824, { windows: 4, width: 2072, height: 1576 }],
  [3000, 4000, 1824, { windows: 4, width: 1576, height: 2072 }],
  [20_000, 500, 1280, { windows: 7, width: 2952, height: 552 }],
  [300, 200, 1280, { windows: 1, width: 352, height: 248 }],
  [1, 20_000, 1280, { windows: 1, width: 56, height: 20_048 }],
  [1, 1, 1280, { windows: 1, width: 56, height: 56 }],
])("%i×%i in windows of %i²", (width, height, edge, expected) => {
  const tiles = planWindows(width, height, edge ** 2, context);
  expect(counts(tiles)).toEqual({ ...expected, covered: width * height });
});

const ends = (
  length: number,
  edge: number,
  margin: number,
  around?: number,
) => {
  const tiles = planTiles(length, 10, edge, { margin, alignment: 8 }, around);
  const { x, width } = tiles.at(-1)!.window;
  return [tiles[0]!.window.x, x + width];
};

test("windows reach beyond the image alike at both ends, as far as its margin does at most", () => {
  // 500 pixels are 63 blocks.
  for (const edge of [1000, 200]) {
    expect(ends(500, edge, 46)).toEqual([-24, 504 + 24]);
    expect(ends(500, edge, 13)).toEqual([-16, 504 + 16]);
    expect(ends(500, edge, 0)).toEqual([0, 504]);
    expect(ends(500, edge, 46, 0)).toEqual([0, 504]);
  }
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
