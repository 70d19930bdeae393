import { describe, expect, it } from "vitest";
import { plane } from "../../../models/image/image.ts";
import {
  afterGains,
  drawCameraMatrix,
  invert,
} from "../../../models/noise/colour-matrix.ts";
import { bayerChannel, demosaic } from "../../../models/noise/demosaic.ts";
import { lookUp, toneCurve } from "../../../models/noise/tone-curve.ts";
import { Random } from "../../../models/random.ts";

describe("the Bayer mosaic", () => {
  it("has red where its phase says, and blue across", () => {
    const phase = { x: 1, y: 0 } as const;
    const cell = [0, 1, 2, 3].map((i) => bayerChannel(i & 1, i >> 1, phase));
    expect(cell).toEqual([1, 0, 2, 1]);
  });
});

describe.each(["bilinear", "malvar"] as const)("%s demosaicing", (method) => {
  const phase = { x: 0, y: 1 } as const;

  it("restores an even colour, borders included", () => {
    const colour = [0.8, 0.5, 0.2];
    const mosaic = Float32Array.from({ length: 9 * 7 }, (_, i) => {
      return colour[bayerChannel(i % 9, Math.floor(i / 9), phase)]!;
    });
    const planes = demosaic(mosaic, 9, phase, method);
    colour.forEach((value, c) => {
      for (const v of plane(planes, c)) expect(v).toBeCloseTo(value, 5);
    });
  });

  it("keeps what the sensor saw", () => {
    const mosaic = new Float32Array(64);
    new Random(1).fillNormal(mosaic);
    const planes = demosaic(mosaic, 8, phase, method);
    mosaic.forEach((value, i) => {
      const channel = bayerChannel(i % 8, i >> 3, phase);
      expect(plane(planes, channel)[i]).toBe(value);
    });
  });
});

describe("colour matrices", () => {
  it("keep grey and are inverted exactly", () => {
    const matrix = drawCameraMatrix(new Random(2));
    for (const row of [0, 3, 6]) {
      const sum = matrix[row]! + matrix[row + 1]! + matrix[row + 2]!;
      expect(sum).toBeCloseTo(1, 9);
    }
    const back = invert(invert(matrix));
    back.forEach((v, i) => expect(v).toBeCloseTo(matrix[i]!, 9));
    expect(afterGains([1, 2, 3, 4, 5, 6, 7, 8, 9], 2, 1, 3)).toEqual([
      2, 2, 9, 8, 5, 18, 14, 8, 27,
    ]);
  });
});

describe("tone curves", () => {
  it("go to linear light and back", () => {
    for (const contrast of [0, 0.5, 1]) {
      const { toFile, toLinear } = toneCurve(contrast);
      for (const x of [0, 0.02, 0.3, 0.77, 1]) {
        expect(lookUp(toFile, lookUp(toLinear, x))).toBeCloseTo(x, 3);
      }
    }
  });

  it("are sRGB's without contrast, and clamp outside of 0..1", () => {
    const { toFile } = toneCurve(0);
    expect(lookUp(toFile, 0.214)).toBeCloseTo(0.5, 3);
    expect(lookUp(toFile, -1)).toBe(0);
    expect(lookUp(toFile, 2)).toBeCloseTo(1, 6);
  });
});
