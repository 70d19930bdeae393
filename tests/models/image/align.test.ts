/** The shift between two photographs is found through noise, and different scenes are told apart. */
import { describe, expect, test } from "vitest";
import { align } from "../../../models/image/align.ts";
import { type Planes, emptyPlanes } from "../../../models/image/image.ts";
import { Random } from "../../../models/random.ts";

const EDGE = 72;

/** Random blocks of 6 pixels, seen through a window at (x, y), with noise. */
function scene(seed: number, x: number, y: number, noise = 0): Planes {
  const blocks = new Random(seed);
  const grid = Float32Array.from({ length: 400 }, () => blocks.uniform());
  const random = new Random(seed + 100 * x + y);
  const planes = emptyPlanes(EDGE, EDGE, 3);
  for (let i = 0; i < planes.data.length; i++) {
    const column = Math.floor(((i % EDGE) + x + 12) / 6);
    const row = Math.floor((Math.floor((i % EDGE ** 2) / EDGE) + y + 12) / 6);
    planes.data[i] = grid[20 * row + column]! + noise * random.normal();
  }
  return planes;
}

describe("two photographs", () => {
  test.each([
    [0, 0],
    [3, -2],
    [-8, 8],
  ])("shifted by %i, %i", (x, y) => {
    const { shift, aligned } = align(scene(1, 0, 0, 0.1), scene(1, x, y));
    expect({ shift, aligned }).toEqual({
      shift: { x: 0 - x, y: 0 - y },
      aligned: true,
    });
  });

  test("shifted by more than can be corrected", () => {
    expect(align(scene(1, 0, 0), scene(1, 9, 0)).aligned).toBe(false);
  });

  test("of different scenes", () => {
    expect(align(scene(1, 0, 0), scene(2, 0, 0)).aligned).toBe(false);
  });
});
