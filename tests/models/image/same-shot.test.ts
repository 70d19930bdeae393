import { describe, expect, it } from "vitest";
import { deadLeaves } from "../../../models/image/dead-leaves.ts";
import { sameShot } from "../../../models/image/same-shot.ts";
import { addWhiteNoise } from "../../../models/noise/gaussian.ts";
import { jpeg } from "../../../models/noise/jpeg.ts";
import { Random } from "../../../models/random.ts";

const scene = deadLeaves(128, 128, 1);
const exposure = (seed: number) =>
  addWhiteNoise(scene, 8 / 255, new Random(seed));
const compressed = (seed: number, quality: number) =>
  jpeg.apply(exposure(seed), new Random(9), { quality });

describe("sameShot", () => {
  it("knows an exposure that was compressed again, however strongly", () => {
    expect(sameShot(exposure(2), exposure(2))).toBe(true);
    expect(sameShot(exposure(2), compressed(2, 95))).toBe(true);
    expect(sameShot(compressed(2, 95), compressed(2, 60))).toBe(true);
    expect(sameShot(compressed(2, 60), exposure(2))).toBe(true);
  });

  it("tells two exposures of a still scene apart by their noise", () => {
    expect(sameShot(exposure(2), exposure(3))).toBe(false);
    expect(sameShot(compressed(2, 90), compressed(3, 90))).toBe(false);
  });

  it("takes frames without noise for one", () => {
    expect(sameShot(scene, scene)).toBe(true);
  });
});
