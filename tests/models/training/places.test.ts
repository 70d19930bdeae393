/** Places worth looking at: each kind is found where it was put. */
import { expect, test } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import { rankPlaces } from "../../../models/training/places.ts";

const EDGE = 32;

/** Four squares in a row: grey, one step, checks of 4 pixels, black. */
function picture(): Image {
  const samples = new Uint8Array(4 * EDGE * EDGE);
  for (let y = 0; y < EDGE; y++)
    for (let x = 0; x < 4 * EDGE; x++) {
      const within = x % EDGE;
      const levels = [
        120,
        within < EDGE / 2 ? 60 : 180,
        ((x >> 2) + (y >> 2)) % 2 === 0 ? 80 : 160,
        0,
      ];
      samples[4 * EDGE * y + x] = levels[Math.floor(x / EDGE)]!;
    }
  return { width: 4 * EDGE, height: EDGE, channels: 1, samples };
}

test("detail, edges and smooth areas", () => {
  const { detail, edges, smooth } = rankPlaces(picture(), EDGE);
  expect(smooth[0]).toEqual({ x: 0, y: 0 });
  expect(edges[0]).toEqual({ x: EDGE, y: 0 });
  expect(detail[0]).toEqual({ x: 2 * EDGE, y: 0 });
});

test("a small photograph has one", () => {
  expect(rankPlaces(picture(), 200).smooth).toEqual([{ x: 0, y: 0 }]);
});
