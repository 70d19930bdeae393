/** Pictures that were made small and large again, and what they took. */
import type { Pictures } from "../../../../models/lab/batches.ts";
import { psnrOf } from "../../../../models/lab/compression.ts";
import {
  meanOf,
  squaredErrors,
  toBytes,
} from "../../../../models/lab/pictures.ts";
import type { RatePoint } from "../../../services/api-lab-compress.ts";

export interface Coded {
  /** Of a picture, on average. */
  readonly bits: number;
  /** The step, or the quality. */
  readonly at: number;
  /** As they come out, with samples of 8 bits. */
  readonly pictures: Pictures;
}

/** As any decoder would hand them on. */
export const inBytes = (pictures: Pictures): Pictures => ({
  shape: pictures.shape,
  data: Float32Array.from(toBytes(pictures), (value) => value / 255),
});

/** The error is averaged over all pictures before it becomes decibels. */
export const pointOf = (
  { bits, at, pictures }: Coded,
  originals: Pictures,
): RatePoint => ({
  ...{ bits, at },
  psnr: psnrOf(meanOf(squaredErrors(originals, pictures))),
});
