/** What of a file's metadata goes into the new file. */
import type { Metadata } from "../codec.ts";
import { withoutLocation } from "./exif.ts";
import { iptcWithoutLocation } from "./iptc.ts";
import { xmpWithoutLocation } from "./xmp.ts";

/** `no-location`: everything but where it was taken, as satellites or words tell it; `none`: only what the colours mean. */
export type MetadataChoice = "keep" | "no-location" | "none";

export function selectMetadata(
  metadata: Metadata,
  choice: MetadataChoice,
): Metadata {
  if (choice === "keep") return metadata;
  const { icc, pngColour, exif, xmp, iptc, ...others } = metadata;
  const colour = { ...(icc && { icc }), ...(pngColour && { pngColour }) };
  if (choice === "none") return colour;
  return {
    ...others,
    ...colour,
    ...(exif && { exif: withoutLocation(exif) }),
    ...(xmp && { xmp: xmpWithoutLocation(xmp) }),
    ...(iptc && { iptc: iptcWithoutLocation(iptc) }),
  };
}
