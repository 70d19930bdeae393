import { expect, test } from "vitest";
import { sniff } from "../../../electron/codecs/sniff.ts";

const named = (head: string): string => {
  const sniffed = sniff(Buffer.from(head, "latin1"));
  if (sniffed.kind === "readable") return sniffed.format;
  return sniffed.kind === "foreign" ? sniffed.name : "unknown";
};

test.each([
  ["\xff\xd8\xff\xe0\0\x10JFIF", "jpeg"],
  ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"],
  ["RIFF\n\n\n\nWEBPVP8 ", "webp"],
  ["II*\0\x08\0\0\0", "tiff"],
  ["MM\0*\0\0\0\x08", "tiff"],
  ["II+\0\x08\0\0\0", "tiff"],
  ["II*\0\x10\0\0\0CR\x02\0", "raw"],
  ["II\x1a\0\0\0HEAPCCDR\x02\0", "raw"],
  ["IIRO\x08\0\0\0", "raw"],
  ["FUJIFILMCCD-RAW 0201", "raw"],
  ["\0\0\0\x18ftypcrx \0\0\0\x01", "raw"],
  ["\0\0\0\x18ftypheic\0\0\0\0", "heic"],
  ["\0\0\0\x1cftypavif\0\0\0\0", "avif"],
  ["\xff\x0a\xfa\x7f", "jxl"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "jxl"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"],
  ["GIF89a", "gif"],
  ["BM\x36\0\0\0\0\0\0\0", "bmp"],
  ["\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "avif"],
  ["\0\0\0\x1cftypmif1\0\0\0\0mif1heic", "heic"],
  ["P6\n16 12\n255\n", "pnm"],
  ["P5#comment", "pnm"],
  ["P7\nWIDTH 16\n", "pnm"],
  ["PF\n16 12\n-1.0\n", "pnm"],
  ["P9\n", "unknown"],
  ["#?RADIANCE\nFORMAT", "hdr"],
  ["\x76\x2f\x31\x01\x02", "exr"],
  ["8BPS\0\x01", "PSD"],
  ["%PDF-1.7", "PDF"],
  ["RIFF\0\0\0\0WAVEfmt ", "unknown"],
  ["BMW 320", "unknown"],
  ["", "unknown"],
])("%j is %s", (head, name) => {
  expect(named(head)).toBe(name);
});
