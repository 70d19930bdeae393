/** Tells image formats apart by their first bytes; names and extensions are not trusted. */
import type { ReadableFormat } from "./codec.ts";

/** Formats that are recognised so that a refusal can name them. */
export type ForeignFormat = "JPEG 2000" | "PSD" | "PDF";

export type Sniffed =
  | { readonly kind: "readable"; readonly format: ReadableFormat }
  | { readonly kind: "foreign"; readonly name: ForeignFormat }
  | { readonly kind: "unknown" };

/** How many bytes `sniff` looks at. */
export const SNIFF_BYTES = 32;

const readable = (format: ReadableFormat): Sniffed => ({
  kind: "readable",
  format,
});
const foreign = (name: ForeignFormat): Sniffed => ({ kind: "foreign", name });

/** Text in Latin-1, so that one character is one byte; `.` in a pattern is any byte. */
/* eslint-disable no-control-regex -- file signatures are full of them */
const SIGNATURES: readonly (readonly [RegExp, Sniffed])[] = [
  [/^\xff\xd8\xff/, readable("jpeg")],
  [/^\x89PNG\r\n\x1a\n/, readable("png")],
  [/^RIFF.{4}WEBP/s, readable("webp")],
  // Canon's CR2, Olympus' ORF and Panasonic's RW2 begin almost like TIFF.
  [/^II\*\0.{4}CR/s, readable("raw")],
  [/^(II|MM).{4}HEAPCCDR/s, readable("raw")],
  [/^(IIRO|IIRS|MMOR|IIU\0|FUJIFILMCCD-RAW|FOVb|\0MRM)/, readable("raw")],
  [/^(II[*+]\0|MM\0[*+])/, readable("tiff")],
  [/^.{4}ftypcrx /s, readable("raw")],
  [/^.{4}ftypavi[fs]/s, readable("avif")],
  // Other writers put the codec's brand among those that the file is compatible with.
  [/^.{4}ftyp(mif1|msf1).{4}(....)*avi[fs]/s, readable("avif")],
  [/^.{4}ftyp(he[iv][cmsx]|mif1|msf1)/s, readable("heic")],
  [/^(\xff\x0a|\0{3}\x0cJXL )/, readable("jxl")],
  [/^(\0{3}\x0cjP {2}|\xff\x4f\xff\x51)/, foreign("JPEG 2000")],
  [/^GIF8[79]a/, readable("gif")],
  [/^BM.{4}\0{4}/s, readable("bmp")],
  [/^P([1-6][\s#]|7\n|[Ff]\s)/, readable("pnm")],
  [/^#\?(RADIANCE|RGBE)/, readable("hdr")],
  [/^\x76\x2f\x31\x01/, readable("exr")],
  [/^8BPS/, foreign("PSD")],
  [/^%PDF-/, foreign("PDF")],
];
/* eslint-enable no-control-regex */

/** The format of a file that begins with `head` (SNIFF_BYTES of it, or the whole file). */
export function sniff(head: Uint8Array): Sniffed {
  const text = Buffer.from(head.subarray(0, SNIFF_BYTES)).toString("latin1");
  const match = SIGNATURES.find(([pattern]) => pattern.test(text));
  return match?.[1] ?? { kind: "unknown" };
}
