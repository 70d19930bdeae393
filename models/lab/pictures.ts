/** Pictures of one size: taking some, moving between floats and bytes, and comparing. */
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";
import type { Pictures } from "./batches.ts";

export const sizeOfPicture = (shape: PictureShape): number =>
  shape.reduce((product, extent) => product * extent, 1);

export const countOf = ({ shape, data }: Pictures): number =>
  data.length / sizeOfPicture(shape);

/** One of them, as a view: C×H×W. */
export function pictureAt({ shape, data }: Pictures, i: number): Float32Array {
  const size = sizeOfPicture(shape);
  return data.subarray(i * size, (i + 1) * size);
}

/** A copy of those with these numbers, in this order. */
export function choose(
  pictures: Pictures,
  numbers: readonly number[],
): Pictures {
  const size = sizeOfPicture(pictures.shape);
  const data = new Float32Array(numbers.length * size);
  numbers.forEach((number, i) =>
    data.set(pictureAt(pictures, number), i * size),
  );
  return { shape: pictures.shape, data };
}

/** Up to `most` numbers below `count`, spread evenly over them. */
export function spread(count: number, most: number): readonly number[] {
  const length = Math.min(count, most);
  return Array.from({ length }, (_, i) => Math.floor((i * count) / length));
}

/** In 0..255, clamped and rounded, channel after channel as before. */
export function toBytes({ data }: Pictures): Uint8Array {
  return Uint8Array.from(data, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, value))),
  );
}

/** The mean squared error of each picture. */
export function squaredErrors(a: Pictures, b: Pictures): readonly number[] {
  return Array.from({ length: countOf(a) }, (_, i) => {
    const [one, other] = [pictureAt(a, i), pictureAt(b, i)];
    let sum = 0;
    for (let k = 0; k < one.length; k++) sum += (one[k]! - other[k]!) ** 2;
    return sum / one.length;
  });
}

/** NaN of none. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** One after the other; all of the first ones' shape. */
export function joined(all: readonly [Pictures, ...Pictures[]]): Pictures {
  const data = new Float32Array(
    all.reduce((length, one) => length + one.data.length, 0),
  );
  let at = 0;
  for (const one of all) {
    data.set(one.data, at);
    at += one.data.length;
  }
  return { shape: all[0].shape, data };
}
