/** Finds out in which range a model takes images and noise levels, and what it returns: by what denoises best. */
import { psnr } from "../../../../models/image/metrics.ts";
import type { Forward, Size } from "../../../../models/inference/adapted.ts";
import type {
  Adapter,
  ModelAdapter,
} from "../../../../models/inference/adapter.ts";
import type { Planes } from "../../../../models/image/image.ts";
import { type Trial, trials, tryOut } from "./trial.ts";

export interface Form {
  readonly channels: 1 | 3;
  readonly noise: "none" | "map" | "scalar";
}

export interface Ranges extends Pick<
  ModelAdapter,
  "range" | "noise" | "output"
> {
  /** The combination that denoises best, for further trials. */
  readonly best: Adapter;
}

type Range = 1 | 255;

/** One way to use the model, and the PSNR that it reaches. */
interface Reading {
  readonly range: Range;
  readonly noiseRange: Range;
  readonly output: "image" | "noise";
  readonly psnr: number;
}

/** In dB. A model that gains less than this on every trial picture is no denoiser. */
const LEAST_GAIN = 0.5;
/** Readings this close are the same: the model is linear, or ignores the input. */
const SAME = 0.01;
/** Readings that differ by less than this are too close to decide. */
const CLEAR = 0.5;

/** Null when the model removes noise from no trial picture. */
export async function findRanges(
  forward: Forward,
  form: Form,
  size: Size,
  signal: AbortSignal,
): Promise<Ranges | null> {
  for (const trial of trials(size, form.channels === 1)) {
    const readings = await readingsOf(forward, form, trial, signal);
    const best = bestOf(readings, () => true);
    const gain = best.psnr - psnr(trial.noisy, trial.clean);
    if (gain >= LEAST_GAIN) return decided(readings, best, form);
  }
  return null;
}

async function readingsOf(
  forward: Forward,
  form: Form,
  { clean, noisy, sigma }: Trial,
  signal: AbortSignal,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const range of [1, 255] as const)
    for (const noiseRange of form.noise === "none"
      ? [1 as const]
      : ([1, 255] as const)) {
      signal.throwIfAborted();
      const reading = { range, noiseRange, output: "image" } as const;
      const image = await tryOut(
        forward,
        adapterOf(form, reading),
        noisy,
        sigma,
      );
      // The same run, taken for noise.
      const other = image.data.map((value, i) => noisy.data[i]! - value);
      const score = (result: Planes): number => {
        const value = psnr(result, clean);
        return Number.isNaN(value) ? -Infinity : value;
      };
      readings.push(
        { ...reading, psnr: score(image) },
        { ...reading, output: "noise", psnr: score({ ...image, data: other }) },
      );
    }
  return readings;
}

function decided(
  readings: readonly Reading[],
  best: Reading,
  form: Form,
): Ranges {
  const range = decide(readings, "range", 1, 255, 1);
  // What the noise is measured in is judged for the image's range alone.
  const ofRange = readings.filter(
    (each) => each.range === (range ?? best.range),
  );
  const noiseRange = decide(ofRange, "noiseRange", 1, 255, range ?? best.range);
  return {
    range,
    noise:
      form.noise === "none"
        ? { kind: "none" }
        : { kind: form.noise, range: noiseRange },
    output: decide(readings, "output", "image", "noise", "image"),
    best: adapterOf(form, best),
  };
}

/** The value that denoises better, the usual one where both do the same, or null where it is not clear. */
function decide<Key extends "range" | "noiseRange" | "output">(
  readings: readonly Reading[],
  key: Key,
  one: Reading[Key],
  other: Reading[Key],
  usual: Reading[Key],
): Reading[Key] | null {
  const [first, second] = [one, other].map((value) =>
    readings.some((each) => each[key] === value)
      ? bestOf(readings, (each) => each[key] === value).psnr
      : -Infinity,
  ) as [number, number];
  const difference = Math.abs(first - second);
  if (difference < SAME) return usual;
  if (difference < CLEAR) return null;
  return first > second ? one : other;
}

function bestOf(
  readings: readonly Reading[],
  accepts: (reading: Reading) => boolean,
): Reading {
  return readings
    .filter(accepts)
    .reduce((best, each) => (each.psnr > best.psnr ? each : best));
}

function adapterOf(
  { channels, noise }: Form,
  { range, noiseRange, output }: Omit<Reading, "psnr">,
): Adapter {
  return {
    channels,
    range,
    noise:
      noise === "none" ? { kind: noise } : { kind: noise, range: noiseRange },
    multiple: 1,
    margin: 0,
    output,
  };
}
