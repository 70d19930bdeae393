/** Which tiles of which level show a part of an image. */
import { expect, test } from "vitest";
import { overlap } from "../../../models/image/image.ts";
import {
  areaOf,
  childrenOf,
  levelAt,
  nameOf,
  parentOf,
  tilesIn,
} from "../../../renderer/src/viewer/tiles.ts";

const IMAGE = { width: 6000, height: 4000 };
const ALL = { x: 0, y: 0, ...IMAGE };

test.each([
  { scale: 8, level: 0 },
  { scale: 1, level: 0 },
  { scale: 0.61, level: 0 },
  { scale: 0.59, level: 1 },
  { scale: 0.25, level: 2 },
  { scale: 0.001, level: 5 },
])("at a scale of $scale, level $level is shown", ({ scale, level }) => {
  expect(levelAt(scale, 6)).toBe(level);
});

test("the tiles of an area are listed row by row", () => {
  const area = { x: 200, y: 300, width: 100, height: 10 };
  expect(tilesIn(IMAGE, 0, area).map(nameOf)).toEqual(["0/0/1", "0/1/1"]);
});

test("an image has as many tiles as its levels are large", () => {
  expect(tilesIn(IMAGE, 0, ALL)).toHaveLength(24 * 16);
  expect(tilesIn(IMAGE, 3, ALL)).toHaveLength(3 * 2);
  expect(tilesIn(IMAGE, 5, ALL)).toEqual([{ level: 5, column: 0, row: 0 }]);
});

test("nothing lies beside the image", () => {
  const around = { x: -500, y: -500, width: 9000, height: 9000 };
  expect(tilesIn(IMAGE, 3, around)).toEqual(tilesIn(IMAGE, 3, ALL));
  const beside = { x: 7000, y: 0, width: 100, height: 100 };
  expect(tilesIn(IMAGE, 0, beside)).toEqual([]);
});

test("the four finer tiles lie within their coarser one", () => {
  const tile = { level: 2, column: 3, row: 1 };
  const children = childrenOf(tile);
  expect(children.map(nameOf)).toEqual(["1/6/2", "1/7/2", "1/6/3", "1/7/3"]);
  for (const child of children) expect(parentOf(child)).toEqual(tile);
  expect(childrenOf({ level: 0, column: 0, row: 0 })).toEqual([]);
});

test("a region concerns the tiles that it overlaps, not those that it touches", () => {
  const tile = areaOf({ level: 1, column: 1, row: 0 });
  expect(tile).toEqual({ x: 512, y: 0, width: 512, height: 512 });
  expect(overlap(tile, { x: 0, y: 0, width: 513, height: 1 })).toBe(true);
  expect(overlap(tile, { x: 0, y: 0, width: 512, height: 512 })).toBe(false);
});
