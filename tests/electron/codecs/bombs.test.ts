/** Tiny files that promise 60,000 × 60,000 pixels are refused by their header, before memory is taken for them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { readThumbnail } from "../../../electron/codecs/thumbnail.ts";
import { writeDng } from "../../support/camera-raw.ts";
import { writeExr } from "../../support/exr-files.ts";
import { pixelsOf, randomImage } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const SIDE = 60_000;
const folder = temporaryFolder();
const sample = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, "../../samples", name));
const small = () => pixelsOf(randomImage(16, 12, 3));
const text = (content: string): Buffer =>
  Buffer.concat([Buffer.from(content, "latin1"), Buffer.alloc(100)]);

/** A copy of a TIFF whose first directory says another size (tags 256 and 257, as longs). */
function largeTiff(bytes: Uint8Array): Buffer {
  const tiff = Buffer.from(bytes);
  const directory = tiff.readUInt32LE(4);
  for (let i = 0; i < tiff.readUInt16LE(directory); i++) {
    const entry = directory + 2 + 12 * i;
    if (![256, 257].includes(tiff.readUInt16LE(entry))) continue;
    tiff.writeUInt16LE(4, entry + 2);
    tiff.writeUInt32LE(SIDE, entry + 8);
  }
  return tiff;
}

/** Of HEIF files: the size of every picture (box `ispe`). */
function largeHeif(bytes: Buffer): Buffer {
  for (let at = 0; (at = bytes.indexOf("ispe", at)) >= 0; at += 4) {
    bytes.writeUInt32BE(SIDE, at + 8);
    bytes.writeUInt32BE(SIDE, at + 12);
  }
  return bytes;
}

async function largePng(): Promise<Buffer> {
  const bytes = await small().png({ progressive: true }).toBuffer();
  bytes.writeUInt32BE(SIDE, 16);
  bytes.writeUInt32BE(SIDE, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

async function largeJpeg(): Promise<Buffer> {
  const bytes = await small().jpeg({ progressive: true }).toBuffer();
  const frame = bytes.indexOf(Buffer.of(0xff, 0xc2));
  bytes.writeUInt16BE(SIDE, frame + 5);
  bytes.writeUInt16BE(SIDE, frame + 7);
  return bytes;
}

function largeGif(): Buffer {
  const bytes = sample("ramp.gif");
  const frame = bytes.indexOf(Buffer.of(0x2c, 0, 0, 0, 0, 16, 0, 12, 0));
  for (const at of [6, 8, frame + 5, frame + 7]) bytes.writeUInt16LE(SIDE, at);
  return bytes;
}

function largeBmp(): Buffer {
  const bytes = sample("ramp-runs.bmp");
  bytes.writeInt32LE(SIDE, 18);
  bytes.writeInt32LE(SIDE, 22);
  return bytes;
}

/** A bare code stream (ISO/IEC 18181-1 D.2): as high as 18 bits say, and as wide; everything else by default. */
function largeJxl(): Buffer {
  const bits = [
    ...[0, 0, 1],
    ...Array.from({ length: 18 }, (_, i) => ((SIDE - 1) >> i) & 1),
    ...[1, 0, 0, 1],
  ];
  const bytes = Buffer.alloc(64);
  bytes.set([0xff, 0x0a]);
  bits.forEach((bit, i) => (bytes[2 + (i >> 3)]! |= bit << (i & 7)));
  return bytes;
}

function largeExr(): Buffer {
  const row = [0, 0];
  const bytes = Buffer.from(writeExr(2, 1, { R: row, G: row, B: row }));
  const window = bytes.indexOf("dataWindow\0box2i\0") + 21;
  bytes.writeInt32LE(SIDE - 1, window + 8);
  bytes.writeInt32LE(SIDE - 1, window + 12);
  return bytes;
}

const BOMBS: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  "interlaced.png": largePng,
  "progressive.jpg": largeJpeg,
  "a.gif": largeGif,
  "runs.bmp": largeBmp,
  "a.ppm": () => text(`P6 ${SIDE} ${SIDE} 255\n`),
  "a.pam": () =>
    text(`P7\nWIDTH ${SIDE}\nHEIGHT ${SIDE}\nDEPTH 4\nMAXVAL 255\nENDHDR\n`),
  "a.pfm": () => text(`PF\n${SIDE} ${SIDE}\n-1.0\n`),
  "a.hdr": () => text(`#?RADIANCE\n\n-Y ${SIDE} +X ${SIDE}\n`),
  "a.exr": largeExr,
  "strips.tif": async () => largeTiff(await small().tiff().toBuffer()),
  "a.heic": () => largeHeif(sample("ramp.heic")),
  "a.avif": () => largeHeif(sample("ramp.avif")),
  "a.jxl": largeJxl,
  "a.dng": () =>
    largeTiff(
      writeDng({
        ...{ width: 32, height: 24, neutral: [0.5, 1, 0.7] },
        light: () => 0.5,
      }),
    ),
};

describe.each(Object.keys(BOMBS))("%s", (name) => {
  const path = join(folder, name);
  beforeAll(async () => {
    writeFileSync(path, await BOMBS[name]!());
  });

  test.each([
    ["opened", () => decodeImage(path)],
    ["shown small", () => readThumbnail(path, 64)],
  ])("%s", async (_how, read) => {
    const before = process.memoryUsage.rss();
    await expect(read()).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
    expect(process.memoryUsage.rss() - before).toBeLessThan(3e8);
  });
});
