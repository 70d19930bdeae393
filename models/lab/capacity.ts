/** Whether a network learnt what its pictures have in common, or could merely copy whatever comes in. */
import type { Pictures } from "./batches.ts";
import { countOf, pictureAt } from "./pictures.ts";
import { Random } from "../random.ts";

/**
 * Each sample taken from the same place of another picture, drawn anew for every sample: all places
 * keep their distributions, and nothing is left of how they belong together.
 */
export function shuffledPictures(pictures: Pictures, seed: number): Pictures {
  const random = new Random(seed);
  const count = countOf(pictures);
  const data = new Float32Array(pictures.data.length);
  const mixed = { shape: pictures.shape, data };
  for (let n = 0; n < count; n++) {
    const picture = pictureAt(mixed, n);
    for (let i = 0; i < picture.length; i++)
      picture[i] = pictureAt(pictures, random.integer(0, count))[i]!;
  }
  return mixed;
}

export interface CapacityEvidence {
  /** Mean squared errors of reconstructed pictures, and of shuffled ones. */
  readonly error: number;
  readonly shuffledError: number;
  /** Of the pictures' samples around their mean picture: the error of a network that knows nothing else. */
  readonly variance: number;
}

/** Shuffled pictures come out nearly as well, though nothing could be learnt about them. */
export function couldCopy({
  error,
  shuffledError,
  variance,
}: CapacityEvidence): boolean {
  return error < 0.5 * variance && shuffledError < 1.5 * error;
}
