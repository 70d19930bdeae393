/** The window around a rectangle: the context it needs, within the image and its surround, of one size. */
import { expect, test } from "vitest";
import { planTiles, tileAround } from "../../../models/inference/tiles.ts";

const context = { margin: 13, alignment: 8 };
const windowAt = (x: number, width = 300) =>
  tileAround({ x, y: 0, width: 30, height: 30 }, width, 300, context).window;

test("holds the context on both sides, from one of the network's blocks on", () => {
  expect(windowAt(100)).toMatchObject({ x: 80, width: 72 });
  expect(windowAt(103)).toMatchObject({ x: 80, width: 72 });
});

test("reaches beyond the image as far as every plan does, and keeps its size there", () => {
  expect(windowAt(0)).toMatchObject({ x: -16, width: 72 });
  // 300 pixels are 38 blocks.
  expect(windowAt(270)).toMatchObject({ x: 304 + 16 - 72, width: 72 });
  const [whole] = planTiles(300, 300, 1000, context);
  expect(whole!.window).toMatchObject({ x: -16, width: 304 + 2 * 16 });
});

test("is a whole small image", () => {
  expect(windowAt(3, 30)).toMatchObject({ x: -16, width: 64 });
});
