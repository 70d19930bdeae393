import { describe, expect, it } from "vitest";
import type { Planes } from "../../../models/image/image.ts";
import {
  cropPatch,
  orient,
  orientations,
  texture,
} from "../../../models/image/patches.ts";
import { Random } from "../../../models/random.ts";

function grey(width: number, height: number, values: number[]): Planes {
  return { width, height, channels: 1, data: Float32Array.from(values) };
}

describe("cropPatch", () => {
  it("cuts a square of three planes", () => {
    const image = {
      width: 3,
      height: 3,
      channels: 1 as const,
      samples: Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]),
    };
    const patch = cropPatch(image, 1, 1, 2);
    expect([...patch.data.subarray(0, 4)]).toEqual([4, 5, 7, 8]);
    expect(patch.channels).toBe(3);
  });
});

describe("orient", () => {
  const square = grey(2, 2, [1, 2, 3, 4]);

  it("has eight different results, the first the image itself", () => {
    const results = orientations.map((o) => orient(square, o).data.join());
    expect(results[0]).toBe("1,2,3,4");
    expect(results[1]).toBe("2,1,4,3");
    expect(results[2]).toBe("3,4,1,2");
    expect(results[4]).toBe("1,3,2,4");
    expect(new Set(results).size).toBe(8);
  });

  it("swaps width and height with the axes", () => {
    const turned = orient(grey(3, 1, [1, 2, 3]), 5);
    expect([turned.width, turned.height]).toEqual([1, 3]);
    expect([...turned.data]).toEqual([3, 2, 1]);
  });
});

describe("texture", () => {
  it("is nothing on flat areas and grows with contrast", () => {
    expect(texture(grey(4, 4, new Array<number>(16).fill(0.4)))).toBe(0);
    expect(texture(grey(2, 2, [0, 1, 0, 1]))).toBeCloseTo(0.5, 6);
    const random = new Random(1);
    const noise = Array.from({ length: 64 }, () => random.uniform());
    const faint = noise.map((v) => v / 4);
    expect(texture(grey(8, 8, noise))).toBeCloseTo(
      4 * texture(grey(8, 8, faint)),
      5,
    );
  });
});
