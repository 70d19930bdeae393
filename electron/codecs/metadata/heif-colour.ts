/** What HEIC and AVIF files say of their colours by number (ITU-T H.273), and whether they hold a gain map. */
import { open } from "node:fs/promises";
import { NitidoError } from "../../../models/errors.ts";
import type { Metadata, Notice } from "../codec.ts";
import { isMonochrome } from "./heif-items.ts";
import {
  type Chromaticities,
  type Curve,
  CURVES,
  PRIMARIES,
  rgbProfile,
} from "./icc-profile.ts";
import { bytesOfFile, PARTS_LIMIT, type ReadBytes } from "./read-bytes.ts";

/** Far more than descriptions of items take. */
const META_LIMIT = 1 << 24;

const PRIMARIES_BY_NUMBER: Readonly<Record<number, Chromaticities>> = {
  1: PRIMARIES.bt709,
  9: PRIMARIES.bt2020,
  12: PRIMARIES.p3,
};

/** 1, 6, 14 and 15 are one curve, which pictures take for that of sRGB where the primaries are its, too. */
const CURVES_BY_NUMBER: Readonly<Record<number, Curve>> = {
  1: CURVES.bt709,
  4: CURVES.gamma22,
  5: CURVES.gamma28,
  6: CURVES.bt709,
  8: CURVES.linear,
  13: CURVES.srgb,
  14: CURVES.bt709,
  15: CURVES.bt709,
};

/** Curves for bright displays, which no profile of this kind describes. */
const HDR_CURVES: Readonly<Record<number, string>> = { 16: "PQ", 18: "HLG" };

/** Gain maps of Apple, and of ISO 21496-1 as a derived image. */
const GAIN_MAPS = ["aux:hdrgainmap", "tmap"] as const;

/**
 * A profile where the colours are named and are not those of sRGB, to be used if there is no
 * embedded one. Throws COLOUR_UNSUPPORTED for PQ and HLG.
 */
export async function heifColour(path: string): Promise<{
  readonly metadata: Pick<Metadata, "icc">;
  readonly notices: readonly Notice[];
  /** Whether the main image is coded without colour. */
  readonly monochrome: boolean;
}> {
  const file = await open(path);
  try {
    const meta = await readMeta(bytesOfFile(file));
    const icc = profileIn(meta, path);
    const gainMap = GAIN_MAPS.some((mark) => meta.includes(mark, 0, "latin1"));
    return {
      metadata: icc ? { icc } : {},
      notices: gainMap ? ["GAIN_MAP_DROPPED"] : [],
      monochrome: isMonochrome(meta),
    };
  } finally {
    await file.close();
  }
}

/** Whether the file's main image is coded without colour. */
export async function isMonochromeFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    return isMonochrome(await readMeta(bytesOfFile(file)));
  } finally {
    await file.close();
  }
}

/** The box that describes the items (ISO/IEC 14496-12 8.11.1); empty where the file is damaged. */
async function readMeta(read: ReadBytes): Promise<Buffer> {
  for (let at = 0, seen = 0; seen < PARTS_LIMIT; seen++) {
    const head = Buffer.from(await read(at, 8));
    if (head.length < 8) return Buffer.alloc(0);
    const size = head.readUInt32BE(0);
    const known = head.toString("latin1", 4) === "meta";
    if (known && size <= META_LIMIT) return Buffer.from(await read(at, size));
    if (size < 8 || known) return Buffer.alloc(0);
    at += size;
  }
  return Buffer.alloc(0);
}

/** The first description is that of the main image; tiles and thumbnails share it. */
function profileIn(meta: Buffer, file: string): Uint8Array | undefined {
  const at = meta.indexOf("colrnclx", 0, "latin1") + 8;
  if (at < 8 || at + 4 > meta.length) return undefined;
  const primaries = meta.readUInt16BE(at);
  const transfer = meta.readUInt16BE(at + 2);
  const hdr = HDR_CURVES[transfer];
  if (hdr !== undefined)
    throw new NitidoError("COLOUR_UNSUPPORTED", {
      file,
      space: hdr,
      channels: 3,
    });
  return profileByNumbers(primaries, transfer);
}

/** Undefined for those of sRGB, and for what has no such profile. */
export function profileByNumbers(
  primaries: number,
  transfer: number,
): Uint8Array | undefined {
  const chromaticities = PRIMARIES_BY_NUMBER[primaries];
  const curve = CURVES_BY_NUMBER[transfer];
  if (!chromaticities || !curve) return undefined;
  const like = curve === CURVES.srgb || curve === CURVES.bt709;
  if (chromaticities === PRIMARIES.bt709 && like) return undefined;
  const name = `H.273 ${primaries.toString()}/${transfer.toString()}`;
  return rgbProfile(name, chromaticities, curve);
}
