import { expect, test } from "vitest";
import type { WritableFormat } from "../../../../electron/codecs/codec.ts";
import {
  type Photograph,
  planMemory,
} from "../../../../electron/engine/denoise/plan-memory.ts";

function photograph(
  megapixels: number,
  bitDepth: 8 | 16,
  format: WritableFormat,
  progressive = false,
): Photograph {
  const size = { width: 1000, height: 1000 * megapixels, channels: 3 } as const;
  return {
    file: "in",
    info: { ...size, bitDepth, format: "tiff" },
    target: { ...size, bitDepth },
    format,
    choices: { quality: 92, progressive },
    open: false,
  };
}

test.each([
  [24, 8, "jpeg", 2000, { pixels: "memory", share: 0.144 / 1.42232 }],
  [300, 8, "jpeg", 2000, { pixels: "files", share: 1 }],
  [300, 16, "png", 6000, { pixels: "memory", share: 3.6 / 5.42232 }],
  [300, 16, "png", 400, { pixels: "files", share: 1, edge: 866 }],
] as const)(
  "%i megapixels of %i bits to %s within %i MB",
  (megapixels, bitDepth, format, limit, expected) => {
    const image = photograph(megapixels, bitDepth, format);
    const { share, ...plan } = planMemory(image, {}, limit * 1e6);
    expect({ ...plan, share: share.toFixed(6) }).toEqual({
      ...expected,
      share: expected.share.toFixed(6),
    });
  },
);

test("windows are larger where the memory for three photographs and them allows it", () => {
  const plan = (limit: number) =>
    planMemory(photograph(24, 8, "jpeg"), { roomyEdge: 1792 }, limit);
  expect(plan(6e9)).toMatchObject({ pixels: "memory", edge: 1792 });
  expect(plan(1.2e9)).toMatchObject({ pixels: "memory", edge: 1609 });
  expect(plan(1e9)).not.toHaveProperty("edge");
  expect(plan(0.7e9)).toMatchObject({ pixels: "files", edge: 1500 });
});

test("an encoder that holds the whole image is counted", () => {
  const limit = 3e9;
  for (const [image, needed] of [
    [photograph(300, 8, "jpeg", true), 3850],
    [photograph(100, 8, "avif"), 4778],
  ] as const)
    expect(() => planMemory(image, {}, limit)).toThrow(
      expect.objectContaining({
        details: { kind: "memory", file: "in", needed, limit: 3000 },
      }) as Error,
    );
});
