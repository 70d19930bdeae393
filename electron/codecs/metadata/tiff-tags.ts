/** EXIF, XMP, IPTC and the colour profile as tags of a TIFF file's own directory. */
import { open } from "node:fs/promises";
import { invariant } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";
import {
  type Field,
  readTiff,
  TAG,
  TYPE,
  writeDirectory,
  writeTiff,
} from "./ifd.ts";
import { bytesOf, bytesOfFile } from "./read-bytes.ts";

/**
 * Tags of the main directory that describe the photograph, not how its pixels
 * are stored: description, make, model, resolution, software, dates, artist,
 * host, rating, copyright, Windows' titles, and the directories below.
 */
const DESCRIPTIVE: ReadonlySet<number> = new Set([
  270, 271, 272, 282, 283, 296, 305, 306, 315, 316, 18_246, 18_249, 33_432,
  40_091, 40_092, 40_093, 40_094, 40_095, 34_665, 34_853,
]);

/** What viewers assume when a file says nothing; the tags are mandatory. */
const DEFAULT_DENSITY = 72;
const INCH = 2;

/** The descriptive tags of a TIFF's first directory as an EXIF block, if there are any. */
export function exifOfTiff(fields: readonly Field[]): {
  exif?: Uint8Array;
  notices: readonly Notice[];
} {
  const kept = fields.filter(({ tag }) => DESCRIPTIVE.has(tag));
  const { fields: portable, notices } = withoutMakerNote(kept);
  return portable.length === 0
    ? { notices }
    : { exif: writeTiff(portable), notices };
}

/** The IPTC datasets of a TIFF's first directory. Some writers call them longs; they are bytes. */
export function iptcOfTiff(fields: readonly Field[]): Uint8Array | undefined {
  return fields.find(({ tag }) => tag === TAG.iptc)?.value;
}

/**
 * Adds the metadata to a TIFF written without any: a new directory at the end
 * of the file replaces the old one, and the pixels stay where they are.
 */
export async function addTiffMetadata(
  path: string,
  metadata: Metadata,
): Promise<readonly Notice[]> {
  const { fields: added, notices } = await fieldsOf(metadata);
  const file = await open(path, "r+");
  try {
    const own = await readTiff(bytesOfFile(file));
    invariant(own, "the written file is a classic TIFF");
    const { size } = await file.stat();
    const at = size + (size % 2);
    const merged = new Map(
      [...own, ...added].map((field) => [field.tag, field]),
    );
    const directory = writeDirectory([...merged.values()], at);
    invariant(
      at + directory.length < 2 ** 32,
      "a classic TIFF ends below 4 GB",
    );
    await file.write(directory, 0, directory.length, at);
    const pointer = Buffer.alloc(4);
    pointer.writeUInt32LE(at);
    await file.write(pointer, 0, 4, 4);
  } finally {
    await file.close();
  }
  return notices;
}

async function fieldsOf(
  metadata: Metadata,
): Promise<{ fields: readonly Field[]; notices: readonly Notice[] }> {
  const { icc, exif, xmp, iptc, density } = metadata;
  const described = exif ? await readTiff(bytesOf(exif)) : undefined;
  const { fields, notices } = withoutMakerNote(
    (described ?? []).filter(({ tag }) => DESCRIPTIVE.has(tag)),
  );
  const block = (tag: number, type: number, value?: Uint8Array): Field[] =>
    value && value.length > 0 ? [{ tag, type, value }] : [];
  return {
    fields: [
      ...resolution(density ?? DEFAULT_DENSITY),
      ...fields,
      ...block(TAG.xmp, TYPE.byte, xmp),
      ...block(TAG.iptc, TYPE.undefined, iptc),
      ...block(TAG.icc, TYPE.undefined, icc),
    ],
    notices,
  };
}

function resolution(density: number): Field[] {
  const perInch = Buffer.alloc(8);
  perInch.writeUInt32LE(Math.round(density), 0);
  perInch.writeUInt32LE(1, 4);
  const unit = Buffer.alloc(2);
  unit.writeUInt16LE(INCH);
  return [
    { tag: TAG.xResolution, type: TYPE.rational, value: perInch },
    { tag: TAG.yResolution, type: TYPE.rational, value: perInch },
    { tag: TAG.resolutionUnit, type: TYPE.short, value: unit },
  ];
}

/** The offsets inside a maker's private block count from a place that only its maker knows: it cannot be moved. */
function withoutMakerNote(fields: readonly Field[]): {
  fields: readonly Field[];
  notices: readonly Notice[];
} {
  const kept = fields.map((field) => {
    if (field.tag !== TAG.exif || !field.directory) return field;
    const directory = field.directory.filter(
      ({ tag }) => tag !== TAG.makerNote,
    );
    return { ...field, directory };
  });
  const dropped = kept.some(
    ({ directory }, i) => directory?.length !== fields[i]?.directory?.length,
  );
  return { fields: kept, notices: dropped ? ["MAKER_NOTE_DROPPED"] : [] };
}
