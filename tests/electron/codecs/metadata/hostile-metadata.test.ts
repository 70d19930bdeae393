/**
 * Metadata that is made to keep a reader busy: time and memory follow the length of what is read. Each
 * of these took minutes, or for ever, with a reader whose time grows with the square of the length.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { withoutLocation } from "../../../../electron/codecs/metadata/exif.ts";
import { readTiff } from "../../../../electron/codecs/metadata/ifd.ts";
import { iptcWithoutLocation } from "../../../../electron/codecs/metadata/iptc.ts";
import { readJxlBoxes } from "../../../../electron/codecs/metadata/jxl-boxes.ts";
import { readPngHeader } from "../../../../electron/codecs/metadata/png-chunks.ts";
import {
  processingOf,
  withProcessing,
} from "../../../../electron/codecs/metadata/processing.ts";
import { isCutOff } from "../../../../electron/codecs/metadata/raw-extent.ts";
import { bytesOf } from "../../../../electron/codecs/metadata/read-bytes.ts";
import {
  tidyXmp,
  xmpWithoutLocation,
} from "../../../../electron/codecs/metadata/xmp.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const MEGABYTE = 1 << 20;
const GAIN_MAP = "http://ns.adobe.com/hdr-gain-map/1.0/ ";
const NOTE = "urn:nitido:denoise:1/ ";

const settings = {
  model: "a",
  noise: "auto" as const,
  ...{ strength: 1, luma: 1, chroma: 1, detail: 1 },
};

describe.each([
  "<xmp:Thumbnails>",
  "<Container:Directory ",
  "<Container:Directory>",
  "<hdrgm:a>",
  "<hdrgm:aaaaaaa",
  " hdrgm:a = ",
  "<exif:GPSAltitude>",
  "<exif:GPSAltitude ",
  " exif:GPSAltitude=",
  "<tiff:Orientation>",
  "<rdf:Description ",
  "<rdf:Description xmlns:nitido=",
  "nitido:Model>",
  "<nitido:Model>",
  "<a b='<a b=\"",
  "<a b=\"' c='\" ",
  "</a ",
  " ",
  "<",
])("XMP of nothing but %j", (part) => {
  const text = GAIN_MAP + NOTE + part.repeat(MEGABYTE / part.length);
  const packet = Buffer.from(`${text}</rdf:RDF>`);

  test("is made ready, and loses its places", () => {
    expect(tidyXmp(packet).length).toBeLessThanOrEqual(packet.length);
    expect(xmpWithoutLocation(packet).length).toBeLessThanOrEqual(
      packet.length,
    );
  });

  test("is read for a note, and gets one", () => {
    expect(processingOf(packet)).toBeUndefined();
    const noted = withProcessing(packet, "Nítido", settings);
    expect(noted.length).toBeGreaterThan(packet.length);
  });
});

/** A TIFF whose only directory has entries of one tag, each a long with this value. */
function directoryOf(count: number, tag: number, value: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 12 * count + 4);
  tiff.write("II*\0", "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(count, 8);
  for (let i = 0; i < count; i++) {
    const entry = 10 + 12 * i;
    tiff.writeUInt16LE(tag, entry);
    tiff.writeUInt16LE(4, entry + 2);
    tiff.writeUInt32LE(1, entry + 4);
    tiff.writeUInt32LE(value, entry + 8);
  }
  return tiff;
}

test("a directory that every one of its entries points to is read once", async () => {
  const tiff = directoryOf(3000, 0x8769, 8);
  let reads = 0;
  const fields = await readTiff((offset, length) => {
    reads++;
    return bytesOf(tiff)(offset, length);
  });
  expect(fields).toEqual([]);
  expect(reads).toBe(3);
});

test("of a directory with 65,535 entries some thousand are read", async () => {
  const tiff = directoryOf(65_535, 0x010e, 0);
  expect((await readTiff(bytesOf(tiff)))?.length).toBe(4096);
});

test("a raw file's strips are read once, however often they are listed", async () => {
  const tiff = directoryOf(65_535, 273, 8);
  for (let i = 0; i < 65_535; i++) tiff.writeUInt32LE(65_536, 10 + 12 * i + 4);
  let bytes = 0;
  const read = async (offset: number, length: number) => {
    const part = await bytesOf(tiff)(offset, length);
    bytes += part.length;
    return part;
  };
  expect(await isCutOff(read, tiff.length)).toBe(false);
  expect(bytes).toBeLessThan(3 * tiff.length);
});

test("values of a place that thousands of entries share are erased once", () => {
  const place = directoryOf(60_000, 1, 0);
  const exif = Buffer.alloc(8 + 2 + 12 + 4 + place.length + 8 * MEGABYTE);
  directoryOf(1, 0x8825, 26).copy(exif);
  place.copy(exif, 26, 8);
  for (let i = 0; i < 60_000; i++) {
    const entry = 28 + 12 * i;
    exif.writeUInt16LE(1, entry + 2);
    exif.writeUInt32LE(8 * MEGABYTE, entry + 4);
    exif.writeUInt32LE(place.length + 26, entry + 8);
  }
  exif.fill(7, place.length + 26);
  const erased = withoutLocation(exif);
  expect(erased.at(place.length + 26)).toBe(0);
  expect(erased.at(place.length + 26 + 8 * MEGABYTE - 50)).toBe(0);
});

test("IPTC of datasets without content", () => {
  const dataset = Buffer.of(0x1c, 2, 90, 0, 0);
  const iptc = Buffer.alloc(MEGABYTE, dataset);
  expect(iptcWithoutLocation(iptc).length).toBe(0);
});

test("a PNG of nothing but chunks is refused", async () => {
  const chunk = Buffer.from("\0\0\0\0aaaa\0\0\0\0", "latin1");
  const png = Buffer.concat([Buffer.alloc(8), Buffer.alloc(MEGABYTE, chunk)]);
  await expect(readPngHeader(bytesOf(png))).rejects.toThrow("too many chunks");
});

const box = (type: string, content: Uint8Array): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
};
const packed = (type: string, content: Uint8Array): Buffer =>
  box("brob", Buffer.concat([Buffer.from(type), brotliCompressSync(content)]));
const jxlOf = (...boxes: readonly Buffer[]): string => {
  const path = join(temporaryFolder(), "a.jxl");
  const start = box("JXL ", Buffer.of(0x0d, 0x0a, 0x87, 0x0a));
  writeFileSync(path, Buffer.concat([start, ...boxes]));
  return path;
};

test("what is packed in a JPEG XL is unpacked up to 16 MiB, all of it together", async () => {
  const bomb = packed("xml ", Buffer.alloc(17 * MEGABYTE));
  const small = packed("Exif", Buffer.alloc(8));
  expect(await readJxlBoxes(jxlOf(bomb, bomb, small))).toEqual({});
  const good = packed("xml ", Buffer.from("<a/>"));
  expect(await readJxlBoxes(jxlOf(good, bomb, small))).toEqual({
    xmp: Buffer.from("<a/>"),
    exif: Buffer.alloc(4),
  });
});

test("a JPEG XL of nothing but boxes has no metadata", async () => {
  const empty = Buffer.alloc(MEGABYTE, box("free", Buffer.alloc(0)));
  const late = box("xml ", Buffer.from("<a/>"));
  expect(await readJxlBoxes(jxlOf(empty, late))).toEqual({});
});
