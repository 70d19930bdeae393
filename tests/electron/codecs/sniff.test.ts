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
  ["II*\0\x10\0\0\0CR\x02\0", "camera RAW"],
  ["IIRO\x08\0\0\0", "camera RAW"],
  ["FUJIFILMCCD-RAW 0201", "camera RAW"],
  ["\0\0\0\x18ftypcrx \0\0\0\x01", "camera RAW"],
  ["\0\0\0\x18ftypheic\0\0\0\0", "HEIC"],
  ["\0\0\0\x1cftypavif\0\0\0\0", "AVIF"],
  ["\xff\x0a\xfa\x7f", "JPEG XL"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"],
  ["GIF89a", "GIF"],
  ["BM\x36\0\0\0\0\0\0\0", "BMP"],
  ["8BPS\0\x01", "PSD"],
  ["%PDF-1.7", "PDF"],
  ["RIFF\0\0\0\0WAVEfmt ", "unknown"],
  ["BMW 320", "unknown"],
  ["", "unknown"],
])("%j is %s", (head, name) => {
  expect(named(head)).toBe(name);
});
