/** What HEIC and AVIF have in common: pictures coded without colour, which both libraries hand on as red, green and blue. */
import type { Decoded, ImageInfo } from "./codec.ts";
import { greyOf } from "./grey.ts";
import { greyProfile } from "./metadata/grey-profile.ts";
import { isMonochromeFile } from "./metadata/heif-colour.ts";
import { inspectWithSharp } from "./sharp-decode.ts";
import { opener } from "./sharp-header.ts";

/** A picture that was coded without colour, in grey: unless its profile is no curve, and may make colours of its levels. */
export function inGrey(decoded: Decoded): Decoded {
  const { image, metadata } = decoded;
  const { icc, ...others } = metadata;
  if (!icc) return { ...decoded, image: greyOf(image) };
  const grey = greyProfile(icc);
  if (!grey) return decoded;
  return {
    ...decoded,
    image: greyOf(image),
    metadata: { ...others, icc: grey },
  };
}

/** Reads the header. Throws as `Decoder.inspect`. */
export async function inspectHeif(
  format: "heic" | "avif",
  path: string,
): Promise<ImageInfo> {
  const info = await inspectWithSharp(format, path);
  if (!(await isMonochromeFile(path))) return info;
  const open = await opener(path);
  const { icc } = await open().metadata();
  if (icc && !greyProfile(icc)) return info;
  return { ...info, channels: info.channels % 2 === 0 ? 2 : 1 };
}
