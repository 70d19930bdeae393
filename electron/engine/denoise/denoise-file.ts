/** One photograph from file to file: decode, measure, denoise and blend tile by tile, write safely. */
import { basename, dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Image, writePlanes } from "../../../models/image/image.ts";
import { type ImageSource, readRegion } from "../../../models/image/regions.ts";
import {
  type AssumedNoise,
  assumeNoise,
} from "../../../models/inference/assumed-noise.ts";
import {
  type BlendSettings,
  blend,
  blendHalo,
  takesAll,
} from "../../../models/inference/blend.ts";
import {
  denoise,
  type TileNetwork,
} from "../../../models/inference/denoise.ts";
import {
  isMeasured,
  type NoiseSetting,
} from "../../../models/inference/noise-setting.ts";
import { invariant } from "../../../models/errors.ts";
import {
  type NoiseEstimate,
  withoutMap,
} from "../../../models/noise/estimate.ts";
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
import { requireEncodable } from "../../codecs/output-limits.ts";
import { inspectImage } from "../../codecs/decode.ts";
import { toBitDepth } from "../../codecs/depth.ts";
import { encodeImage, verifyImage } from "../../codecs/encode.ts";
import { depthIn } from "../../codecs/formats.ts";
import { withProcessing } from "../../codecs/metadata/processing.ts";
import { NAME_LIMIT } from "../../codecs/metadata/processing-schema.ts";
import { PIXEL_LIMIT, requireFitting } from "../../codecs/limits.ts";
import {
  type MetadataChoice,
  selectMetadata,
} from "../../codecs/metadata/selection.ts";
import { withOwnThumbnail } from "../../codecs/thumbnail.ts";
import { requireRoom } from "../../files/room.ts";
import { writeSafely } from "../../files/safe-write.ts";
import { imageNoise } from "../images/image-noise.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { packageVersion } from "../programs.ts";
import type { Turns } from "./overlap.ts";
import {
  type MemoryPlan,
  outputBytes,
  type Photograph,
  planMemory,
  scratchBytes,
} from "./plan-memory.ts";
import { type BlendedTiles, readTiles } from "./read-tiles.ts";
import { atWorkplace, type Target, type Workplace } from "./workplace.ts";
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
  readonly meter: NoiseMeter;
  readonly metadata: MetadataChoice;
  /** Of an input that is open, so that it is not decoded and measured again. */
  readonly known?: KnownImage;
  readonly turns: Turns;
  /** Bytes that all of the work may take. */
  readonly memory: number;
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
  const known = job.known?.decoded;
  const info = known
    ? { ...known, ...known.image }
    : await inspectImage(job.input);
  requireFitting(info, job.input, PIXEL_LIMIT);
  requireEncodable(info, job.format, job.input);
  const wanted = job.bitDepth === "keep" ? info.bitDepth : job.bitDepth;
  const bitDepth = depthIn(job.format, wanted);
  const photograph: Photograph = {
    file: job.input,
    info,
    target: { ...info, bitDepth: bitDepth === 8 ? 8 : 16 },
    format: job.format,
    choices: job,
    open: known !== undefined,
  };
  const plan = planMemory(photograph, job.network, job.memory);
  const folder = dirname(job.output);
  const scratch = plan.pixels === "files" ? scratchBytes(photograph) : 0;
  await requireRoom(folder, scratch + outputBytes(photograph), job.output);
  const work = (place: Workplace) => denoiseAt(place, plan, bitDepth, job);
  const megapixels = (info.width * info.height) / 1e6;
  return job.turns.within(megapixels, plan.share, () =>
    atWorkplace(plan.pixels, { folder, file: job.output }, work),
  );
}

async function denoiseAt(
  place: Workplace,
  plan: MemoryPlan,
  bitDepth: FileDepth,
  job: FileJob,
): Promise<FileOutcome> {
  const decoded = job.known?.decoded ?? (await place.decode(job.input));
  job.signal.throwIfAborted();
  const { image } = decoded;
  const megapixels = (image.width * image.height) / 1e6;
  const measured =
    job.known?.noise ??
    (isMeasured(job.noise)
      ? await imageNoise(decoded, job.meter, job.signal)
      : undefined);
  const assumed = assumeNoise(image, job.network, job.noise, () => {
    invariant(measured, "noise that is not given is measured");
    return measured;
  });
  // 16 bits stay 16 until they are written: 8 are made of them by dithering, not by rounding.
  const working = bitDepth === 8 ? decoded.bitDepth : 16;
  const stored: BitDepth = bitDepth === 8 ? 8 : 16;
  const target = place.create({ ...shapeOf(image), bitDepth: stored });
  await denoised(image, target, { working, stored }, assumed, plan, job);
  const clean = target.picture;

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
    noise: withoutMap(assumed.noise),
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

const shapeOf = ({ width, height, channels }: ImageSource) => ({
  width,
  height,
  channels,
});

interface Depths {
  /** In which the tiles are mixed, so that 16 bits hold what the network adds to 8. */
  readonly working: BitDepth;
  readonly stored: BitDepth;
}

/** Writes the denoised image into the target, tile by tile. Alpha is copied. */
async function denoised(
  image: ImageSource,
  target: Target,
  { working, stored }: Depths,
  { network, sigma }: AssumedNoise,
  { edge }: MemoryPlan,
  job: FileJob,
): Promise<void> {
  const megapixels = (image.width * image.height) / 1e6;
  const tiles: BlendedTiles = {
    halo: blendHalo(job.blend),
    signal: job.signal,
    onTile(tile) {
      const { core, denoised, offset } = tile;
      const part = toBitDepth(readRegion(image, core), working);
      const mixed = takesAll(job.blend)
        ? denoised
        : blend(tile.noisy, denoised, job.blend);
      writePlanes(part, { ...core, x: 0, y: 0 }, mixed, offset);
      target.write(core, toBitDepth(part, stored, core));
    },
    onProgress: (fraction) => {
      job.onProgress(fraction * megapixels);
    },
  };
  if (job.known?.denoised) await readTiles(image, job.known.denoised, tiles);
  else
    await denoise({
      ...{ image, network, sigma, ...tiles },
      begin: job.turns.compute,
      pause: () => setImmediate(),
      queued: true,
      ...(edge !== undefined && { edge }),
    });
}
