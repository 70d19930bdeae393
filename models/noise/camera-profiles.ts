/** The noise of cameras: one line of variance over intensity for each camera and ISO, and what it says of a photograph. */
import { fullScale, hasColour } from "../image/image.ts";
import { type ImageSource, readRegion } from "../image/regions.ts";
import type { NoiseEstimate } from "./estimate.ts";
import { BINS, binOf } from "./noise-level.ts";
import { median } from "./quantile.ts";

/** What photographs must have in common to have the same noise. */
export interface CameraSetting {
  /** As EXIF calls the model. */
  readonly camera: string;
  readonly iso: number;
  /** The longer and the shorter side in pixels: a photograph made smaller has other noise. */
  readonly size: readonly [number, number];
  /** Of the file: what a camera compressed is not what a raw converter wrote. */
  readonly format: string;
}

export interface CameraProfile extends CameraSetting {
  /** Photographs that it was measured on. */
  readonly photographs: number;
  /** Variance of a sample x of 0..1: a·x + b, in squared 0..1 units. */
  readonly a: number;
  readonly b: number;
  /** HH₂/HH₁ as in `NoiseEstimate`, and whether neighbours share their noise. */
  readonly correlation: number;
  readonly correlated: boolean;
}

/** What one photograph adds to the profile of its setting. */
export interface ProfileShot extends CameraSetting {
  /** Variances at the intensities that the photograph has. */
  readonly points: readonly { readonly x: number; readonly variance: number }[];
  readonly correlation: number;
  readonly correlated: boolean;
}

/** Of fewer, what is odd about one would be the profile. */
export const FEWEST_SHOTS = 3;
/** An intensity counts when this share of a photograph's pixels has it. */
const PRESENT = 0.03;
/** Noise is cut off so near to black and white, in 0..1. */
const CUT_OFF = 0.05;
/** Beyond the ISOs that were measured a profile holds for half a stop. */
const BEYOND = Math.SQRT2;
/** Pixels that tell a photograph's brightness. */
const SAMPLED = 40_000;

export function shotOf(
  image: ImageSource,
  { curve, correlation, correlated }: NoiseEstimate,
  setting: CameraSetting,
): ProfileShot {
  const { shares } = brightnessOf(image);
  const points = curve.flatMap((variance, bin) =>
    shares[bin]! >= PRESENT ? [{ x: centreOf(bin), variance }] : [],
  );
  return { ...setting, points, correlation, correlated };
}

/** Whether noise can be seen at an intensity where it is not cut off: it is not in what is black, blown out or drawn. */
export function isTelling({ points }: Pick<ProfileShot, "points">): boolean {
  return points.some(
    ({ x, variance }) => x > CUT_OFF && x < 1 - CUT_OFF && variance > TINY,
  );
}

/** One profile for each setting that has enough photographs; by camera, then by ISO. */
export function profilesOf(shots: readonly ProfileShot[]): CameraProfile[] {
  const groups = new Map<string, ProfileShot[]>();
  for (const shot of shots) {
    const key = settingKey(shot);
    groups.set(key, [...(groups.get(key) ?? []), shot]);
  }
  return [...groups.values()]
    .filter(({ length }) => length >= FEWEST_SHOTS)
    .map(fitted)
    .sort(byCameraAndIso);
}

export function settingKey({ camera, iso, size, format }: CameraSetting) {
  return [camera, iso, ...size, format].join(" ");
}

export function byCameraAndIso(a: CameraSetting, b: CameraSetting): number {
  return a.camera === b.camera ? a.iso - b.iso : a.camera < b.camera ? -1 : 1;
}

/** σ in 0..255 units of a sample in the middle between black and white. */
export function midGreySigma({ a, b }: Pick<CameraProfile, "a" | "b">) {
  return 255 * Math.sqrt(0.5 * a + b);
}

/** The profile of a setting: measured, or between the next lower and higher ISO; undefined where none is near. */
export function profileFor(
  profiles: readonly CameraProfile[],
  setting: CameraSetting,
): CameraProfile | undefined {
  const { iso } = setting;
  const key = settingKey({ ...setting, iso: 0 });
  const same = profiles
    .filter((profile) => settingKey({ ...profile, iso: 0 }) === key)
    .sort(byCameraAndIso);
  const low = same.findLast((profile) => profile.iso <= iso);
  const high = same.find((profile) => profile.iso >= iso);
  if (low && high) return between(low, high, iso);
  const near = low ?? high;
  const stops = near && Math.max(near.iso / iso, iso / near.iso);
  return stops !== undefined && stops <= BEYOND * 1.001 ? near : undefined;
}

/** What a profile says of an image, in the place of a measurement of it. */
export function estimateBy(
  { camera, iso, a, b, correlation, correlated }: CameraProfile,
  image: ImageSource,
): NoiseEstimate {
  const [red, green, blue] = brightnessOf(image).means;
  const sigma = (mean: number) => 255 * Math.sqrt(a * mean + b);
  return {
    sigma: [sigma(red), sigma(green), sigma(blue)],
    curve: Array.from({ length: BINS }, (_, bin) => a * centreOf(bin) + b),
    ...{ a, b, correlation, correlated },
    profile: { camera, iso },
  };
}

/** What a photograph's estimate would have to be for its level, in 0..255 units, to be the one that somebody chose. */
export function chosenProfile(
  image: ImageSource,
  { a, b, correlation, correlated }: NoiseEstimate,
  { camera, iso, size, format }: CameraSetting,
  level: number,
): CameraProfile {
  const line = a + b > 0 ? { a, b } : { a: 0, b: 1 };
  const { means } = brightnessOf(image);
  const variance =
    means.reduce((sum, mean) => sum + line.a * mean + line.b, 0) / 3;
  const factor = variance > 0 ? (level / 255) ** 2 / variance : 0;
  return {
    camera,
    iso,
    size,
    format,
    photographs: 1,
    a: factor * line.a,
    b: factor * line.b,
    correlation,
    correlated,
  };
}

/** The line through the medians of the photographs at each intensity; by least squares of relative errors. */
function fitted(shots: readonly ProfileShot[]): CameraProfile {
  const variances = new Map<number, number[]>();
  for (const { x, variance } of shots.flatMap(({ points }) => points))
    variances.set(x, [...(variances.get(x) ?? []), variance]);
  const points = [...variances].map(([x, all]) => {
    const variance = median(all);
    return { x, variance, weight: all.length / (variance + TINY) ** 2 };
  });
  const { camera, iso, size, format } = shots[0]!;
  return {
    ...{ camera, iso, size, format },
    photographs: shots.length,
    ...lineOf(points),
    correlation: median(shots.map((shot) => shot.correlation)),
    correlated:
      2 * shots.filter((shot) => shot.correlated).length > shots.length,
  };
}

/** (0.2/255)²: differences between faint noises count for nothing. */
const TINY = (0.2 / 255) ** 2;

interface WeightedPoint {
  readonly x: number;
  readonly variance: number;
  readonly weight: number;
}

/** a ≥ 0 and b ≥ 0. */
function lineOf(points: readonly WeightedPoint[]): { a: number; b: number } {
  const sum = (value: (point: WeightedPoint) => number) =>
    points.reduce((all, point) => all + point.weight * value(point), 0);
  const total = sum(() => 1);
  if (total === 0) return { a: 0, b: 0 };
  const x = sum((point) => point.x) / total;
  const y = sum((point) => point.variance) / total;
  const spread = sum((point) => (point.x - x) ** 2);
  const slope =
    spread > 1e-6 * total
      ? sum((point) => (point.x - x) * (point.variance - y)) / spread
      : 0;
  if (slope <= 0) return { a: 0, b: y };
  const b = y - slope * x;
  if (b >= 0) return { a: slope, b };
  const through = sum((point) => point.x * point.variance);
  return { a: through / sum((point) => point.x ** 2), b: 0 };
}

/** Noise follows powers of ISO: a about the first and b about the second. */
function between(
  low: CameraProfile,
  high: CameraProfile,
  iso: number,
): CameraProfile {
  if (low.iso === high.iso) return low;
  const part = Math.log(iso / low.iso) / Math.log(high.iso / low.iso);
  const power = (from: number, to: number) =>
    from > 0 && to > 0
      ? from ** (1 - part) * to ** part
      : from + (to - from) * part;
  const nearest = part < 0.5 ? low : high;
  return {
    ...nearest,
    ...{ iso, photographs: low.photographs + high.photographs },
    ...{ a: power(low.a, high.a), b: power(low.b, high.b) },
    correlation: power(low.correlation, high.correlation),
  };
}

const centreOf = (bin: number) => (bin + 0.5) / BINS;

/** The means of red, green and blue, and the share of the pixels in each range of intensity. */
function brightnessOf(image: ImageSource) {
  const { width, height } = image;
  const pixels = width * height;
  const every = Math.max(1, Math.floor(pixels / SAMPLED));
  const colour = hasColour(image);
  const means: [number, number, number] = [0, 0, 0];
  const shares = new Array<number>(BINS).fill(0);
  const taken = Math.ceil(pixels / every);
  for (let pixel = 0; pixel < pixels; pixel += every) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const { samples } = readRegion(image, { x, y, width: 1, height: 1 });
    const scale = fullScale(samples);
    let sum = 0;
    for (const c of [0, 1, 2] as const) {
      const value = samples[colour ? c : 0]! / scale;
      means[c] += value / taken;
      sum += value;
    }
    const bin = binOf(sum / 3);
    shares[bin] = shares[bin]! + 1 / taken;
  }
  return { means, shares };
}
