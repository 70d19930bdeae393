/** Where a proof is taken: over texture where much was removed, not in the black and not where nothing changed. */
import { expect, test } from "vitest";
import { proofPlace } from "../../../models/inference/proof-place.ts";
import type { Image } from "../../../models/image/image.ts";

/** Two rows of three squares of 16: black, plain, striped; noise in all of the lower row. */
function scene(noisy: boolean): Image {
  const [width, height] = [48, 32];
  const samples = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const kind = Math.floor(x / 16);
      const base = kind === 0 ? 4 : kind === 1 ? 120 : (x & 4) > 0 ? 90 : 150;
      const noise = noisy && y >= 16 ? ((x * 7 + y * 13) % 5) * 8 - 16 : 0;
      samples.fill(
        Math.max(0, base + noise),
        3 * (y * width + x),
        3 * (y * width + x) + 3,
      );
    }
  return { width, height, channels: 3, samples };
}

test("the noisy striped square is the one", () => {
  expect(proofPlace(scene(true), scene(false), 16)).toEqual({ x: 32, y: 16 });
});

test("an image smaller than the square has one place", () => {
  expect(proofPlace(scene(true), scene(false), 100)).toEqual({ x: 0, y: 0 });
});
