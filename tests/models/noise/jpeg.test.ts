import { describe, expect, it } from "vitest";
import {
  forwardLine,
  inverseLine,
  lineScale,
} from "../../../models/noise/dct.ts";
import { quantisationTable } from "../../../models/noise/jpeg-tables.ts";
import { jpeg } from "../../../models/noise/jpeg.ts";
import { quantise8 } from "../../../models/image/quantise.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { distance, flat, gradient, scene } from "./scenes.ts";

describe("the fast cosine transform", () => {
  const line = [3, -1, 4, 1, -5, 9, 2, 6];

  it("is the orthonormal one but for its scale", () => {
    const data = Float32Array.from(line);
    forwardLine(data, 0, 1);
    for (let k = 0; k < 8; k++) {
      const norm = k === 0 ? Math.sqrt(1 / 8) : 1 / 2;
      const expected = line.reduce(
        (sum, v, n) =>
          sum + norm * v * Math.cos(((2 * n + 1) * k * Math.PI) / 16),
        0,
      );
      expect(data[k]! / (Math.sqrt(8) * lineScale[k]!)).toBeCloseTo(
        expected,
        4,
      );
    }
  });

  it("is undone by its inverse, at any step", () => {
    const data = new Float32Array(24);
    line.forEach((value, i) => (data[3 * i + 1] = value));
    forwardLine(data, 1, 3);
    for (let k = 0; k < 8; k++) data[3 * k + 1]! /= 8;
    inverseLine(data, 1, 3);
    line.forEach((v, i) => expect(data[3 * i + 1]).toBeCloseTo(v, 4));
    expect(data[0]).toBe(0);
  });
});

describe("quantisation tables", () => {
  it("are the standard ones at 50 and all ones at 100", () => {
    expect(quantisationTable("luma", 50).slice(0, 4)).toEqual([16, 11, 10, 16]);
    expect(quantisationTable("chroma", 50).at(-1)).toBe(99);
    expect(new Set(quantisationTable("luma", 100))).toEqual(new Set([1]));
    expect(quantisationTable("luma", 75)[0]).toBe(8);
    expect(quantisationTable("luma", 10)[0]).toBe(80);
  });
});

describe("JPEG noise", () => {
  const random = () => new Random(1);
  const at = (quality: number, subsampling: "4:4:4" | "4:2:0" = "4:4:4") => ({
    quality,
    subsampling,
    offset: { x: 0, y: 0 },
  });
  const detailed = quantise8(
    white.apply(gradient(45, 37), random(), { sigma: 12 }),
  );

  it("leaves grey areas as they are", () => {
    const grey = quantise8(flat(20, 12, 0.5));
    for (const subsampling of ["4:4:4", "4:2:0"] as const) {
      const coded = jpeg.apply(grey, random(), at(90, subsampling));
      expect(distance(coded, grey)).toBeLessThan(1.1);
    }
  });

  it("loses little at quality 100 and ever more below", () => {
    const losses = [100, 95, 80, 50, 20].map((quality) =>
      distance(jpeg.apply(detailed, random(), at(quality)), detailed),
    );
    expect(losses[0]).toBeLessThan(0.8);
    expect(losses).toEqual([...losses].sort((one, other) => one - other));
  });

  it("gives 8-bit levels in 0..1", () => {
    const { data } = jpeg.apply(detailed, random(), at(60, "4:2:0"));
    const isLevel = (value: number): boolean =>
      value >= 0 &&
      value <= 1 &&
      Math.abs(value * 255 - Math.round(value * 255)) < 1e-3;
    expect(data.every(isLevel)).toBe(true);
  });

  it("blurs colour when it is subsampled, not brightness", () => {
    const stripes = scene(32, 32, (x, _, c) => (c === 0 ? (x & 1) * 0.6 : 0.4));
    const full = jpeg.apply(stripes, random(), at(98));
    const halved = jpeg.apply(stripes, random(), at(98, "4:2:0"));
    expect(distance(full, stripes)).toBeLessThan(4);
    expect(distance(halved, stripes)).toBeGreaterThan(20);
  });

  it("puts its blocks where the offset says", () => {
    const options = { ...at(20), offset: { x: 3, y: 5 } };
    const shifted = jpeg.apply(detailed, random(), options);
    expect(shifted.data).not.toEqual(
      jpeg.apply(detailed, random(), at(20)).data,
    );
    expect(distance(shifted, detailed)).toBeLessThan(15);
  });
});
