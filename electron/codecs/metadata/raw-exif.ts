/** The EXIF data of a camera RAW file: its own where it is a TIFF structure, else what LibRaw reads. */
import type { Notice } from "../codec.ts";
import type { RawFacts } from "../wasm/messages.ts";
import { tidyExif } from "./exif.ts";
import { type Field, readTiff, TAG, TYPE, writeTiff } from "./ifd.ts";
import type { ReadBytes } from "./read-bytes.ts";
import { exifOfTiff } from "./tiff-tags.ts";

const ASCII = 2;
/** EXIF 2.32 (CIPA DC-008), tables 4, 7 and 8. */
const DESCRIPTION = { make: 271, model: 272, changed: 306 };
const SHOT = {
  exposure: 33_434,
  aperture: 33_437,
  iso: 34_855,
  taken: 36_867,
  focalLength: 37_386,
};

export async function exifOfRaw(
  read: ReadBytes,
  facts: RawFacts,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<{ readonly exif: Uint8Array; readonly notices: readonly Notice[] }> {
  const own = exifOfTiff((await readTiff(read)) ?? []);
  const tidy = own.exif && tidyExif(own.exif, width, height);
  return tidy
    ? { exif: tidy, notices: own.notices }
    : { exif: writtenFrom(facts), notices: [] };
}

function writtenFrom(facts: RawFacts): Uint8Array {
  const { make, model, iso, exposure, aperture, focalLength, taken } = facts;
  const time = taken > 0 ? exifTime(taken) : "";
  const shot = [
    ...rational(SHOT.exposure, exposure),
    ...rational(SHOT.aperture, aperture),
    ...short(SHOT.iso, iso),
    ...text(SHOT.taken, time),
    ...rational(SHOT.focalLength, focalLength),
  ];
  return writeTiff([
    ...text(DESCRIPTION.make, make),
    ...text(DESCRIPTION.model, model),
    ...text(DESCRIPTION.changed, time),
    {
      tag: TAG.exif,
      type: TYPE.long,
      value: new Uint8Array(0),
      directory: shot,
    },
  ]);
}

const text = (tag: number, value: string): Field[] =>
  value === ""
    ? []
    : [{ tag, type: ASCII, value: Buffer.from(`${value}\0`, "latin1") }];

function short(tag: number, value: number): Field[] {
  if (!(value >= 1 && value < 65_536)) return [];
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(Math.round(value));
  return [{ tag, type: TYPE.short, value: bytes }];
}

/** In millionths, or as one over a whole number, as cameras write short exposures. */
function rational(tag: number, value: number): Field[] {
  if (!(value > 0 && value < 4000)) return [];
  const bytes = Buffer.alloc(8);
  const inverse = value < 1;
  bytes.writeUInt32LE(inverse ? 1_000_000 : Math.round(value * 1_000_000), 0);
  bytes.writeUInt32LE(
    inverse ? Math.min(Math.round(1_000_000 / value), 2 ** 32 - 1) : 1_000_000,
    4,
  );
  return [{ tag, type: TYPE.rational, value: bytes }];
}

/** LibRaw takes the camera's clock for the machine's local time. */
function exifTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number): string => value.toString().padStart(2, "0");
  const day = [
    date.getFullYear().toString(),
    two(date.getMonth() + 1),
    two(date.getDate()),
  ];
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${day.join(":")} ${time.map(two).join(":")}`;
}
