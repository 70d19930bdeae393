import { describe, expect, it } from "vitest";
import { fromOpponent, toOpponent } from "../../../models/image/colour.ts";
import {
  boxMean,
  filterSeparable,
  gaussianBlur,
  gaussianKernel,
} from "../../../models/image/filter.ts";
import type { Planes } from "../../../models/image/image.ts";
import { quantise8 } from "../../../models/image/quantise.ts";
import {
  bandReach,
  haarDiagonal,
  undecimatedBands,
} from "../../../models/image/wavelet.ts";
import { Random } from "../../../models/random.ts";

function noise(length: number, seed: number): Float32Array {
  const data = new Float32Array(length);
  new Random(seed).fillNormal(data);
  return data;
}

function energy(data: Float32Array): number {
  return data.reduce((sum, value) => sum + value * value, 0);
}

describe("opponent colour", () => {
  const rgb: Planes = { width: 8, height: 4, channels: 3, data: noise(96, 1) };

  it("comes back exactly and keeps energy", () => {
    const opponent = toOpponent(rgb);
    expect(energy(opponent.data)).toBeCloseTo(energy(rgb.data), 3);
    fromOpponent(opponent).data.forEach((value, i) =>
      expect(value).toBeCloseTo(rgb.data[i]!, 5),
    );
  });

  it("has no chroma for grey", () => {
    const grey = Float32Array.of(0.2, 0.2, 0.2);
    const { data } = toOpponent({
      width: 1,
      height: 1,
      channels: 3,
      data: grey,
    });
    expect(data[0]).toBeCloseTo(0.2 * Math.sqrt(3), 6);
    expect(data[1]).toBeCloseTo(0, 6);
    expect(data[2]).toBeCloseTo(0, 6);
  });
});

describe("filters", () => {
  it("keep constants up to the borders", () => {
    const flat = new Float32Array(35).fill(0.4);
    for (const result of [gaussianBlur(flat, 7, 2), boxMean(flat, 7, 3)]) {
      for (const value of result) expect(value).toBeCloseTo(0.4, 6);
    }
  });

  it("spread an impulse as the kernel says", () => {
    const impulse = new Float32Array(49);
    impulse[24] = 1;
    const spread = filterSeparable(
      impulse,
      7,
      Float32Array.of(0.25, 0.5, 0.25),
    );
    expect(spread[24]).toBeCloseTo(0.25, 6);
    expect(spread[23]).toBeCloseTo(0.125, 6);
    expect(spread[16]).toBeCloseTo(0.0625, 6);
    expect(spread[22]).toBe(0);
    const wide = filterSeparable(
      impulse,
      7,
      Float32Array.of(0.25, 0.5, 0.25),
      2,
    );
    expect(wide[22]).toBeCloseTo(0.125, 6);
    expect(wide[23]).toBe(0);
  });

  it("average a square", () => {
    const data = Float32Array.from({ length: 25 }, (_, i) => i);
    expect(boxMean(data, 5, 1)[12]).toBeCloseTo(12, 5);
    // Mirrored at the corner: 6 5 6, 1 0 1, 6 5 6.
    expect(boxMean(data, 5, 1)[0]).toBeCloseTo(4, 5);
  });

  it("have Gaussian weights that sum to 1", () => {
    const kernel = gaussianKernel(1.3);
    expect(kernel.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 6);
    expect(kernel.length % 2).toBe(1);
  });
});

describe("wavelets", () => {
  it("find the variance of white noise and nothing in a ramp", () => {
    const smooth = new Float32Array(32 * 32);
    const variance = haarDiagonal(noise(64 * 64, 2), 64, smooth);
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
    const ramp = Float32Array.from({ length: 16 }, (_, i) => i + 3 * (i >> 2));
    const half = new Float32Array(4);
    expect(haarDiagonal(ramp, 4, half)).toBeCloseTo(0, 9);
    expect(half[0]).toBeCloseTo((0 + 1 + 7 + 8) / 2, 6);
  });

  it("split a plane into bands that add up to it", () => {
    const data = noise(20 * 20, 3);
    const { bands, smooth } = undecimatedBands(data, 20, 3);
    data.forEach((value, i) => {
      const sum = bands.reduce((total, band) => total + band[i]!, smooth[i]!);
      expect(sum).toBeCloseTo(value, 5);
    });
  });

  it("reach no farther than they say", () => {
    const impulse = new Float32Array(41 * 41);
    impulse[20 * 41 + 20] = 1;
    const { bands } = undecimatedBands(impulse, 41, 3);
    const row = bands[2]!.subarray(20 * 41, 21 * 41);
    const reached = [...row].flatMap((value, x) => (value === 0 ? [] : [x]));
    expect(reached[0]).toBe(20 - bandReach(3));
    expect(reached.at(-1)).toBe(20 + bandReach(3));
  });
});

describe("quantise8", () => {
  it("clamps and rounds to 255 levels", () => {
    const data = Float32Array.of(-0.2, 0.5, 1.7, 0.1);
    const rounded = quantise8({ width: 4, height: 1, channels: 1, data }).data;
    const levels = [...rounded].map((value) => value * 255);
    [0, 128, 255, 26].forEach((v, i) => expect(levels[i]).toBeCloseTo(v, 4));
  });
});
