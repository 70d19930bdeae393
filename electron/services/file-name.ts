/** Makes file names that every system can hold, whatever a photograph or a template is called. */
import { basename, dirname, extname, join } from "node:path";

/** Bytes of UTF-8 that ext4 and APFS allow for one name; NTFS allows as many UTF-16 units, which are never more. */
const LONGEST = 255;

/** Separators, what Windows refuses, and halves of characters. */
const REFUSED = /[/\\<>:"|?*\p{Cs}]/gu;

/** Control characters fool terminals and scripts; marks of writing direction make “gpj.exe” read as “exe.jpg”. */
const UNSEEN =
  /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Devices of Windows, with any extension. */
const RESERVED =
  /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i;

/** Windows drops these from the end of a name. */
const LOOSE_END = /(?<![. ])[. ]+$/;

/** A name without separators and tricks, never empty, never `.` or `..`; it may still be too long. */
export function plainName(text: string): string {
  const name = text
    .normalize("NFC")
    .replace(UNSEEN, "")
    .replace(REFUSED, "_")
    .replace(LOOSE_END, "")
    .trimStart();
  if (name === "") return "_";
  return RESERVED.test(name) ? `_${name}` : name;
}

/** A relative folder made of plain names: it cannot lead out of where it is put. */
export function plainFolder(folder: string): string {
  return folder
    .split(/[/\\]/)
    .filter((name) => name !== "" && name !== "." && name !== "..")
    .map((name) => shortened(plainName(name), LONGEST))
    .join("/");
}

/** How many bytes `name` has too many. */
export function excess(name: string): number {
  return Math.max(0, Buffer.byteLength(name) - LONGEST);
}

/** `stem` and `tail`, with as much cut off the stem's end as the longest name asks for. */
export function fitted(stem: string, tail: string): string {
  return shortened(stem, LONGEST - Buffer.byteLength(tail)) + tail;
}

/** `out/a.png`, 2 → `out/a-2.png`. */
export function numbered(path: string, number: number): string {
  const extension = extname(path);
  const stem = basename(path, extension);
  return join(dirname(path), fitted(stem, `-${number.toString()}${extension}`));
}

const CHARACTERS = new Intl.Segmenter("en");

/** The longest beginning within so many bytes that splits no character as people see it. */
export function shortened(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  let [short, bytes] = ["", 0];
  for (const { segment } of CHARACTERS.segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > limit) break;
    short += segment;
  }
  return short.replace(LOOSE_END, "") || "_";
}

/** Equal for names that some file system takes for one: case and composition do not count. */
export function foldedName(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
