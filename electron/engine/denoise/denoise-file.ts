/** One photograph from file to file: decode, measure, denoise and blend tile by tile, write safely. */
import { basename } from "node:path";
import {
  type Image,
  copyImage,
  writePlanes,
} from "../../../models/image/image.ts";
import {
  type AssumedNoise,
  assumeNoise,
} from "../../../models/inference/assumed-noise.ts";
import {
  type BlendSettings,
  blend,
  blendHalo,
} from "../../../models/inference/blend.ts";
import {
  denoise,
  type TileNetwork,
} from "../../../models/inference/denoise.ts";
import type { NoiseSetting } from "../../../models/inference/noise-setting.ts";
import { invariant } from "../../../models/errors.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import { choicesOf } from "../../codecs/choices.ts";
import type {
  BitDepth,
  Decoded,
  EncodeOptions,
  EncodingChoices,
  FileDepth,
  Metadata,
  Notice,
  WritableFormat,
} from "../../codecs/codec.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { toBitDepth } from "../../codecs/depth.ts";
import { encodeImage, verifyImage } from "../../codecs/encode.ts";
import { depthIn } from "../../codecs/formats.ts";
import { withProcessing } from "../../codecs/metadata/processing.ts";
import { NAME_LIMIT } from "../../codecs/metadata/processing-schema.ts";
import {
  type MetadataChoice,
  selectMetadata,
} from "../../codecs/metadata/selection.ts";
import { withOwnThumbnail } from "../../codecs/thumbnail.ts";
import { writeSafely } from "../../files/safe-write.ts";
import { imageNoise } from "../images/image-noise.ts";
import { packageVersion } from "../programs.ts";
import type { Turns } from "./overlap.ts";
import { type BlendedTiles, readTiles } from "./read-tiles.ts";
import type { NoiseReport } from "../../services/api.ts";

export interface FileJob extends EncodingChoices {
  readonly input: string;
  readonly output: string;
  readonly format: WritableFormat;
  readonly bitDepth: "keep" | FileDepth;
  readonly overwrite: boolean;
  /** Identities of all inputs, which no output may replace. */
  readonly inputs: ReadonlySet<string>;
  readonly noise: NoiseSetting;
  readonly blend: BlendSettings;
  readonly network: TileNetwork;
  readonly metadata: MetadataChoice;
  /** Of an input that is open, so that it is not decoded and measured again. */
  readonly known?: KnownImage;
  readonly turns: Turns;
  readonly signal: AbortSignal;
  onProgress(megapixels: number): void;
}

export interface KnownImage {
  readonly decoded: Decoded;
  readonly noise: NoiseEstimate;
  /** The denoised image in 16 bits, where there is one for the job's network and noise. */
  readonly denoised?: Image;
}

export interface FileOutcome {
  readonly noise: NoiseReport;
  readonly megapixels: number;
  readonly notices: readonly Notice[];
}

/** Rejects with a typed error; the output is then as it was before. */
export async function denoiseFile(job: FileJob): Promise<FileOutcome> {
  job.signal.throwIfAborted();
  const decoded = job.known?.decoded ?? (await decodeImage(job.input));
  job.signal.throwIfAborted();
  const { image } = decoded;
  const megapixels = (image.width * image.height) / 1e6;
  const measured =
    job.known?.noise ??
    (job.noise === "auto" ? await imageNoise(decoded) : undefined);
  const assumed = assumeNoise(image, job.network, job.noise, () => {
    invariant(measured, "automatic noise is measured");
    return measured;
  });
  const wanted = job.bitDepth === "keep" ? decoded.bitDepth : job.bitDepth;
  const bitDepth = depthIn(job.format, wanted);
  // 16 bits stay 16 until they are written: 8 are made of them by dithering, not by rounding.
  const working = bitDepth === 8 ? decoded.bitDepth : 16;
  const clean = await job.turns.compute(() => {
    job.signal.throwIfAborted();
    return denoised(image, working, assumed, megapixels, job);
  });

  const selected = selectMetadata(decoded.metadata, job.metadata);
  const options: EncodeOptions = {
    ...choicesOf(job),
    bitDepth,
    metadata: await withOwnThumbnail(noted(selected, job), clean),
  };
  let notices: readonly Notice[] = [];
  await job.turns.write(() =>
    writeSafely({
      target: job.output,
      overwrite: job.overwrite,
      inputs: job.inputs,
      signal: job.signal,
      write: async (path) => {
        notices = await encodeImage(clean, path, job.format, options);
      },
      verify: (path) => verifyImage(clean, path, job.format, options),
    }),
  );
  return {
    noise: assumed.noise,
    megapixels,
    notices: [...decoded.notices, ...notices],
  };
}

/** With a note of what was done, unless nothing is to be said. */
function noted(metadata: Metadata, job: FileJob): Metadata {
  if (job.metadata === "none") return metadata;
  const { network, noise, blend } = job;
  // One that was given as a file is called by its path, which is nobody's business.
  const model = basename(network.name, ".onnx").slice(0, NAME_LIMIT);
  const software = `Nítido ${packageVersion()}`;
  const processing = { model, noise, ...blend };
  const xmp = withProcessing(metadata.xmp, software, processing);
  return { ...metadata, xmp };
}

/** A new image of the given depth, so that 16 bits hold what the network adds to 8. Alpha is copied. */
async function denoised(
  image: Image,
  bitDepth: BitDepth,
  { network, sigma }: AssumedNoise,
  megapixels: number,
  job: FileJob,
): Promise<Image> {
  const converted = toBitDepth(image, bitDepth);
  const clean =
    converted.samples === image.samples ? copyImage(converted) : converted;
  const tiles: BlendedTiles = {
    halo: blendHalo(job.blend),
    signal: job.signal,
    onTile(tile) {
      const blended = blend(tile.noisy, tile.denoised, job.blend);
      writePlanes(clean, tile.core, blended, tile.offset);
    },
    onProgress: (fraction) => {
      job.onProgress(fraction * megapixels);
    },
  };
  if (job.known?.denoised) await readTiles(image, job.known.denoised, tiles);
  else await denoise({ image, network, sigma, ...tiles });
  return clean;
}
