/** The use case `evaluate`: PSNR and SSIM of a network, by the protocol of the published tables. */
import { basename } from "node:path";
import { toPlanes } from "../../../models/image/image.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import { psnr, ssim } from "../../../models/image/metrics.ts";
import {
  type LevelScore,
  regretOf,
  SINGLE_LEVELS,
  summariseRegret,
} from "../../../models/inference/regret.ts";
import type { EvaluateSource, ImageScore } from "../../services/api-files.ts";
import { denoiseWhole } from "../networks/denoise-whole.ts";
import { openDenoiser } from "../networks/denoiser.ts";
import { loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import { readPair } from "./evaluated-pair.ts";
import { type Pair, cleanImages, pairsByName, pairsInFolder } from "./pairs.ts";
import type { Task } from "./task.ts";

/**
 * White noise is added in float, neither clipped nor rounded; the output is clamped and rounded to
 * 8 bits; PSNR over R, G and B jointly without cropping; figures are means over the images.
 */
export const evaluate: Task<"evaluate"> = async (
  request,
  { compute, devices, meter, progress, signal },
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
      const { noisy, clean } = await readPair(
        pair,
        request.source,
        index,
        signal,
      );
      const denoised = (noise: number | NoiseEstimate) =>
        denoiseWhole({ image: noisy, noise, denoiser, signal });
      const result = await denoised(
        request.assume === "auto"
          ? await meter.measure(noisy, signal)
          : request.assume,
      );
      const reached = psnr(result, clean);
      const score: ImageScore = {
        image: basename(pair.clean),
        psnr: reached,
        ssim: ssim(result, clean),
        noisyPsnr: psnr(toPlanes(noisy), clean),
        megapixels: (noisy.width * noisy.height) / 1e6,
        seconds: (performance.now() - started) / 1000,
        ...(request.regret === true && {
          regret: regretOf(
            reached,
            await levelScores(async (level) =>
              psnr(await denoised(level), clean),
            ),
          ),
        }),
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
  const regrets = perImage.flatMap(({ regret }) => regret ?? []);
  return {
    model: network.name,
    device: denoiser.device,
    images: perImage.length,
    psnr: mean((score) => score.psnr),
    ssim: mean((score) => score.ssim),
    noisyPsnr: mean((score) => score.noisyPsnr),
    ...(regrets.length > 0 && { regret: summariseRegret(regrets) }),
    perImage,
  };
};

function findPairs(source: EvaluateSource): Promise<Pair[]> {
  switch (source.kind) {
    case "clean":
      return cleanImages(source.folder);
    case "pairs":
      return pairsInFolder(source.folder);
    case "folders":
      return pairsByName(source.noisy, source.clean);
  }
}

async function levelScores(
  psnrAt: (level: number) => Promise<number>,
): Promise<LevelScore[]> {
  const scores: LevelScore[] = [];
  for (const level of SINGLE_LEVELS)
    scores.push({ level, psnr: await psnrAt(level) });
  return scores;
}
