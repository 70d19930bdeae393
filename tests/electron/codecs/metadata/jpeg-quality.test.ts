/** How a JPEG was compressed is told by its own tables. */
import sharp from "sharp";
import { expect, test } from "vitest";
import {
  jpegQuality,
  jpegSubsampling,
} from "../../../../electron/codecs/metadata/jpeg-quality.ts";

const create = {
  width: 32,
  height: 16,
  channels: 3,
  background: "teal",
} as const;

test.each(["4:4:4", "4:2:0"] as const)(
  "quality and %s",
  async (chromaSubsampling) => {
    const file = await sharp({ create })
      .jpeg({ quality: 85, chromaSubsampling })
      .toBuffer();
    expect(jpegQuality(file)).toBe(85);
    expect(jpegSubsampling(file)).toBe(chromaSubsampling);
  },
);

test("a grey picture has no chroma, and other bytes have nothing", async () => {
  const grey = await sharp({ create }).toColourspace("b-w").jpeg().toBuffer();
  expect(jpegSubsampling(grey)).toBeUndefined();
  expect(jpegQuality(new Uint8Array(40))).toBeUndefined();
});
