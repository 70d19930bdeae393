/** Small separable filters on single planes, mirrored at the borders. */

import { mirror } from "./image.ts";

/** Weights of a Gaussian of standard deviation `sigma` pixels, summing to 1. */
export function gaussianKernel(sigma: number): Float32Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Filters rows and columns with a symmetric kernel of odd length whose taps
 * lie `step` pixels apart.
 */
export function filterSeparable(
  data: Float32Array,
  width: number,
  kernel: Float32Array,
  step = 1,
): Float32Array {
  if (kernel.length === 5) return filterFive(data, width, kernel, step);
  if (kernel.length === 13) return filterThirteen(data, width, kernel, step);
  const height = data.length / width;
  const rows = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  const radius = (kernel.length - 1) / 2;
  const reach = radius * step;
  const middle = kernel[radius]!;
  const line = new Float32Array(width + 2 * reach);

  // The kernel is symmetric: two samples share a weight.
  for (let y = 0; y < height; y++) {
    const row = y * width;
    mirrorLine(data.subarray(row, row + width), line, reach);
    for (let x = 0; x < width; x++) {
      let sum = middle * line[x + reach]!;
      for (let t = 0, low = x, high = x + 2 * reach; t < radius; t++) {
        sum += kernel[t]! * (line[low]! + line[high]!);
        low += step;
        high -= step;
      }
      rows[row + x] = sum;
    }
  }
  // Columns are summed weight by weight over whole rows, in the order of memory.
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) result[row + x] = middle * rows[row + x]!;
    for (let t = 0; t < radius; t++) {
      const weight = kernel[t]!;
      const above = mirror(y + (t - radius) * step, height) * width;
      const below = mirror(y + (radius - t) * step, height) * width;
      for (let x = 0; x < width; x++)
        result[row + x] =
          result[row + x]! + weight * (rows[above + x]! + rows[below + x]!);
    }
  }
  return result;
}

/** `filterSeparable` with the loop over the taps written out: a third of the time. */
function filterFive(
  data: Float32Array,
  width: number,
  kernel: Float32Array,
  step: number,
): Float32Array {
  const height = data.length / width;
  const rows = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  const [far, near, middle] = kernel as unknown as [number, number, number];
  const reach = 2 * step;
  const line = new Float32Array(width + 2 * reach);

  for (let y = 0; y < height; y++) {
    const row = y * width;
    mirrorLine(data.subarray(row, row + width), line, reach);
    for (let x = 0; x < width; x++)
      rows[row + x] =
        far * (line[x]! + line[x + 4 * step]!) +
        near * (line[x + step]! + line[x + 3 * step]!) +
        middle * line[x + reach]!;
  }
  for (let y = 0; y < height; y++) {
    const at = (offset: number) => mirror(y + offset, height) * width;
    const [above, below] = [at(-step), at(step)];
    const [top, bottom] = [at(-reach), at(reach)];
    const row = y * width;
    for (let x = 0; x < width; x++)
      result[row + x] =
        far * (rows[top + x]! + rows[bottom + x]!) +
        near * (rows[above + x]! + rows[below + x]!) +
        middle * rows[row + x]!;
  }
  return result;
}

/** The same for thirteen taps, as the blur of noise maps has, rounded as the loops would. */
function filterThirteen(
  data: Float32Array,
  width: number,
  kernel: Float32Array,
  step: number,
): Float32Array {
  const height = data.length / width;
  const rows = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  const [k0, k1, k2, k3, k4, k5, middle] = kernel as unknown as Seven;
  const reach = 6 * step;
  const line = new Float32Array(width + 2 * reach);
  const [s1, s2, s3, s4, s5] = [step, 2 * step, 3 * step, 4 * step, 5 * step];

  for (let y = 0; y < height; y++) {
    const row = y * width;
    mirrorLine(data.subarray(row, row + width), line, reach);
    for (let x = 0, low = x, high = 2 * reach; x < width; x++, low++, high++)
      rows[row + x] =
        middle * line[x + reach]! +
        k0 * (line[low]! + line[high]!) +
        k1 * (line[low + s1]! + line[high - s1]!) +
        k2 * (line[low + s2]! + line[high - s2]!) +
        k3 * (line[low + s3]! + line[high - s3]!) +
        k4 * (line[low + s4]! + line[high - s4]!) +
        k5 * (line[low + s5]! + line[high - s5]!);
  }
  const { fround } = Math;
  for (let y = 0; y < height; y++) {
    const at = (offset: number) => mirror(y + offset, height) * width;
    const [a0, a1, a2] = [at(-reach), at(-s5), at(-s4)];
    const [a3, a4, a5] = [at(-s3), at(-s2), at(-s1)];
    const [b0, b1, b2] = [at(reach), at(s5), at(s4)];
    const [b3, b4, b5] = [at(s3), at(s2), at(s1)];
    const row = y * width;
    for (let x = 0; x < width; x++) {
      let sum = fround(middle * rows[row + x]!);
      sum = fround(sum + k0 * (rows[a0 + x]! + rows[b0 + x]!));
      sum = fround(sum + k1 * (rows[a1 + x]! + rows[b1 + x]!));
      sum = fround(sum + k2 * (rows[a2 + x]! + rows[b2 + x]!));
      sum = fround(sum + k3 * (rows[a3 + x]! + rows[b3 + x]!));
      sum = fround(sum + k4 * (rows[a4 + x]! + rows[b4 + x]!));
      result[row + x] = sum + k5 * (rows[a5 + x]! + rows[b5 + x]!);
    }
  }
  return result;
}

type Seven = [number, number, number, number, number, number, number];

/** Copies a line with so many mirrored values at each end. */
function mirrorLine(
  values: Float32Array,
  line: Float32Array,
  margin: number,
): void {
  const { length } = values;
  line.set(values, margin);
  for (let i = 1; i <= margin; i++) {
    line[margin - i] = values[mirror(-i, length)]!;
    line[margin + length - 1 + i] = values[mirror(length - 1 + i, length)]!;
  }
}

/** A Gaussian blur of standard deviation `sigma` pixels. */
export function gaussianBlur(
  data: Float32Array,
  width: number,
  sigma: number,
): Float32Array {
  return filterSeparable(data, width, gaussianKernel(sigma));
}

/** The mean over the square of side 2·radius + 1 around every pixel. */
export function boxMean(
  data: Float32Array,
  width: number,
  radius: number,
): Float32Array {
  const height = data.length / width;
  const rows = new Float32Array(data.length);
  const result = new Float32Array(data.length);
  const side = 2 * radius + 1;
  const scale = 1 / side;
  const line = new Float32Array(width + side);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    mirrorLine(data.subarray(row, row + width), line, radius);
    let sum = 0;
    for (let t = 0; t < side; t++) sum += line[t]!;
    for (let x = 0; x < width; x++) {
      rows[row + x] = sum * scale;
      sum += line[x + side]! - line[x]!;
    }
  }
  const sums = new Float64Array(width);
  for (let t = -radius; t <= radius; t++) {
    const from = mirror(t, height) * width;
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + rows[from + x]!;
  }
  for (let y = 0; y < height; y++) {
    const entering = mirror(y + radius + 1, height) * width;
    const leaving = mirror(y - radius, height) * width;
    for (let x = 0; x < width; x++) {
      result[y * width + x] = sums[x]! * scale;
      sums[x] = sums[x]! + rows[entering + x]! - rows[leaving + x]!;
    }
  }
  return result;
}
