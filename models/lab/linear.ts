/** Principal components of pictures, which any autoencoder has to beat: what is left when pictures are projected on them. */
import type { Pictures } from "./batches.ts";
import { countOf, pictureAt } from "./pictures.ts";

export interface Principal {
  /** The mean picture. */
  readonly mean: Float32Array;
  /** Orthonormal, the one with the largest variance first. */
  readonly components: readonly Float32Array[];
}

/** The coordinates of one picture. */
export function project(
  picture: Float32Array,
  { mean, components }: Principal,
): Float32Array {
  return Float32Array.from(components, (component) => {
    let sum = 0;
    for (let i = 0; i < mean.length; i++)
      sum += (picture[i]! - mean[i]!) * component[i]!;
    return sum;
  });
}

/**
 * The mean squared error per sample of pictures projected on the first 0, 1, 2, … components: as
 * these are orthonormal, what each explains is its coordinate's square.
 */
export function projectionErrors(
  pictures: Pictures,
  principal: Principal,
): readonly number[] {
  const { mean, components } = principal;
  const left = new Float64Array(components.length + 1);
  const count = countOf(pictures);
  for (let n = 0; n < count; n++) {
    const picture = pictureAt(pictures, n);
    let rest = 0;
    for (let i = 0; i < mean.length; i++) rest += (picture[i]! - mean[i]!) ** 2;
    const coordinates = project(picture, principal);
    left[0] = left[0]! + rest;
    coordinates.forEach((value, k) => {
      rest -= value ** 2;
      left[k + 1] = left[k + 1]! + rest;
    });
  }
  return Array.from(left, (sum) => Math.max(0, sum) / (count * mean.length));
}
