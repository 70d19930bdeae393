/** The use case `evaluate`: PSNR and SSIM of a network, by the protocol of the published tables. */
import { basename } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import {
  type Image,
  type Planes,
  toPlanes,
} from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { psnr, ssim } from "../../../models/image/metrics.ts";
import { addWhiteNoise } from "../../../models/noise/gaussian.ts";
import { Random } from "../../../models/random.ts";
import type { EvaluateSource, ImageScore } from "../../services/api-files.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { denoiseWhole } from "../networks/denoise-whole.ts";
import { openDenoiser } from "../networks/denoiser.ts";
import { loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import { type Pair, cleanImages, pairsByName, pairsBySuffix } from "./pairs.ts";
import type { Task } from "./task.ts";

/**
 * White noise is added in float, neither clipped nor rounded; the output is clamped and rounded to
 * 8 bits; PSNR over R, G and B jointly without cropping; figures are means over the images.
 */
export const evaluate: Task<"evaluate"> = async (
  request,
  { compute, devices, progress, signal },
) => {
  const network = await loadNetwork(request.model);
  const pairs = await findPairs(request.source);
  const choice = await devices.choose(request.device);
  const { device } = placeFor(network, choice);
  const denoiser = await openDenoiser(
    compute,
    network,
    device,
    () => undefined,
  );
  const perImage: ImageScore[] = [];
  try {
    for (const [index, pair] of pairs.entries()) {
      const started = performance.now();
      const { noisy, clean } = await readPair(pair, request.source, index);
      const denoised = await denoiseWhole({
        image: noisy,
        noise: request.assume,
        denoiser,
        signal,
      });
      const score: ImageScore = {
        image: basename(pair.clean),
        psnr: psnr(denoised, clean),
        ssim: ssim(denoised, clean),
        noisyPsnr: psnr(toPlanes(noisy), clean),
        megapixels: (noisy.width * noisy.height) / 1e6,
        seconds: (performance.now() - started) / 1000,
      };
      perImage.push(score);
      progress({
        kind: "image",
        done: perImage.length,
        images: pairs.length,
        score,
      });
    }
  } finally {
    await denoiser.close();
  }
  const mean = (value: (score: ImageScore) => number) =>
    perImage.reduce((sum, score) => sum + value(score), 0) / perImage.length;
  return {
    model: network.name,
    device: denoiser.device,
    images: perImage.length,
    psnr: mean((score) => score.psnr),
    ssim: mean((score) => score.ssim),
    noisyPsnr: mean((score) => score.noisyPsnr),
    perImage,
  };
};

function findPairs(source: EvaluateSource): Promise<Pair[]> {
  switch (source.kind) {
    case "clean":
      return cleanImages(source.folder);
    case "pairs":
      return pairsBySuffix(source.folder);
    case "folders":
      return pairsByName(source.noisy, source.clean);
  }
}

/** The noise of image i depends on the seed and i alone. */
async function readPair(
  pair: Pair,
  source: EvaluateSource,
  index: number,
): Promise<{ readonly noisy: Image; readonly clean: Planes }> {
  const clean = toPlanes((await decodeImage(pair.clean)).image);
  if (source.kind === "clean") {
    const random = new Random(Random.seed(source.seed, index));
    return {
      noisy: interleave(addWhiteNoise(clean, source.noise / 255, random)),
      clean,
    };
  }
  const { image } = await decodeImage(pair.noisy);
  if (image.width !== clean.width || image.height !== clean.height)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: pair.noisy,
      reason: `${String(image.width)}×${String(image.height)} pixels, its reference ${String(clean.width)}×${String(clean.height)}`,
    });
  return { noisy: image, clean };
}
