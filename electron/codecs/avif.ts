/** AVIF: 8, 10 or 12 bits; 16-bit samples keep the 12 best. */
import { rm } from "node:fs/promises";
import { invariant } from "../../models/errors.ts";
import type { Codec, FileDepth } from "./codec.ts";
import { colourOf } from "./grey.ts";
import { inGrey, inspectHeif } from "./heif.ts";
import { forColour } from "./metadata/grey-profile.ts";
import { heifColour } from "./metadata/heif-colour.ts";
import { writePng } from "./png.ts";
import { decodeWithSharp } from "./sharp-decode.ts";
import type { StoredImage } from "./depth.ts";
import { prepare, type StoredPicture, usesFullColour } from "./sharp-encode.ts";
import { opener } from "./sharp-header.ts";
import { verifyWithSharp } from "./sharp-verify.ts";

export const avif: Codec = {
  async decode(path, options) {
    const { metadata, notices, monochrome } = await heifColour(path);
    const decoded = await decodeWithSharp("avif", path, options, {
      metadata,
      notices,
    });
    const { samples } = decoded.image;
    if (samples instanceof Uint16Array)
      fillLowBits(samples, await storedBits(path));
    return monochrome ? inGrey(decoded) : decoded;
  },

  inspect: (path) => inspectHeif("avif", path),

  /** The library takes metadata only from a file, so the pixels go through a PNG with all of it. */
  async encode(image, path, options) {
    const { bitDepth, quality } = options;
    const { prepared, notices } = prepare(image, "avif", path, options);
    const body = `${path}.png`;
    const rounded = withBits(prepared, bitDepth);
    const metadata = forColour(options.metadata);
    // A PNG of grey cannot hold the profile that a file of three channels needs.
    const converted = metadata !== options.metadata;
    const dropped = await writePng(
      converted ? colourOf(rounded) : rounded,
      body,
      metadata,
      "fast",
    );
    const open = await opener(body);
    await open()
      .toColourspace(bitDepth === 8 ? "srgb" : "rgb16")
      .keepMetadata()
      .avif({
        quality,
        bitdepth: bitDepth === 8 ? 8 : bitDepth === 10 ? 10 : 12,
        effort: EFFORT,
        chromaSubsampling: usesFullColour(options) ? "4:4:4" : "4:2:0",
      })
      .toFile(path);
    await rm(body);
    return [...notices, ...dropped];
  },

  verify: (path, image, options) =>
    verifyWithSharp("avif", path, image, options),
};

/** 0..9: from 4 on a file gets little smaller, and takes several times as long. */
const EFFORT = 3;

async function storedBits(path: string): Promise<number> {
  const open = await opener(path);
  return (await open().metadata()).bitsPerSample ?? 16;
}

/** The library shifts 10 and 12 bits up and leaves zeros below, which would make white a little grey. */
function fillLowBits(samples: Uint16Array, bits: number): void {
  for (let i = 0; i < samples.length; i++) samples[i]! |= samples[i]! >> bits;
}

/** It shifts them down again when it writes, so rounding comes before. */
function withBits(image: StoredPicture, bits: FileDepth): StoredImage {
  invariant(!("path" in image), "AVIF is encoded from memory");
  const { samples } = image;
  if (!(samples instanceof Uint16Array) || bits === 16) return image;
  const top = 2 ** bits - 1;
  const rounded = samples.map(
    (level) => Math.round((level / 65_535) * top) << (16 - bits),
  );
  return { ...image, samples: rounded };
}
