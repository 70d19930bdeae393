/**
 * Writes colour profiles of three primaries and a curve, for pixels whose file names its colours by number, or has none
 * (ICC.1:2022, version 4.4, section 8.3).
 */
import { assembled, D50, fixed, typed } from "./icc-tags.ts";

/** CIE xy of red, green, blue, white. */
export type Chromaticities = readonly [Xy, Xy, Xy, Xy];
type Xy = readonly [x: number, y: number];
type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

export const D65: Xy = [0.3127, 0.329];

/** ITU-R BT.709, SMPTE EG 432-1 (Display P3) and ITU-R BT.2020. */
export const PRIMARIES = {
  bt709: [[0.64, 0.33], [0.3, 0.6], [0.15, 0.06], D65],
  p3: [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06], D65],
  bt2020: [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046], D65],
} as const satisfies Record<string, Chromaticities>;

/**
 * From signal to light: y = (a·x + b)^g from d on, c·x below (ICC.1 10.18, function 3).
 * A plain power is `[g, 1, 0, 0, 0]`.
 */
export type Curve = readonly [
  g: number,
  a: number,
  b: number,
  c: number,
  d: number,
];

export const CURVES = {
  linear: [1, 1, 0, 0, 0],
  /** IEC 61966-2-1. */
  srgb: [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045],
  /** ITU-R BT.709, of the camera. */
  bt709: [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081],
  gamma22: [2.2, 1, 0, 0, 0],
  gamma28: [2.8, 1, 0, 0, 0],
} as const satisfies Record<string, Curve>;

/** Bradford's cone responses (ICC.1 annex E). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** `curve`: the same for all three, or the data of such a tag as another profile has it. */
export function rgbProfile(
  name: string,
  primaries: Chromaticities,
  curve: Curve | Uint8Array,
): Uint8Array {
  const adaptation = adaptationTo(D50, xyzOf(primaries[3]));
  const columns = transposed(multiplied(adaptation, matrixOf(primaries)));
  const tone = curve instanceof Uint8Array ? curve : parametric(curve);
  return assembled("RGB ", name, [
    ["chad", typed("sf32", fixed(adaptation.flat()))],
    ["rXYZ", typed("XYZ ", fixed(columns[0]))],
    ["gXYZ", typed("XYZ ", fixed(columns[1]))],
    ["bXYZ", typed("XYZ ", fixed(columns[2]))],
    ...["rTRC", "gTRC", "bTRC"].map((tag) => [tag, tone] as const),
  ]);
}

function parametric(curve: Curve): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(3);
  return typed("para", Buffer.concat([head, fixed(curve)]));
}

const xyzOf = ([x, y]: Xy): Vector => [x / y, 1, (1 - x - y) / y];

/** From linear RGB to XYZ: its columns add up to white. */
function matrixOf([red, green, blue, white]: Chromaticities): Matrix {
  const columns = transposed([xyzOf(red), xyzOf(green), xyzOf(blue)]);
  const shares = applied(inverted(columns), xyzOf(white));
  return columns.map((row) =>
    row.map((value, i) => value * shares[i]!),
  ) as unknown as Matrix;
}

function adaptationTo(target: Vector, source: Vector): Matrix {
  const [from, to] = [applied(BRADFORD, source), applied(BRADFORD, target)];
  const scaled = BRADFORD.map((row, i) =>
    row.map((value) => (value * to[i]!) / from[i]!),
  ) as unknown as Matrix;
  return multiplied(inverted(BRADFORD), scaled);
}

const applied = (matrix: Matrix, [x, y, z]: Vector): Vector =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Vector;

const transposed = (matrix: Matrix): Matrix =>
  matrix.map((_, i) => matrix.map((row) => row[i]!)) as unknown as Matrix;

const multiplied = (a: Matrix, b: Matrix): Matrix =>
  transposed(
    transposed(b).map((column) => applied(a, column)) as unknown as Matrix,
  );

/** By cross products, which are the rows of the adjugate. */
function inverted([a, b, c]: Matrix): Matrix {
  const rows = transposed([cross(b, c), cross(c, a), cross(a, b)]);
  const determinant = a[0] * rows[0][0] + a[1] * rows[1][0] + a[2] * rows[2][0];
  return rows.map((row) =>
    row.map((value) => value / determinant),
  ) as unknown as Matrix;
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
