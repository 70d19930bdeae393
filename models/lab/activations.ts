/** What the units of a layer answer to pictures: how strongly, where, and to which pictures most. */
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";

/** A layer's answers: N×units, or N×channels×H×W. */
export interface Activations {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Of each picture and unit: its answer, of a map its largest. Rows of units, picture after picture. */
export function strengths({ dims, data }: Activations): Float32Array {
  const [pictures = 0, units = 0, ...map] = dims;
  const size = map.reduce((product, extent) => product * extent, 1);
  return Float32Array.from({ length: pictures * units }, (_, i) => {
    let most = -Infinity;
    for (let k = i * size; k < (i + 1) * size; k++)
      if (data[k]! > most) most = data[k]!;
    return most;
  });
}

/** The numbers of the `most` largest values, the largest first. */
export function largest(
  values: readonly number[],
  most: number,
): readonly number[] {
  return values
    .map((_, n) => n)
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, most);
}

/** Of one picture, the maps of some channels, as bytes: 0 is no answer, 255 the largest of them all. */
export function mapBytes(
  { dims, data }: Activations,
  units: readonly number[],
): Uint8Array {
  const [, , height = 1, width = 1] = dims;
  const size = height * width;
  const maps = units.map((unit) =>
    data.subarray(unit * size, (unit + 1) * size),
  );
  const all = maps.flatMap((map) => [...map]);
  const most = all.reduce((max, value) => Math.max(max, value), 0) || 1;
  return Uint8Array.from(all, (value) =>
    Math.round((255 * Math.max(0, value)) / most),
  );
}

/**
 * What each pixel of a picture adds to a fully connected unit, as bytes: weight times sample, summed
 * over the channels. 128 is nothing; 0 or 255 the most that any pixel adds to that unit.
 */
export function contributionBytes(
  weights: Float32Array,
  picture: Float32Array,
  [channels, height, width]: PictureShape,
  units: readonly number[],
): Uint8Array {
  const plane = height * width;
  const bytes = new Uint8Array(units.length * plane);
  units.forEach((unit, i) => {
    const from = unit * channels * plane;
    const sums = Float32Array.from({ length: plane }, (_, at) => {
      let sum = 0;
      for (let k = at; k < channels * plane; k += plane)
        sum += weights[from + k]! * picture[k]!;
      return sum;
    });
    bytes.set(aroundGrey(sums), i * plane);
  });
  return bytes;
}

/** Zero becomes 128, the largest absolute value 0 or 255. */
export function aroundGrey(values: Float32Array): Uint8Array {
  const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return Uint8Array.from(values, (value) =>
    Math.round(127.5 + (127.5 * value) / (most || 1)),
  );
}
