/** Measures the noise of the user's own camera on photographs that show it. */
import { NitidoError } from "../../../models/errors.ts";
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { fitShot } from "../../../models/noise/fit-shot.ts";
import type { NoiseProfile, NoiseShot } from "../../../models/noise/profile.ts";
import { decodeImage } from "../../codecs/decode.ts";
import {
  jpegQuality,
  jpegSubsampling,
} from "../../codecs/metadata/jpeg-quality.ts";
import { readHead } from "../../codecs/metadata/read-bytes.ts";
import { expandInputs } from "../../services/inputs.ts";

/** Photographs that are measured, spread over the folder. */
const MEASURED = 24;
/** EXIF and a colour profile stand before a JPEG's tables. */
const HEAD_BYTES = 1 << 19;
/** A photograph with less noise, σ in 0..255 units, does not show any. */
const VISIBLE = 1;

/** Throws DATA_UNSUITABLE when no photograph of the folder shows noise; FILE_NOT_FOUND. */
export async function measureProfile(
  folder: string,
  signal: AbortSignal,
): Promise<NoiseProfile> {
  const found = await expandInputs([folder], true);
  for (const { path, error } of found)
    if (error && path === folder) throw error;
  const every = Math.max(1, Math.floor(found.length / MEASURED));
  const profile = [];
  for (const { path } of found.filter((_, i) => i % every === 0)) {
    signal.throwIfAborted();
    const decoded = await decodeImage(path).catch(() => undefined);
    if (!decoded) continue;
    const estimate = estimateNoise(decoded.image);
    if (Math.max(...estimate.sigma) < VISIBLE) continue;
    const { a, b } = estimate;
    const compression: Compression =
      decoded.format === "jpeg" ? await compressionOf(path) : { quality: null };
    profile.push(fitShot(decoded.image, { a, b }, compression));
  }
  if (profile.length === 0)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: folder,
      kind: "noiseless",
    });
  return profile;
}

type Compression = Pick<NoiseShot, "quality" | "subsampling">;

async function compressionOf(path: string): Promise<Compression> {
  const head = await readHead(path, HEAD_BYTES);
  const subsampling = jpegSubsampling(head);
  return {
    quality: jpegQuality(head) ?? null,
    ...(subsampling && { subsampling }),
  };
}
