/**
 * Training on noisy photographs alone, at their full size (Pang, Zheng, Quan and Ji,
 * "Recorrupted-to-Recorrupted", 2021): noise z like the photograph's own is added to the picture y, and
 * y − z∕α is to be met from y + αz. The noise of the one is uncorrelated with that of the other, so that
 * only the picture can be learnt.
 *
 * It takes noise that is independent from pixel to pixel, and whose level is known: it is measured on
 * each photograph, over intensity and for each channel. A level that is measured 2 % too high or too
 * low lets the network take away or leave 4 % of the noise too much.
 */
import { type Node, scalar } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceMean } from "../../graph/ops/reduce-mean.ts";
import { relu } from "../../graph/ops/relu.ts";
import { sub } from "../../graph/ops/sub.ts";
import { type Planes, emptyPlanes, plane } from "../../image/image.ts";
import type { NoiseEstimate } from "../../noise/estimate.ts";
import { noiseMap } from "../../noise/noise-map.ts";
import type { Random } from "../../random.ts";
import { logErrorOf, meanLogarithm, squaredPerPatch } from "../losses.ts";
import { measured } from "./measured.ts";
import type { DataMode } from "./mode.ts";

/**
 * Share of the noise's variance that is added to the error before its logarithm is taken: the error is
 * only estimated, with a standard deviation of a hundredth of the noise's variance.
 */
const UNSURE = 0.03;

/** How much noise is added, in parts of the photograph's own. */
const MORE_NOISE = 0.3;
/** From this σ on, in 0..255 units, white noise is measured within a twentieth; texture makes fainter noise seem stronger. */
const MEASURABLE = 10;

/** `alpha` for photographs with such noise: undefined where neighbouring pixels have to be learnt from. */
export function moreNoiseFor(noise: {
  /** From how many pixels apart on it is independent; 1 for white noise. */
  readonly length: number;
  /** σ of the median photograph, in 0..255 units. */
  readonly median: number;
}): number | undefined {
  return noise.length === 1 && noise.median >= MEASURABLE
    ? MORE_NOISE
    : undefined;
}

/** `alpha`: how much noise is added, in parts of the photograph's own. */
export function recorrupted(alpha: number): DataMode {
  /** What is seen has this much more noise, and the network is told so. */
  const stronger = Math.sqrt(1 + alpha ** 2);
  return {
    edge: (patch) => patch,
    shrinks: false,
    inputs: (patch) => ({
      image: [3, patch, patch],
      sigma: [1, patch / 2, patch / 2],
      more: [3, patch, patch],
    }),

    sample({ image, photograph }, _recipe, random) {
      const { estimate } = measured(photograph.image);
      const map = noiseMap(image, estimate);
      const error = random.uniform(0.9, 1.1);
      return {
        image: image.data,
        sigma: map.map((sigma) => sigma * stronger * error),
        more: noiseLike(image, map, estimate, random),
      };
    },

    /**
     * The mean of ‖f(y + αz) − (y − z∕α)‖² and the same with −z for z, less what no network can change.
     * With both signs the large part of the error that z∕α alone makes cancels out; what is left is the
     * estimate ‖f − y‖² + z·(f₊ − f₋)∕α − σ² of the squared error against the picture that is not known.
     */
    loss({ inputs: { image, sigma, more }, denoise }) {
      const added = mul(more!, scalar(alpha));
      const up = denoise(add(image!, added), sigma!);
      const down = denoise(sub(image!, added), sigma!);
      const distances = mul(
        add(
          squaredPerPatch(sub(up, image!)),
          squaredPerPatch(sub(down, image!)),
        ),
        scalar(1 / 2),
      );
      const shared = mul(
        meanPerPatch(mul(more!, sub(up, down))),
        scalar(1 / alpha),
      );
      const variance = squaredPerPatch(more!);
      const squared = relu(sub(add(distances, shared), variance));
      return meanLogarithm(add(squared, mul(variance, scalar(UNSURE))));
    },

    logError: logErrorOf,

    mixAt: () => 0,
  };
}

function meanPerPatch(values: Node): Node {
  return reduceMean(values, [1, 2, 3]);
}

/** Noise as the estimate has it; `map` is σ in 0..1 at half size. */
function noiseLike(
  { width, height }: Planes,
  map: Float32Array,
  { sigma }: NoiseEstimate,
  random: Random,
): Float32Array {
  const noise = emptyPlanes(width, height, 3);
  random.fillNormal(noise.data);
  const overall = Math.hypot(...sigma) / Math.sqrt(3);
  sigma.forEach((channel, c) => {
    const data = plane(noise, c);
    const part = overall > 0 ? channel / overall : 1;
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++)
        data[i] = data[i]! * part * map[(y >> 1) * (width / 2) + (x >> 1)]!;
  });
  return noise.data;
}
