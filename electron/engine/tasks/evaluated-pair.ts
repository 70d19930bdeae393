/** The picture that a network is evaluated on: a noisy file, or a clean one to which noise and compression are added. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { NitidoError } from "../../../models/errors.ts";
import {
  type Image,
  type Planes,
  toPlanes,
  writePlanes,
} from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { addWhiteNoise } from "../../../models/noise/gaussian.ts";
import { withNoise } from "../../../models/noise/synthetic.ts";
import { Random } from "../../../models/random.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { encodeImage } from "../../codecs/encode.ts";
import { inTemporaryFolder } from "../../files/temporary.ts";
import type {
  AddedCompression,
  CleanSource,
  EvaluateSource,
} from "../../services/api-files.ts";
import type { Pair } from "./pairs.ts";

export interface EvaluatedPair {
  readonly noisy: Image;
  readonly clean: Planes;
}

/** The noise of image i depends on the seed and i alone. Throws DATA_UNSUITABLE for a pair of two sizes, and as `decodeImage`. */
export async function readPair(
  pair: Pair,
  source: EvaluateSource,
  index: number,
  signal: AbortSignal,
): Promise<EvaluatedPair> {
  const { image: reference } = await decodeImage(pair.clean);
  const clean = toPlanes(reference);
  if (source.kind === "clean")
    return {
      noisy: await worsened(reference, clean, source, index, signal),
      clean,
    };
  const { image } = await decodeImage(pair.noisy);
  if (image.width !== clean.width || image.height !== clean.height)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: pair.noisy,
      reason: `${String(image.width)}×${String(image.height)} pixels, its reference ${String(clean.width)}×${String(clean.height)}`,
    });
  return { noisy: image, clean };
}

async function worsened(
  reference: Image,
  clean: Planes,
  { noiseModel = "white", noise, seed, jpeg }: CleanSource,
  index: number,
  signal: AbortSignal,
): Promise<Image> {
  const ownSeed = Random.seed(seed, index);
  // The protocol of the published tables.
  if (noiseModel === "white" && !jpeg)
    return interleave(addWhiteNoise(clean, noise / 255, new Random(ownSeed)));
  if (noiseModel === "none" && !jpeg) return reference;
  const rounded = in8Bits(clean);
  const noisy =
    noiseModel === "none" || noise === 0
      ? rounded
      : await withNoise(
          rounded,
          { kind: noiseModel, level: noise, seed: ownSeed },
          async () => {
            // A wish to stop is heard in between.
            await setImmediate();
            signal.throwIfAborted();
          },
        );
  return jpeg ? throughJpeg(noisy, jpeg) : noisy;
}

/** Red, green and blue as a file of 8 bits has them. */
function in8Bits(planes: Planes): Image {
  const { width, height } = planes;
  const samples = new Uint8Array(3 * width * height);
  const image: Image = { width, height, channels: 3, samples };
  writePlanes(image, { x: 0, y: 0, width, height }, planes);
  return image;
}

/** What is read again after it was written as JPEG, as a camera's file would be. */
function throughJpeg(
  image: Image,
  { quality, subsampling }: AddedCompression,
): Promise<Image> {
  return inTemporaryFolder(tmpdir(), async (folder) => {
    const file = join(folder, "noisy.jpg");
    await encodeImage(image, file, "jpeg", {
      quality,
      subsampling,
      bitDepth: 8,
      metadata: {},
    });
    return (await decodeImage(file)).image;
  });
}
