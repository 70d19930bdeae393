import { describe, expect, it } from "vitest";
import type { Image } from "../../../models/image/image.ts";
import {
  copyImage,
  emptyLike,
  mirror,
  plane,
  toPlanes,
  writePlanes,
} from "../../../models/image/image.ts";

const rgb: Image = {
  width: 2,
  height: 1,
  channels: 3,
  samples: new Uint8Array([255, 0, 51, 102, 153, 204]),
};

function close(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 6));
}

describe("toPlanes", () => {
  it("separates channels and scales to 0..1", () => {
    close(toPlanes(rgb).data, [1, 0.4, 0, 0.6, 0.2, 0.8]);
  });

  it("repeats grey and leaves alpha out", () => {
    const grey: Image = {
      width: 2,
      height: 1,
      channels: 2,
      samples: new Uint16Array([65535, 1, 13107, 2]),
    };
    close(toPlanes(grey).data, [1, 0.2, 1, 0.2, 1, 0.2]);
    const alpha: Image = {
      width: 1,
      height: 1,
      channels: 4,
      samples: new Float32Array([0.1, 0.2, 0.3, 0.9]),
    };
    close(toPlanes(alpha).data, [0.1, 0.2, 0.3]);
  });

  it("mirrors without repeating the edge, however far outside", () => {
    const row: Image = {
      width: 3,
      height: 1,
      channels: 1,
      samples: new Float32Array([0.1, 0.2, 0.3]),
    };
    const planes = toPlanes(row, { x: -5, y: -2, width: 11, height: 2 });
    const line = [2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2].map((i) => i / 10);
    close(plane(planes, 0), [...line, ...line]);
  });
});

describe("mirror", () => {
  it("reflects around the edge samples", () => {
    expect([-3, -2, -1, 0, 1, 2, 3, 4].map((i) => mirror(i, 3))).toEqual([
      1, 2, 1, 0, 1, 2, 1, 0,
    ]);
    expect(mirror(-7, 1)).toBe(0);
    expect(mirror(9, 2)).toBe(1);
  });
});

describe("writePlanes", () => {
  it("gives back what was read, at every depth", () => {
    const images: Image[] = [
      rgb,
      { ...rgb, samples: new Uint16Array([1, 65535, 300, 32768, 7, 0]) },
      { ...rgb, samples: new Float32Array([0, 1, 0.5, 0.25, 0.1, 0.7]) },
    ];
    for (const image of images) {
      const target = emptyLike(image);
      const rect = { x: 0, y: 0, width: 2, height: 1 };
      writePlanes(target, rect, toPlanes(image));
      expect(target.samples).toEqual(image.samples);
    }
  });

  it("clamps, rounds, averages to grey and leaves alpha alone", () => {
    const target: Image = {
      width: 2,
      height: 1,
      channels: 2,
      samples: new Uint8Array([9, 7, 9, 8]),
    };
    const planes = {
      width: 2,
      height: 1,
      channels: 3,
      data: new Float32Array([0.1, 1.5, 0.2, 2, 0.33, 3]),
    };
    writePlanes(target, { x: 0, y: 0, width: 2, height: 1 }, planes);
    expect([...target.samples]).toEqual([54, 7, 255, 8]);
  });

  it("writes a region from inside larger planes", () => {
    const target: Image = {
      width: 3,
      height: 2,
      channels: 1,
      samples: new Uint8Array(6),
    };
    const planes = toPlanes({
      width: 4,
      height: 3,
      channels: 1,
      samples: Uint8Array.from({ length: 12 }, (_, i) => i),
    });
    const rect = { x: 1, y: 1, width: 2, height: 1 };
    writePlanes(target, rect, planes, { x: 2, y: 1 });
    expect([...target.samples]).toEqual([0, 0, 0, 0, 6, 7]);
  });

  it("refuses a region outside of the image", () => {
    const rect = { x: 1, y: 0, width: 2, height: 1 };
    expect(() => writePlanes(emptyLike(rgb), rect, toPlanes(rgb))).toThrow();
  });
});

describe("copyImage", () => {
  it("shares no samples", () => {
    const copy = copyImage(rgb);
    copy.samples[0] = 3;
    expect(rgb.samples[0]).toBe(255);
    expect(copy.samples[5]).toBe(204);
  });
});
