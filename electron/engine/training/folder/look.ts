/** One photograph of a training folder at a glance: its header, and a small picture of it. */
import { stat } from "node:fs/promises";
import { NitidoError } from "../../../../models/errors.ts";
import {
  FINGERPRINT_PICTURE,
  fingerprintOf,
} from "../../../../models/image/fingerprint.ts";
import { inspectImage } from "../../../codecs/decode.ts";
import { PIXEL_LIMIT } from "../../../codecs/limits.ts";
import { shotOf } from "../../../codecs/metadata/shot.ts";
import { openShrinkable } from "../../../codecs/shrink.ts";
import { decodeError } from "../../../codecs/sharp-errors.ts";
import { toErrorData } from "../../../contract/error-data.ts";
import { inputError } from "../../../files/file-errors.ts";
import type { Look } from "./entry.ts";

/** From this level on a sample of 0..255 is as good as white. */
const WHITE = 252;

/** The size and time of change by which a file that has changed is known. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
export async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw inputError(error, path);
  });
  return `${String(size)}:${String(mtimeMs)}`;
}

/** What cannot be read is part of the answer: it never rejects for what a file can cause. */
export async function lookAtFile(path: string): Promise<Look> {
  try {
    return await look(path);
  } catch (error) {
    if (!(error instanceof NitidoError)) throw error;
    return { kind: "unreadable", error: toErrorData(error) };
  }
}

async function look(path: string): Promise<Look> {
  const { format, width, height, bitDepth } = await inspectImage(path);
  const megapixels = (width * height) / 1e6;
  if (width * height > PIXEL_LIMIT)
    throw new NitidoError("IMAGE_TOO_LARGE", {
      ...{ file: path, width, height, megapixels: Math.ceil(megapixels) },
      limit: PIXEL_LIMIT / 1e6,
    });
  try {
    const { width: edge } = FINGERPRINT_PICTURE;
    const { stored, exif } = await openShrinkable(path, format, edge);
    const samples = await stored()
      .resize(FINGERPRINT_PICTURE.width, FINGERPRINT_PICTURE.height, {
        fit: "fill",
      })
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer();
    const picture = { ...FINGERPRINT_PICTURE, channels: 3, samples } as const;
    return {
      kind: "photograph",
      ...{ width, height, bitDepth },
      levels: Buffer.from(fingerprintOf(picture)).toString("hex"),
      white: whiteShare(samples),
      ...(exif && (await shotOf(exif))),
    };
  } catch (error) {
    throw decodeError(error, path, format);
  }
}

/** The share of RGB pixels, 0..1, in which all samples are white. */
function whiteShare(samples: Uint8Array): number {
  let white = 0;
  for (let i = 0; i < samples.length; i += 3)
    if (Math.min(samples[i]!, samples[i + 1]!, samples[i + 2]!) >= WHITE)
      white++;
  return white / (samples.length / 3);
}
