/** Preview tiles: the bytes give back what was packed, and mixing them shows what `blend` computes. */
import { describe, expect, test } from "vitest";
import type { Planes } from "../../../models/image/image.ts";
import { blend, textureOf } from "../../../models/inference/blend.ts";
import {
  mixTile,
  packTile,
  type PreviewTile,
  TEXTURE_SCALE,
  type TileView,
  unpackTile,
} from "../../../models/inference/preview-tile.ts";
import { Random } from "../../../models/random.ts";

const FULL = { strength: 100, luma: 100, chroma: 100, detail: 0 };

const tile: PreviewTile = {
  width: 2,
  height: 1,
  noisy: Uint8Array.of(10, 20, 30, 200, 210, 220),
  denoised: Uint16Array.of(2570, 5140, 7710, 25700, 25957, 26214),
  texture: Int16Array.of(-300, 300),
  complete: true,
};

describe("a packed tile", () => {
  test.each<[string, PreviewTile]>([
    ["8 bits with texture", tile],
    ["8 bits", { ...tile, texture: null, complete: false }],
    ["16 bits", { ...tile, noisy: Uint16Array.from(tile.noisy) }],
  ])("holds %s", (_, packed) => {
    const bytes = packTile(packed);
    expect(unpackTile(bytes)).toEqual(packed);
    expect(unpackTile(bytes).denoised.buffer).toBe(bytes.buffer);
  });

  test("is read wherever its bytes lie", () => {
    const bytes = packTile(tile);
    const moved = new Uint8Array(bytes.length + 1);
    moved.set(bytes, 1);
    expect(unpackTile(moved.subarray(1))).toEqual(tile);
  });

  test("is refused when it is damaged", () => {
    const bytes = packTile(tile);
    expect(() => unpackTile(bytes.subarray(0, 8))).toThrow();
    expect(() => unpackTile(bytes.subarray(0, bytes.length - 1))).toThrow();
    expect(() => unpackTile(bytes.map((byte) => byte ^ 255))).toThrow();
  });
});

function mixed(
  of: PreviewTile,
  view: TileView,
  settings = FULL,
  gain = 1,
): number[] {
  const out = new Uint8ClampedArray(4 * of.width * of.height);
  mixTile(of, settings, view, gain, out);
  return [...out];
}

describe("mixing", () => {
  test("shows the file, the result, and what is taken away", () => {
    expect(mixed(tile, "before")).toEqual([
      10, 20, 30, 255, 200, 210, 220, 255,
    ]);
    expect(mixed(tile, "after")).toEqual([10, 20, 30, 255, 100, 101, 102, 255]);
    expect(mixed(tile, "residual")).toEqual([
      128, 128, 128, 255, 228, 236, 246, 255,
    ]);
    expect(mixed(tile, "residual", { ...FULL, strength: 50 }).slice(4)).toEqual(
      [178, 182, 186, 255],
    );
    expect(mixed(tile, "residual", FULL, 0.1).slice(4, 5)).toEqual([138]);
  });

  test("shows 16 bits like 8", () => {
    const deep = {
      ...tile,
      noisy: Uint16Array.from(tile.noisy, (x) => x * 257),
    };
    for (const view of ["before", "after", "residual"] as const)
      expect(mixed(deep, view)).toEqual(mixed(tile, view));
  });

  test.each([
    { strength: 80, luma: 60, chroma: 90, detail: 70 },
    { strength: 100, luma: 100, chroma: 0, detail: 100 },
    { strength: 0, luma: 100, chroma: 100, detail: 50 },
  ])("computes what the export does with %o", (settings) => {
    const [width, height] = [24, 16];
    const random = new Random(4);
    const levels = (top: number) =>
      Uint16Array.from({ length: 3 * width * height }, () =>
        random.integer(0.3 * top, 0.7 * top),
      );
    const noisy = Uint8Array.from(levels(255));
    const denoised = levels(65535);
    const texture = textureOf(
      planes(noisy, width, 255),
      planes(denoised, width, 65535),
    );
    const out = mixed(
      {
        width,
        height,
        noisy,
        denoised,
        texture: Int16Array.from(texture, (x) => Math.round(x * TEXTURE_SCALE)),
        complete: true,
      },
      "after",
      settings,
    );
    const exact = blend(
      planes(noisy, width, 255),
      planes(denoised, width, 65535),
      settings,
    );
    for (let i = 0; i < width * height; i++)
      for (let c = 0; c < 3; c++) {
        const level = 255 * (exact.data[c * width * height + i] ?? NaN);
        expect(Math.abs((out[4 * i + c] ?? NaN) - level)).toBeLessThan(0.51);
      }
  });
});

function planes(
  samples: Uint8Array | Uint16Array,
  width: number,
  top: number,
): Planes {
  const pixels = samples.length / 3;
  const data = Float32Array.from(
    samples,
    (_, i) => (samples[3 * (i % pixels) + Math.floor(i / pixels)] ?? NaN) / top,
  );
  return { width, height: pixels / width, channels: 3, data };
}
