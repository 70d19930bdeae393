/** 3×3 colour matrices between a camera's own colours and linear sRGB. */

import type { Random } from "../random.ts";

/** Row by row. */
// prettier-ignore
export type Matrix3 = readonly [
  number, number, number,
  number, number, number,
  number, number, number,
];

/**
 * A camera-to-sRGB matrix such as real cameras have: every row sums to 1, so
 * that grey stays grey, and each colour takes away some of its neighbours.
 */
export function drawCameraMatrix(random: Random): Matrix3 {
  const redFromGreen = random.uniform(-0.9, -0.3);
  const redFromBlue = random.uniform(-0.2, 0.1);
  const greenFromRed = random.uniform(-0.35, -0.05);
  const greenFromBlue = random.uniform(-0.5, -0.1);
  const blueFromRed = random.uniform(-0.1, 0.05);
  const blueFromGreen = random.uniform(-0.8, -0.2);
  return [
    1 - redFromGreen - redFromBlue,
    redFromGreen,
    redFromBlue,
    greenFromRed,
    1 - greenFromRed - greenFromBlue,
    greenFromBlue,
    blueFromRed,
    blueFromGreen,
    1 - blueFromRed - blueFromGreen,
  ];
}

/** Multiplies the columns: the matrix applied after these gains. */
export function afterGains(
  m: Matrix3,
  red: number,
  green: number,
  blue: number,
): Matrix3 {
  return [
    m[0] * red,
    m[1] * green,
    m[2] * blue,
    m[3] * red,
    m[4] * green,
    m[5] * blue,
    m[6] * red,
    m[7] * green,
    m[8] * blue,
  ];
}

/** The inverse, by cofactors. */
export function invert(m: Matrix3): Matrix3 {
  const [a, b, c, d, e, f, g, h, i] = m;
  const determinant =
    a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const s = 1 / determinant;
  return [
    s * (e * i - f * h),
    s * (c * h - b * i),
    s * (b * f - c * e),
    s * (f * g - d * i),
    s * (a * i - c * g),
    s * (c * d - a * f),
    s * (d * h - e * g),
    s * (b * g - a * h),
    s * (a * e - b * d),
  ];
}
