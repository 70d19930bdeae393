/** The commands of the viewer. */
import { expect, test } from "vitest";
import { pressKey } from "../../../renderer/src/viewer/keys.ts";
import { splitKey } from "../../../renderer/src/viewer/split.ts";
import { Viewer } from "../../../renderer/src/viewer/viewer.svelte.ts";

const CANVAS = { width: 1000, height: 1000 };

function open(): Viewer {
  const viewer = new Viewer(() => false);
  viewer.arrange("split", CANVAS);
  viewer.show({ width: 4000, height: 2000 });
  return viewer;
}

/** Lets all motion end. */
function settle(viewer: Viewer): void {
  while (!viewer.arrived) viewer.advance(16);
}

function press(viewer: Viewer, key: string): boolean {
  return pressKey(viewer, new KeyboardEvent("keydown", { key }), 1);
}

test("an image is shown as a whole to begin with", () => {
  const viewer = open();
  expect(viewer.zoom).toBe(0.25);
  expect(viewer.view).toEqual({ x: 0, y: 0, width: 4000, height: 2000 });
});

test("commands glide, and what will be visible is known at once", () => {
  const viewer = open();
  viewer.zoomTo(1);
  expect(viewer.zoom).toBe(0.25);
  expect(viewer.view).toEqual({ x: 1500, y: 500, width: 1000, height: 1000 });
  viewer.advance(16);
  expect(viewer.zoom).toBeGreaterThan(0.25);
  expect(viewer.zoom).toBeLessThan(1);
  settle(viewer);
  expect(viewer.zoom).toBe(1);
});

test("commands take effect at once for those who want no motion", () => {
  const viewer = new Viewer(() => true);
  viewer.arrange("split", CANVAS);
  viewer.show({ width: 4000, height: 2000 });
  viewer.zoomTo(1);
  viewer.advance(1);
  expect(viewer.zoom).toBe(1);
});

test("an image that is shown as a whole stays so when the canvas changes", () => {
  const viewer = open();
  viewer.arrange("side-by-side", CANVAS);
  expect(viewer.zoom).toBe(0.125);
  viewer.zoomTo(1);
  settle(viewer);
  viewer.arrange("split", CANVAS);
  expect(viewer.zoom).toBe(1);
});

test("a double click goes to 100 % and back", () => {
  const viewer = open();
  viewer.toggleFit();
  settle(viewer);
  expect(viewer.zoom).toBe(1);
  viewer.toggleFit();
  settle(viewer);
  expect(viewer.fitted).toBe(true);
});

test("a point is told from the middle of the pane that it lies in", () => {
  const viewer = open();
  expect(viewer.fromMiddle({ x: 900, y: 500 })).toEqual({ x: 400, y: 0 });
  viewer.arrange("side-by-side", CANVAS);
  expect(viewer.fromMiddle({ x: 900, y: 500 })).toEqual({ x: 150, y: 0 });
});

test("keys zoom, move, flip and magnify", () => {
  const viewer = open();
  press(viewer, "z");
  settle(viewer);
  expect(viewer.zoom).toBe(1);
  press(viewer, "ArrowRight");
  expect(viewer.view?.x).toBe(1580);
  press(viewer, "+");
  settle(viewer);
  expect(viewer.zoom).toBe(1.5);
  press(viewer, "0");
  settle(viewer);
  expect(viewer.fitted).toBe(true);
  press(viewer, " ");
  expect(viewer.flipped).toBe(true);
  press(viewer, "l");
  expect(viewer.loupe).toBe(true);
  expect(press(viewer, "x")).toBe(false);
});

test("keys with a modifier are somebody else's", () => {
  const viewer = open();
  const event = new KeyboardEvent("keydown", { key: "0", ctrlKey: true });
  expect(pressKey(viewer, event, 1)).toBe(false);
});

test.each([
  { key: "ArrowLeft", shiftKey: false, to: 0.49 },
  { key: "ArrowRight", shiftKey: true, to: 0.6 },
  { key: "Home", shiftKey: false, to: 0 },
  { key: "End", shiftKey: false, to: 1 },
  { key: "a", shiftKey: false, to: null },
])("on the split handle, $key moves to $to", ({ to, ...key }) => {
  const split = splitKey(0.5, key);
  if (to === null) expect(split).toBeNull();
  else expect(split).toBeCloseTo(to, 12);
});
