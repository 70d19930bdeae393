/** The arithmetic of zooming and panning. */
import { expect, test } from "vitest";
import {
  between,
  type Camera,
  fitting,
  limited,
  moved,
  scaled,
  stepFrom,
  visible,
} from "../../../renderer/src/viewer/camera.ts";

const IMAGE = { width: 4000, height: 2000 };
const PANE = { width: 1000, height: 800 };

/** Where a point of the image lies, from the middle of the pane. */
const onScreen = (camera: Camera, point: { x: number; y: number }) => ({
  x: (point.x - camera.x) * camera.scale,
  y: (point.y - camera.y) * camera.scale,
});

test("all of the image fits, and small ones are not magnified", () => {
  expect(fitting(IMAGE, PANE)).toEqual({ x: 2000, y: 1000, scale: 0.25 });
  expect(fitting({ width: 200, height: 100 }, PANE).scale).toBe(1);
});

test("a tiny image is magnified until there is something to see, and can be shown as it is", () => {
  const dot = { width: 1, height: 1 };
  expect(fitting(dot, PANE)).toEqual({ x: 0.5, y: 0.5, scale: 192 });
  expect(fitting({ width: 40, height: 50 }, PANE).scale).toBe(3);
  expect(limited({ x: 0, y: 0, scale: 500 }, dot, PANE).scale).toBe(192);
  expect(limited({ x: 0, y: 0, scale: 1 }, dot, PANE).scale).toBe(1);
});

test("zooming keeps the point under the pointer", () => {
  const before = { x: 2000, y: 1000, scale: 0.5 };
  const at = { x: 100, y: -40 };
  const point = { x: 2000 + 100 / 0.5, y: 1000 - 40 / 0.5 };
  const after = scaled(before, 2, at);
  expect(after.scale).toBe(2);
  expect(onScreen(after, point)).toEqual(at);
});

test("the point under the pointer stays all the way to another scale", () => {
  const from = { x: 2000, y: 1000, scale: 0.5 };
  const to = scaled(from, 4, { x: 100, y: -40 });
  for (const t of [0.1, 0.5, 0.9]) {
    const place = onScreen(between(from, to, t), { x: 2200, y: 920 });
    expect(place.x).toBeCloseTo(100, 6);
    expect(place.y).toBeCloseTo(-40, 6);
  }
  expect(between(from, to, 1)).toBe(to);
});

test("panning moves the image by pixels of the screen", () => {
  expect(moved({ x: 500, y: 500, scale: 2 }, 10, -20)).toEqual({
    x: 495,
    y: 510,
    scale: 2,
  });
});

test("the image cannot be lost from sight, nor shown too small or too large", () => {
  expect(limited({ x: -900, y: 9000, scale: 1 }, IMAGE, PANE)).toEqual({
    x: 500,
    y: 1600,
    scale: 1,
  });
  expect(limited({ x: 0, y: 0, scale: 0.01 }, IMAGE, PANE)).toEqual(
    fitting(IMAGE, PANE),
  );
  expect(limited({ x: 0, y: 0, scale: 99 }, IMAGE, PANE).scale).toBe(8);
});

test("where the image is narrower than the pane, it stays in the middle", () => {
  // At 0.3 it is 1200 wide and 600 high.
  expect(limited({ x: 0, y: 0, scale: 0.3 }, IMAGE, PANE).y).toBe(1000);
});

test("what is visible is given in whole pixels of the image", () => {
  expect(visible({ x: 1000.5, y: 500, scale: 4 }, IMAGE, PANE)).toEqual({
    x: 875,
    y: 400,
    width: 251,
    height: 200,
  });
  expect(visible(fitting(IMAGE, PANE), IMAGE, PANE)).toEqual({
    x: 0,
    y: 0,
    ...IMAGE,
  });
});

test("buttons stop at round scales", () => {
  expect(stepFrom(0.9, 1)).toBe(1);
  expect(stepFrom(1, 1)).toBe(1.5);
  expect(stepFrom(1, -1)).toBe(2 / 3);
  expect(stepFrom(8, 1)).toBe(8);
});
