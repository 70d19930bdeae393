/** Which side of the comparison is shown where. */
import { expect, test } from "vitest";
import {
  type Arrangement,
  paneSize,
  panesOf,
  pointAt,
  viewsOf,
} from "../../../renderer/src/viewer/panes.ts";

const BASE: Arrangement = {
  mode: "split",
  size: { width: 1000, height: 600 },
  camera: { x: 50, y: 40, scale: 1 },
  split: 0.3,
  flipped: false,
  loupe: null,
};

test("a split shows one picture, before on the left and after on the right", () => {
  const panes = panesOf(BASE);
  expect(panes.map(({ view, clip }) => [view, clip.x, clip.width])).toEqual([
    ["before", 0, 300],
    ["after", 300, 700],
  ]);
  for (const { middle } of panes) expect(middle).toEqual({ x: 500, y: 300 });
});

test("side by side, both halves show the same place in their middle", () => {
  const panes = panesOf({ ...BASE, mode: "side-by-side" });
  expect(panes.map(({ clip, middle }) => [clip.x, middle.x])).toEqual([
    [0, 250],
    [500, 750],
  ]);
  expect(paneSize("side-by-side", BASE.size).width).toBe(500);
});

test("one view has the canvas to itself", () => {
  const [pane, ...others] = panesOf({ ...BASE, mode: "residual" });
  expect(pane).toMatchObject({ view: "residual", clip: { x: 0, width: 1000 } });
  expect(others).toEqual([]);
});

test("flipping shows the other side everywhere", () => {
  expect(viewsOf("split", true)).toEqual(["after", "before"]);
  expect(viewsOf("after", true)).toEqual(["before"]);
  expect(viewsOf("residual", true)).toEqual(["after"]);
});

test("the loupe shows the other side of what lies under it, in place", () => {
  const loupe = { at: { x: 200, y: 300 }, radius: 50 };
  const pane = panesOf({ ...BASE, loupe }).at(-1);
  expect(pane).toEqual({
    view: "after",
    shape: "circle",
    clip: { x: 150, y: 250, width: 100, height: 100 },
    middle: { x: 200, y: 300 },
    // 300 to the left of the middle, where 50 is.
    camera: { x: -250, y: 40, scale: 2 },
  });
});

test("the loupe magnifies to 200 %, or twice what is magnified already", () => {
  const loupe = { at: { x: 0, y: 0 }, radius: 50 };
  const scaleAt = (scale: number) =>
    panesOf({ ...BASE, camera: { ...BASE.camera, scale }, loupe }).at(-1)!
      .camera.scale;
  expect(scaleAt(0.1)).toBe(2);
  expect(scaleAt(3)).toBe(6);
});

test("a point of the canvas is a point of the image, in each pane", () => {
  const camera = { ...BASE.camera, scale: 2 };
  const panes = panesOf({ ...BASE, mode: "side-by-side", camera });
  const points = panes.map((pane) => pointAt(pane, { x: 260, y: 310 }));
  expect(points).toEqual([
    { x: 55, y: 45 },
    { x: -195, y: 45 },
  ]);
});
