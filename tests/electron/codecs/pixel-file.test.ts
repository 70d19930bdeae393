import { join } from "node:path";
import { expect, it } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { PixelFile } from "../../../electron/codecs/pixel-file.ts";
import { type Image } from "../../../models/image/image.ts";
import { readRegion } from "../../../models/image/regions.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

function numbered(
  width: number,
  height: number,
  channels: Image["channels"],
  bitDepth: 8 | 16,
): Image {
  const count = width * height * channels;
  const samples =
    bitDepth === 8 ? new Uint8Array(count) : new Uint16Array(count);
  for (let i = 0; i < count; i++) samples[i] = (i * 7919) % 65_521;
  return { width, height, channels, samples };
}

const bytesOf = ({ samples: { buffer, byteOffset, byteLength } }: Image) =>
  Buffer.from(buffer, byteOffset, byteLength);

it.each([
  [1, 1, 1, 8],
  [5, 4, 3, 8],
  [5, 4, 2, 16],
  [700, 901, 4, 16],
] as const)(
  "a file of %i×%i pixels, %i channels and %i bits holds regions, and is a TIFF",
  async (width, height, channels, bitDepth) => {
    const image = numbered(width, height, channels, bitDepth);
    const path = join(folder, `${width}x${channels}.tif`);
    const file = PixelFile.create(path, { width, height, channels, bitDepth });
    const split = Math.floor(height / 2);
    for (const [y, rows] of [
      [split, height - split],
      [0, split],
    ] as const) {
      const rect = { x: 0, y, width, height: rows };
      file.write(rect, readRegion(image, rect));
    }
    const inner = {
      x: Math.floor(width / 2),
      y: Math.floor(height / 3),
      width: Math.ceil(width / 2),
      height: Math.ceil(height / 2),
    };
    const part = readRegion(image, inner);
    expect(bytesOf(file.read(inner)).equals(bytesOf(part))).toBe(true);
    file.close();

    const decoded = await decodeImage(path);
    expect(decoded.image).toMatchObject({ width, height, channels });
    expect(bytesOf(decoded.image).equals(bytesOf(image))).toBe(true);
  },
);
