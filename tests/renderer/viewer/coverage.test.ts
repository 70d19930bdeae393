/** Covering a pane with the tiles that there are. */
import { expect, test } from "vitest";
import { cover } from "../../../renderer/src/viewer/coverage.ts";
import type { Pane } from "../../../renderer/src/viewer/panes.ts";
import { nameOf } from "../../../renderer/src/viewer/tiles.ts";

const IMAGE = { width: 1024, height: 512 };
/** Shows the left 512 pixels at 100 %, with the image's corner at (0, 0). */
const PANE: Pane = {
  view: "after",
  shape: "box",
  clip: { x: 0, y: 0, width: 512, height: 512 },
  middle: { x: 256, y: 256 },
  camera: { x: 256, y: 256, scale: 1 },
};

function having(...names: string[]) {
  return cover(PANE, IMAGE, (place) =>
    names.includes(nameOf(place))
      ? { name: nameOf(place), width: 256, height: 256, bytes: 1 }
      : undefined,
  );
}

test("each tile has its place on the canvas", () => {
  const { quads } = having("0/0/0", "0/1/0", "0/0/1", "0/1/1");
  expect(quads).toHaveLength(4);
  expect(quads.find(({ surface }) => surface.name === "0/1/0")).toMatchObject({
    left: 256,
    top: 0,
    right: 512,
    bottom: 256,
  });
});

test("a coarser tile stands in for one that is missing, under those that are not", () => {
  const { quads } = having("0/0/0", "2/0/0");
  expect(quads.map(({ surface }) => surface.name)).toEqual(["2/0/0", "0/0/0"]);
  expect(quads[0]).toMatchObject({ left: 0, top: 0, right: 1024 });
});

test("finer tiles stand in, too", () => {
  const far = { ...PANE, camera: { ...PANE.camera, scale: 0.5 } };
  const { quads, places } = cover(far, IMAGE, (place) =>
    place.level === 0 ? { width: 256, height: 256, bytes: 1 } : undefined,
  );
  expect(places.every(({ level }) => level === 1)).toBe(true);
  expect(quads).toHaveLength(8);
});

test("tiles in the middle come first", () => {
  const aside = { ...PANE, camera: { x: 400, y: 100, scale: 1 } };
  const { places } = cover(aside, IMAGE, () => undefined);
  expect(nameOf(places[0]!)).toBe("0/1/0");
});

test("magnified pixels begin at pixels of the screen", () => {
  const between = { ...PANE, camera: { x: 256.4, y: 255.7, scale: 1 } };
  const { quads } = cover(between, IMAGE, () => ({
    width: 256,
    height: 256,
    bytes: 1,
  }));
  for (const { left, top } of quads)
    expect([left % 1, top % 1]).toEqual([0, 0]);
});
