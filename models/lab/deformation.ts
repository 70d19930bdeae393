/**
 * How much two pictures differ when each place of one may be found a little aside in the other: the
 * image distortion model of Keysers et al. 2007, "Deformation models for image recognition".
 */

/** How far aside, in pixels each way, a place may be found. */
const ASIDE = 1;

/** A picture's slopes: where they are steep its lines run, however bright it is. */
export interface Slopes {
  readonly width: number;
  readonly height: number;
  /**
   * Of each pixel, to the right and downwards (Sobel), with a border of zeros one pixel wide, so
   * that what lies aside is there to be read.
   */
  readonly across: Float32Array;
  readonly down: Float32Array;
  /** The sum of their squares. */
  readonly energy: number;
}

/** Of one plane; outside it is black. */
export function slopesOf(plane: Float32Array, width: number): Slopes {
  const height = plane.length / width;
  const stride = width + 2;
  const across = new Float32Array((height + 2) * stride);
  const down = across.slice();
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : plane[y * width + x]!;
  let energy = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = (y + 1) * stride + x + 1;
      for (let k = -1; k <= 1; k++) {
        const weight = k === 0 ? 2 : 1;
        across[i]! += weight * (at(x + 1, y + k) - at(x - 1, y + k));
        down[i]! += weight * (at(x + k, y + 1) - at(x + k, y - 1));
      }
      energy += across[i]! ** 2 + down[i]! ** 2;
    }
  return { width, height, across, down, energy };
}

/**
 * The sum over all places of the squared difference of the slopes around them (3×3), each at the
 * best of the shifts of up to one pixel, relative to the geometric mean of the slopes' own squares:
 * 0 of equal pictures, 2 where nothing meets. From `a` to `b`; the other way may differ a little.
 * Both are of one size.
 */
export function deformation(a: Slopes, b: Slopes): number {
  const { length } = a.across;
  const least = new Float32Array(length).fill(Infinity);
  const squares = new Float32Array(length);
  for (let dy = -ASIDE; dy <= ASIDE; dy++)
    for (let dx = -ASIDE; dx <= ASIDE; dx++) {
      difference(a, b, dy * (a.width + 2) + dx, squares);
      keepLeast(least, squares, a);
    }
  let sum = 0;
  for (let i = 0; i < length; i++) if (least[i]! < Infinity) sum += least[i]!;
  return sum / (9 * Math.sqrt(a.energy * b.energy) || 1);
}

/** Of each place of `a`, the squared difference from the one of `b` that lies so much further. */
function difference(
  { width, height, across, down }: Slopes,
  { across: otherAcross, down: otherDown }: Slopes,
  further: number,
  into: Float32Array,
): void {
  for (let y = 1; y <= height; y++) {
    const end = y * (width + 2) + width;
    for (let i = end - width + 1; i <= end; i++) {
      const x = across[i]! - otherAcross[i + further]!;
      const y = down[i]! - otherDown[i + further]!;
      into[i] = x * x + y * y;
    }
  }
}

/** Lowers each of `least` to the sum of the 3×3 values around it. */
function keepLeast(
  least: Float32Array,
  values: Float32Array,
  { width, height }: Pick<Slopes, "width" | "height">,
): void {
  const stride = width + 2;
  const column = (i: number) =>
    values[i - stride]! + values[i]! + values[i + stride]!;
  for (let y = 1; y <= height; y++) {
    const first = y * stride + 1;
    let [left, middle] = [0, column(first)];
    for (let i = first; i < first + width; i++) {
      const right = column(i + 1);
      const sum = left + middle + right;
      if (sum < least[i]!) least[i] = sum;
      left = middle;
      middle = right;
    }
  }
}
