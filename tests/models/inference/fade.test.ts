/** What a network does fades with the noise level, from nothing at none to all of it; nothing is computed where nothing is done. */
import { describe, expect, test } from "vitest";
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import { faded, FULL, shareAt } from "../../../models/inference/fade.ts";

/** Makes everything white, and keeps what it is given, as an engine on another thread does. */
function whitening(white = 1) {
  const runs: number[] = [];
  const network: TileNetwork = {
    name: "whitening",
    margin: 0,
    alignment: 2,
    run(image, sigma, height, width) {
      runs.push(height * width);
      structuredClone(image, { transfer: [image.buffer as ArrayBuffer] });
      structuredClone(sigma, { transfer: [sigma.buffer as ArrayBuffer] });
      return Promise.resolve(new Float32Array(3 * height * width).fill(white));
    },
  };
  return { network: faded(network), runs };
}

/** All levels of 8 bits, then some of 16: 3×4×24. */
const picture = () =>
  Float32Array.from({ length: 288 }, (_, i) =>
    i < 256 ? i / 255 : (i * 227) / 65535,
  );
const map = (level: (i: number) => number) =>
  Float32Array.from({ length: 24 }, (_, i) => level(i));

describe("a network that fades", () => {
  test("is not run where there is no noise, and changes no sample", async () => {
    const { network, runs } = whitening();
    const result = await network.run(
      picture(),
      map(() => 0),
      4,
      24,
    );
    expect(result).toEqual(picture());
    expect(runs).toEqual([]);
  });

  test("gives its own result from the full level on", async () => {
    const { network, runs } = whitening();
    const result = await network.run(
      picture(),
      map(() => FULL),
      4,
      24,
    );
    expect(new Set(result)).toEqual(new Set([1]));
    expect(runs).toEqual([96]);
  });

  test("follows the map: two by two pixels in each channel", async () => {
    const { network } = whitening();
    // Of 2×12 cells the second in the first row has noise, and the last in the second row half of it.
    const levels = map((i) => (i === 1 ? FULL : i === 23 ? FULL / 2 : 0));
    const result = await network.run(picture(), levels, 4, 24);
    const before = picture();
    result.forEach((sample, i) => {
      const [x, y] = [i % 24, Math.floor(i / 24) % 4];
      if (y < 2 && (x === 2 || x === 3)) expect(sample).toBe(1);
      else if (y >= 2 && x >= 22)
        expect(sample).toBeCloseTo((before[i]! + 1) / 2, 6);
      else expect(sample).toBe(before[i]);
    });
  });

  test("hides no number of its own where nothing is done", async () => {
    const { network } = whitening(NaN);
    const levels = map((i) => (i === 0 ? FULL : 0));
    const result = await network.run(picture(), levels, 4, 24);
    expect(result.filter(Number.isNaN)).toHaveLength(3 * 4);
    expect(result.subarray(2, 24)).toEqual(picture().subarray(2, 24));
  });
});

test("the share rises from 0 to 1, without a step", () => {
  expect([shareAt(0), shareAt(FULL / 2), shareAt(FULL), shareAt(1)]).toEqual([
    0, 0.5, 1, 1,
  ]);
  let before = 0;
  for (let i = 1; i <= 100; i++) {
    const share = shareAt((FULL * i) / 100);
    expect(share).toBeGreaterThan(before);
    expect(share - before).toBeLessThan(0.016);
    before = share;
  }
  expect(shareAt(FULL / 1000)).toBeLessThan(1e-5);
});
