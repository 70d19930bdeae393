/** How much noise an image has, judged from the image alone. */

import type { Image, Planes } from "../image/image.ts";
import type { BlockStatistics } from "./block-statistics.ts";
import { blockStatistics } from "./block-statistics.ts";
import type { FlatBlocks, NoiseCurve } from "./noise-level.ts";
import {
  flattestByIntensity,
  lineThrough,
  noiseCurve,
  varianceAt,
} from "./noise-level.ts";
import { median, quantile } from "./quantile.ts";

export interface NoiseEstimate {
  /** Standard deviation in red, green and blue, in 0..255 units. */
  readonly sigma: readonly [number, number, number];
  /** Variance over intensity, mean of the channels. */
  readonly curve: NoiseCurve;
  /** The straight line a·x + b (a, b ≥ 0) nearest to it, x in 0..1. */
  readonly a: number;
  readonly b: number;
  /** Strength at half resolution relative to full resolution; 1 for white noise. */
  readonly correlation: number;
  /** Whether neighbouring pixels share noise, as after demosaicing and JPEG. */
  readonly correlated: boolean;
}

/** The unit of the thresholds below: one level of 255, squared. */
const LEVEL = 1 / 65025;

/** Ratio of HH₂ to HH₁ from which noise counts as correlated. */
const CORRELATED = 1.3;
/** Between these ratios white turns to correlated in the computation. */
const WHITE_UP_TO = 1.15;
const CORRELATED_FROM = 1.5;
/** Chroma noise weaker than this (0.35 levels) is rounding: it tells nothing. */
const ROUNDING = 0.12 * LEVEL;
/** The flattest blocks have a little less noise than the mean: σ times these. */
const WHITE_BIAS = 1.06;
const CORRELATED_BIAS = 1.25;
/** Luma noise is hardly ever stronger than this times chroma noise. */
const LUMA_TO_CHROMA = 3;

const NO_NOISE: NoiseEstimate = {
  sigma: [0, 0, 0],
  curve: [0],
  a: 0,
  b: 0,
  correlation: 1,
  correlated: false,
};

/**
 * Estimates level, signal dependence and correlation of the noise.
 *
 * The variance of the flattest 16×16 blocks at each intensity bounds the noise
 * from above. In textured images the bound is far too high, and three
 * properties that noise has and texture has not bring it down:
 * - Noise is as strong in chroma, where photographs have little texture. White
 *   chroma noise means that nothing has processed the image: its diagonal
 *   details (HH₁) then are the level. Else luma cannot be much stronger.
 * - Noise is the same in all blocks of an intensity; texture differs.
 * - Noise makes neighbours differ; drawings and screenshots repeat values.
 *
 * At most about 5,000 blocks are looked at. Images smaller than one block
 * count as clean.
 */
export function estimateNoise(image: Image | Planes): NoiseEstimate {
  const all = blockStatistics(image);
  if (all.length === 0) return NO_NOISE;
  const blocks = withoutClipped(all);
  const { curve, used } = noiseCurve(flattestByIntensity(blocks));
  const flat = used.flatMap((bin) => bin.blocks);
  const bound = median(flat.map((block) => block.total));
  if (bound === 0) return NO_NOISE;

  const { fine, coarse, cap } = correlationEvidence(blocks, flat);
  const ratio = Math.sqrt((coarse + 0.02 * LEVEL) / (fine + 0.02 * LEVEL));
  const whiteness =
    fine < ROUNDING ? 0 : 1 - ramp(ratio, WHITE_UP_TO, CORRELATED_FROM);
  const white = Math.min(1.2 * bound, fine * WHITE_BIAS ** 2);
  const correlated = boundedByTexture(bound, cap, weightedSpread(used));
  const variance = whiteness * white + (1 - whiteness) * correlated;

  const intensities = all.map((block) => block.mean);
  const shaped = curve.map((value) => (value * variance) / bound);
  const mean = meanVariance(shaped, intensities);
  const limit = repetitionLimit(all, mean);
  const final = shaped.map((value) => value * limit);
  const strength = 255 * Math.sqrt(mean * limit);
  return {
    sigma: perChannel(flat, strength),
    curve: final,
    ...lineThrough(final, intensities),
    correlation: ratio,
    correlated: ratio > CORRELATED && strength > 1,
  };
}

function meanVariance(
  curve: NoiseCurve,
  intensities: readonly number[],
): number {
  const sum = intensities.reduce((total, x) => total + varianceAt(curve, x), 0);
  return sum / intensities.length;
}

/** Leaves out blocks so dark or bright that clipping hides their noise. */
function withoutClipped(all: readonly BlockStatistics[]): BlockStatistics[] {
  const sigma = Math.sqrt(
    quantile(
      all.map((block) => block.total),
      0.1,
    ),
  );
  const between = (margin: number) =>
    all.filter(({ mean }) => mean > margin && mean < 1 - margin);
  const wide = between(Math.max(0.02, 1.5 * sigma));
  if (wide.length >= 0.2 * all.length) return wide;
  const narrow = between(0.02);
  return narrow.length >= 10 ? narrow : [...all];
}

/**
 * Variances of the diagonal details at full and half resolution, and the most
 * that the noise variance can be: from chroma, in grey images from luma.
 */
function correlationEvidence(
  blocks: readonly BlockStatistics[],
  flat: readonly BlockStatistics[],
): { fine: number; coarse: number; cap: number } {
  const chroma = blocks.map((block) => block.chroma);
  if (median(chroma) < 0.001 * LEVEL) {
    return {
      fine: median(flat.map((block) => block.luma1)) / 3,
      coarse: median(flat.map((block) => block.luma2)) / 3,
      cap: Infinity,
    };
  }
  const low = quantile(chroma, 0.1);
  const quiet = blocks.filter((block) => block.chroma <= low);
  return {
    fine: median(quiet.map((block) => block.chroma1)),
    coarse: median(quiet.map((block) => block.chroma2)),
    cap: LUMA_TO_CHROMA ** 2 * low,
  };
}

/** The variance that correlated noise has, given that some of it is texture. */
function boundedByTexture(bound: number, cap: number, spread: number): number {
  const discount = Math.min(1, 1.5 / spread) ** 2;
  const variance = bound * CORRELATED_BIAS ** 2 * discount;
  if (variance <= cap) return variance;
  const trust = ramp(spread, 1.05, 1.3);
  return variance ** (1 - trust) * Math.max(cap, 1e-3 * LEVEL) ** trust;
}

/** The geometric mean of the bins' spread. */
function weightedSpread(bins: readonly FlatBlocks[]): number {
  let sum = 0;
  let weights = 0;
  for (const { spread, population } of bins) {
    sum += population * Math.log(spread);
    weights += population;
  }
  return Math.exp(sum / weights);
}

/** Factor on the variance for images in which most neighbours are the same. */
function repetitionLimit(
  all: readonly BlockStatistics[],
  variance: number,
): number {
  const equal = median(all.map((block) => block.equal));
  if (equal < 0.4) return 1;
  const most = (0.5 / equal) ** 2 * LEVEL;
  return Math.min(1, most / variance);
}

/** Divides the overall strength among the channels as in the flat blocks. */
function perChannel(
  flat: readonly BlockStatistics[],
  strength: number,
): [number, number, number] {
  const variances = [0, 1, 2].map((c) => {
    const known = flat
      .map(({ variance }) => variance[c]!)
      .filter((v) => v >= 0);
    return known.length > 0
      ? median(known)
      : median(flat.map((block) => block.total));
  }) as [number, number, number];
  const mean = (variances[0] + variances[1] + variances[2]) / 3;
  return variances.map((variance) =>
    mean > 0 ? strength * Math.sqrt(variance / mean) : 0,
  ) as [number, number, number];
}

/** 0 up to `low`, 1 from `high`, straight between. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
