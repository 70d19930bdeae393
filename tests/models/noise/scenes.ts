/** Small clean scenes for the tests of noise. */

import type { Planes } from "../../../models/image/image.ts";

/** Three planes whose samples are given by position and channel. */
export function scene(
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): Planes {
  const data = new Float32Array(3 * width * height);
  for (let c = 0, i = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) data[i] = value(x, y, c);
    }
  }
  return { width, height, channels: 3, data };
}

export function flat(width: number, height: number, level: number): Planes {
  return scene(width, height, () => level);
}

/** Soft shades of every intensity, with a hue. */
export function gradient(width: number, height: number): Planes {
  return scene(
    width,
    height,
    (x, y, c) => 0.1 + (0.75 * x) / width + 0.05 * c * (y / height),
  );
}

/** The root of the mean squared difference, in 0..255 units. */
export function distance(one: Planes, other: Planes): number {
  let sum = 0;
  one.data.forEach((value, i) => (sum += (value - other.data[i]!) ** 2));
  return 255 * Math.sqrt(sum / one.data.length);
}

/** Correlation of the differences of horizontal neighbours, per all channels. */
export function neighbourCorrelation(noisy: Planes, clean: Planes): number {
  let [product, squares] = [0, 0];
  const noise = noisy.data.map((value, i) => value - clean.data[i]!);
  for (let i = 0; i + 1 < noise.length; i++) {
    if ((i + 1) % noisy.width === 0) continue;
    product += noise[i]! * noise[i + 1]!;
    squares += noise[i]! ** 2;
  }
  return product / squares;
}
