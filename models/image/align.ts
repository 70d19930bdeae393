/** The shift between two photographs of one scene, found by search over whole pixels. */
import type { Planes, Point } from "./image.ts";

/** A larger shift would leave too little in common to trust. */
export const LARGEST_SHIFT = 8;
/** Least correlation of two photographs of the same scene. */
const SAME_SCENE = 0.3;
/** Where nothing has structure, every shift is as good as none: least share of the best score that "no shift" may lack. */
const SURE = 0.98;

export interface Alignment {
  /** Add it to a place of the first photograph to get the same place of the second. */
  readonly shift: Point;
  /** What is missing in it to the exact shift, −0.5..0.5 pixels. */
  readonly fraction: Point;
  /** Correlation of the shapes at that shift, −1..1. */
  readonly correlation: number;
  /** False when the scenes differ, or are shifted by more than `LARGEST_SHIFT` pixels. */
  readonly aligned: boolean;
}

/**
 * Compares the centres of two photographs, three planes each and of equal size, by the normalised
 * correlation of their luminance's differences: brightness and noise then matter little. Photographs
 * smaller than 48 pixels a side are taken as they are.
 */
export function align(a: Planes, b: Planes): Alignment {
  const reach = LARGEST_SHIFT + 1;
  const edge = Math.min(256, a.width - 2 * reach, a.height - 2 * reach);
  if (edge < 48 - 2 * reach)
    return {
      ...{ shift: { x: 0, y: 0 }, fraction: { x: 0, y: 0 } },
      ...{ correlation: 1, aligned: true },
    };
  const first = edges(a);
  const second = edges(b);
  const left = Math.floor((a.width - edge) / 2);
  const top = Math.floor((a.height - edge) / 2);
  const score = (x: number, y: number): number =>
    correlation(first, second, a.width, { left, top, edge }, { x, y });

  const still = score(0, 0);
  let best = { x: 0, y: 0, value: still };
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const value = score(x, y);
      if (value > best.value) best = { x, y, value };
    }
  if (still >= SURE * best.value) best = { x: 0, y: 0, value: still };
  const inside = Math.max(Math.abs(best.x), Math.abs(best.y)) <= LARGEST_SHIFT;
  const fraction = inside
    ? {
        x: vertex(
          score(best.x - 1, best.y),
          best.value,
          score(best.x + 1, best.y),
        ),
        y: vertex(
          score(best.x, best.y - 1),
          best.value,
          score(best.x, best.y + 1),
        ),
      }
    : { x: 0, y: 0 };
  return {
    shift: { x: best.x, y: best.y },
    fraction,
    correlation: best.value,
    aligned: inside && best.value >= SAME_SCENE,
  };
}

/** Where the parabola through three neighbouring values has its highest point, −0.5..0.5 from the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  if (bend >= 0) return 0;
  return Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

/** Differences of luminance over four pixels to the right and below, summed over 3×3: shape without brightness. */
function edges({ width, height, data }: Planes): Float32Array {
  const size = width * height;
  const luma = new Float32Array(size);
  for (let i = 0; i < size; i++)
    luma[i] = data[i]! + data[size + i]! + data[2 * size + i]!;
  const smooth = new Float32Array(size);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      let sum = 0;
      for (let v = -width; v <= width; v += width) {
        const at = y * width + x + v;
        sum += luma[at - 1]! + luma[at]! + luma[at + 1]!;
      }
      smooth[y * width + x] = sum;
    }
  const result = new Float32Array(size);
  for (let y = 1; y < height - 5; y++)
    for (let x = 1; x < width - 5; x++) {
      const at = y * width + x;
      result[at] = 2 * smooth[at]! - smooth[at + 4]! - smooth[at + 4 * width]!;
    }
  return result;
}

function correlation(
  a: Float32Array,
  b: Float32Array,
  width: number,
  { left, top, edge }: { left: number; top: number; edge: number },
  shift: Point,
): number {
  const offset = shift.y * width + shift.x;
  let [ab, aa, bb] = [0, 0, 0];
  for (let y = top; y < top + edge; y++) {
    const row = y * width + left;
    for (let i = row; i < row + edge; i++) {
      const [va, vb] = [a[i]!, b[i + offset]!];
      ab += va * vb;
      aa += va * va;
      bb += vb * vb;
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
