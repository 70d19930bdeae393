/** The size that is foretold for a file is about the one that it gets. */
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { WritableFormat } from "../../../electron/codecs/codec.ts";
import { fileBytes } from "../../../electron/codecs/file-bytes.ts";

const photograph = join(import.meta.dirname, "../../../samples/otters.jpg");
const shape = { width: 600, height: 400, channels: 3, bitDepth: 8 } as const;

test.each<[WritableFormat, number]>([
  ["jpeg", 80],
  ["jpeg", 92],
  ["jpeg", 100],
  ["webp", 90],
  ["png", 92],
  ["tiff", 92],
])("%s of quality %i", async (format, quality) => {
  const pixels = sharp(photograph).extract({ left: 300, top: 100, ...shape });
  // Of a PNG, quality would be that of a palette.
  const options = format === "png" ? {} : { quality };
  const { length } = await pixels.toFormat(format, options).toBuffer();
  const foretold = fileBytes(shape, format, { quality });
  expect(length / foretold).toBeGreaterThan(0.5);
  expect(length / foretold).toBeLessThan(2);
});

test("16 bits take twice as much", () => {
  const deep = { ...shape, bitDepth: 16 } as const;
  expect(fileBytes(deep, "png", { quality: 92 })).toBe(
    2 * fileBytes(shape, "png", { quality: 92 }),
  );
});
