import { describe, expect, it } from "vitest";
import { downscale } from "../../../models/image/downscale.ts";
import type { Planes } from "../../../models/image/image.ts";

function grey(width: number, height: number, values: number[]): Planes {
  return { width, height, channels: 1, data: Float32Array.from(values) };
}

describe("downscale", () => {
  it("keeps constants and is exact at the original size", () => {
    const flat = downscale(grey(10, 8, new Array<number>(80).fill(0.3)), 7, 5);
    for (const value of flat.data) expect(value).toBeCloseTo(0.3, 6);
    const image = grey(3, 2, [0, 0.5, 1, 0.25, 0.75, 0.1]);
    expect(downscale(image, 3, 2).data).toEqual(image.data);
  });

  it("keeps a ramp, shifted to the new sample centres", () => {
    const ramp = Array.from({ length: 40 }, (_, x) => x / 40);
    const half = downscale(grey(40, 1, ramp), 20, 1);
    for (let x = 3; x < 17; x++) {
      expect(half.data[x]).toBeCloseTo((2 * x + 0.5) / 40, 5);
    }
  });

  it("does not alias: the finest checks become grey", () => {
    const stripes = Array.from({ length: 64 }, (_, x) => x % 2);
    const half = downscale(grey(64, 1, stripes), 32, 1);
    for (let x = 3; x < 29; x++) {
      expect(Math.abs(half.data[x]! - 0.5)).toBeLessThan(0.13);
    }
  });

  it("averages by twos before it shrinks far, at the same place", () => {
    const ramp = Array.from({ length: 64 * 2 }, (_, i) => (i % 64) / 64);
    const small = downscale(grey(64, 2, ramp), 16, 1);
    for (let x = 3; x < 13; x++) {
      expect(small.data[x]).toBeCloseTo((4 * x + 1.5) / 64, 5);
    }
  });
});
