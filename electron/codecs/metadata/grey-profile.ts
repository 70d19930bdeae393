/** Profiles between grey and colour: a file of one channel needs one of grey, a format without grey one of colours. */
import type { Metadata } from "../codec.ts";
import { PRIMARIES, rgbProfile } from "./icc-profile.ts";
import { assembled, spaceOf, tagOf } from "./icc-tags.ts";

/**
 * What a profile means for grey levels; null where that cannot be told from it, because it is one of
 * tables. Equal red, green and blue are neutral in every profile of three curves, and all follow one.
 */
export function greyProfile(icc: Uint8Array): Uint8Array | null {
  if (spaceOf(icc) === "GRAY") return icc;
  const curve = tagOf(icc, "gTRC");
  if (spaceOf(icc) !== "RGB " || !curve || tagOf(icc, "A2B0")) return null;
  return assembled("GRAY", "Grey", [["kTRC", curve]]);
}

/** The metadata for levels that become three equal channels. A profile of grey becomes one of colours with its curve. */
export function forColour(metadata: Metadata): Metadata {
  const { icc, ...others } = metadata;
  if (!icc || spaceOf(icc) !== "GRAY") return metadata;
  const curve = tagOf(icc, "kTRC");
  if (!curve) return others;
  return { ...others, icc: rgbProfile("Grey", PRIMARIES.bt709, curve) };
}
