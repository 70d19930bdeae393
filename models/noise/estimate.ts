/** How much noise an image has, judged from the image alone. */

import type { Planes } from "../image/image.ts";
import type { ImageSource } from "../image/regions.ts";
import type { BlockStatistics } from "./block-statistics.ts";
import { blockStatistics } from "./block-statistics.ts";
import { correlationOf, perChannel, weightedMean } from "./character.ts";
import type { FlatBlocks } from "./flat-blocks.ts";
import { flatBlocks } from "./flat-blocks.ts";
import type { LevelMap } from "./level-map.ts";
import type { NoiseCurve } from "./noise-level.ts";
import { curveBelow, lineThrough, meanVariance } from "./noise-level.ts";
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
  /** The level at each place, where the noise meter measured it; the other figures sum it up. */
  map?: LevelMap;
  /** The camera profile that says so, where it was not measured on the image itself. */
  readonly profile?: { readonly camera: string; readonly iso: number };
}

/** What is told of the noise: a map is as large as a small picture. */
export function withoutMap<Told extends object>(
  estimate: Told & Pick<NoiseEstimate, "map">,
): Omit<Told, "map"> {
  const told = { ...estimate };
  delete told.map;
  return told;
}

/** The unit of the thresholds below: one level of 255, squared. */
const LEVEL = 1 / 65025;
/** Keeps flat pictures from dividing by zero. */
const FAINTEST = 0.02 * LEVEL;

/** Ratio of HH₂ to HH₁ from which noise counts as correlated. */
export const CORRELATED = 1.3;
/** Between these ratios white turns to correlated in the computation. */
const WHITE_UP_TO = 1.15;
const CORRELATED_FROM = 1.5;
/** Chroma noise weaker than this (0.35 levels) is rounding: it tells nothing. */
const ROUNDING = 0.12 * LEVEL;
/** The flattest blocks have a little less noise than the mean: σ times these. */
const WHITE_BIAS = 1.05;
const CORRELATED_BIAS = 1.2;
/** Luma noise is hardly ever stronger than this times chroma noise. */
const LUMA_TO_CHROMA = 2.5;
/** The same after JPEG with chroma of half the size, which averages four pixels of it and rounds it more. */
const LUMA_TO_HALVED_CHROMA = 4;
/** Halved chroma has less than this share of luma's diagonal details, each relative to its own strength. */
const HALVED_UP_TO = 0.35;
const WHOLE_FROM = 0.6;
/** White noise that no JPEG has weakened in chroma is as strong in luma's diagonal details; not more than these. */
const LUMA_UP_TO = 2.5;
const WEAKENED_FROM = 4;
/** The flattest blocks of noise alone differ by no more than this. */
const NOISE_SPREAD = 1.3;

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
 * from above. In textured images the bound is far too high, and four
 * properties that noise has and texture has not bring it down:
 * - Noise is as strong in chroma, where photographs have little texture. White
 *   chroma noise, where luma's is like it, means that nothing has processed
 *   the image: its diagonal details (HH₁) then are the level. Else luma cannot
 *   be much stronger, unless JPEG has halved chroma.
 * - Noise is the same in all blocks of an intensity; texture differs.
 * - Noise changes slowly with intensity.
 * - Noise makes neighbours differ; drawings and screenshots repeat values.
 *
 * At most about 5,000 blocks are looked at. Images smaller than one block
 * count as clean.
 */
export function estimateNoise(image: ImageSource | Planes): NoiseEstimate {
  const all = blockStatistics(image);
  if (all.length === 0) return NO_NOISE;
  const flat = flatBlocks(withoutClipped(all));

  const ratio = correlationOf(flat);
  const white = whiteness(flat, ratio);
  const spread = Math.exp(weightedMean(flat, (r) => Math.log(r.spread)));
  const points = flat.map((range) => ({
    bin: range.bin,
    variance:
      white * ifWhite(range) + (1 - white) * ifCorrelated(range, spread),
  }));
  const bound = curveBelow(points);
  const intensities = all.map((block) => block.mean);
  const limit = repetitionLimit(all, meanVariance(bound, intensities));
  const curve = bound.map((variance) => variance * limit);
  const strength = 255 * Math.sqrt(meanVariance(curve, intensities));
  return {
    sigma: perChannel(flat, strength),
    curve,
    ...lineThrough(curve, intensities),
    correlation: ratio,
    correlated: ratio > CORRELATED && strength > 1,
  };
}

/** Leaves out blocks so dark or bright that clipping hides their noise. */
function withoutClipped(
  all: readonly BlockStatistics[],
): readonly BlockStatistics[] {
  const totals = all.map((block) => block.total);
  const sigma = Math.sqrt(quantile(totals, 0.1));
  const between = (margin: number) =>
    all.filter(({ mean }) => mean > margin && mean < 1 - margin);
  const wide = between(Math.max(0.02, 1.5 * sigma));
  if (wide.length >= 0.2 * all.length) return wide;
  const narrow = between(0.02);
  return narrow.length >= 10 ? narrow : all;
}

/** 1 for surely white noise, 0 for surely correlated or for none. */
function whiteness(flat: readonly FlatBlocks[], ratio: number): number {
  const fine = weightedMean(flat, (range) => range.diagonal1);
  if (fine < ROUNDING) return 0;
  const luma = weightedMean(flat, (range) => range.luma1);
  return (
    (1 - ramp(ratio, WHITE_UP_TO, CORRELATED_FROM)) *
    (1 - ramp(Math.sqrt(luma / fine), LUMA_UP_TO, WEAKENED_FROM))
  );
}

function ifWhite({ variance, diagonal1 }: FlatBlocks): number {
  return Math.min(1.2 * variance, WHITE_BIAS ** 2 * diagonal1);
}

/** The bound at one intensity, less what may be texture. */
function ifCorrelated(range: FlatBlocks, spread: number): number {
  const noise = Math.min(1, NOISE_SPREAD / spread) ** 3;
  const discounted = range.variance * (CORRELATED_BIAS * noise) ** 2;
  const whole = wholeness(range);
  const stronger =
    LUMA_TO_HALVED_CHROMA ** (1 - whole) * LUMA_TO_CHROMA ** whole;
  const cap = stronger ** 2 * (range.chroma + FAINTEST);
  if (discounted <= cap) return discounted;
  const texture = ramp(spread, 1.05, NOISE_SPREAD);
  return discounted ** (1 - texture) * cap ** texture;
}

/** 0 where chroma has been halved and luma has not, as JPEG with 4:2:0 does; 1 where they are alike, or no chroma is. */
function wholeness({ chroma, diagonal1, luma, luma1 }: FlatBlocks): number {
  if (!Number.isFinite(chroma)) return 1;
  const share = (diagonal: number, all: number) =>
    (diagonal + FAINTEST) / (all + FAINTEST);
  const fine = Math.sqrt(share(diagonal1, chroma) / share(luma1, luma));
  return ramp(fine, HALVED_UP_TO, WHOLE_FROM);
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

/** 0 up to `low`, 1 from `high`, straight between. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
