/** Tells image formats apart by their first bytes; names and extensions are not trusted. */
import type { ReadableFormat } from "./codec.ts";

/** Formats that are recognised so that a refusal can name them. */
export type ForeignFormat =
  | "GIF"
  | "BMP"
  | "HEIC"
  | "AVIF"
  | "JPEG XL"
  | "JPEG 2000"
  | "PSD"
  | "PDF"
  | "camera RAW";

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
  [/^II\*\0.{4}CR/s, foreign("camera RAW")],
  [/^(IIRO|IIRS|MMOR|IIU\0|FUJIFILMCCD-RAW|FOVb|\0MRM)/, foreign("camera RAW")],
  [/^(II[*+]\0|MM\0[*+])/, readable("tiff")],
  [/^.{4}ftypcrx /s, foreign("camera RAW")],
  [/^.{4}ftypavi[fs]/s, foreign("AVIF")],
  [/^.{4}ftyp(he[iv][cmsx]|mif1|msf1)/s, foreign("HEIC")],
  [/^(\xff\x0a|\0{3}\x0cJXL )/, foreign("JPEG XL")],
  [/^(\0{3}\x0cjP {2}|\xff\x4f\xff\x51)/, foreign("JPEG 2000")],
  [/^GIF8[79]a/, foreign("GIF")],
  [/^BM.{4}\0{4}/s, foreign("BMP")],
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
