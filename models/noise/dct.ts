/** The fast 8-point cosine transform of JPEG, in place on lines of a plane. */

/**
 * Arai, Agui and Nakajima, "A fast DCT-SQ scheme for images", 1988: 5
 * multiplications a line. In exchange coefficient k comes out scaled by
 * √8 · `lineScale[k]` against the orthonormal transform, and the inverse
 * wants it scaled by `lineScale[k]` / √8.
 */
export const lineScale: readonly number[] = Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.SQRT2 * Math.cos((k * Math.PI) / 16),
);

const COS_4 = Math.SQRT1_2;
const COS_6 = Math.cos((6 * Math.PI) / 16);
const COS_2_MINUS_6 = Math.cos((2 * Math.PI) / 16) - COS_6;
const COS_2_PLUS_6 = Math.cos((2 * Math.PI) / 16) + COS_6;
const TWICE_COS_2 = 2 * Math.cos((2 * Math.PI) / 16);

/** Transforms the 8 samples at `at`, `at + step`, … */
export function forwardLine(
  data: Float32Array,
  at: number,
  step: number,
): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const sum0 = data[at]! + data[i7]!;
  const sum1 = data[i1]! + data[i6]!;
  const sum2 = data[i2]! + data[i5]!;
  const sum3 = data[i3]! + data[i4]!;
  const difference0 = data[at]! - data[i7]!;
  const difference1 = data[i1]! - data[i6]!;
  const difference2 = data[i2]! - data[i5]!;
  const difference3 = data[i3]! - data[i4]!;

  const outer = sum0 + sum3;
  const inner = sum1 + sum2;
  const slope = sum0 - sum3;
  const turned = (sum1 - sum2 + slope) * COS_4;
  data[at] = outer + inner;
  data[i4] = outer - inner;
  data[i2] = slope + turned;
  data[i6] = slope - turned;

  const low = difference3 + difference2;
  const high = difference1 + difference0;
  const shared = (low - high) * COS_6;
  const a = COS_2_MINUS_6 * low + shared;
  const b = COS_2_PLUS_6 * high + shared;
  const middle = (difference2 + difference1) * COS_4;
  const plus = difference0 + middle;
  const minus = difference0 - middle;
  data[i5] = minus + a;
  data[i3] = minus - a;
  data[i1] = plus + b;
  data[i7] = plus - b;
}

/** Undoes `forwardLine`, given coefficients scaled as its inverse wants. */
export function inverseLine(
  data: Float32Array,
  at: number,
  step: number,
): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;

  const outer = data[at]! + data[i4]!;
  const inner = data[at]! - data[i4]!;
  const twoSix = data[i2]! + data[i6]!;
  const turned = (data[i2]! - data[i6]!) * Math.SQRT2 - twoSix;
  const even0 = outer + twoSix;
  const even3 = outer - twoSix;
  const even1 = inner + turned;
  const even2 = inner - turned;

  const fiveThree = data[i5]! + data[i3]!;
  const fiveMinus = data[i5]! - data[i3]!;
  const oneSeven = data[i1]! + data[i7]!;
  const oneMinus = data[i1]! - data[i7]!;
  const odd0 = oneSeven + fiveThree;
  const shared = (fiveMinus + oneMinus) * TWICE_COS_2;
  const odd1 = shared - fiveMinus * (2 * COS_2_PLUS_6) - odd0;
  const odd2 = (oneSeven - fiveThree) * Math.SQRT2 - odd1;
  const odd3 = shared - oneMinus * (2 * COS_2_MINUS_6) - odd2;

  data[at] = even0 + odd0;
  data[i7] = even0 - odd0;
  data[i1] = even1 + odd1;
  data[i6] = even1 - odd1;
  data[i2] = even2 + odd2;
  data[i5] = even2 - odd2;
  data[i3] = even3 + odd3;
  data[i4] = even3 - odd3;
}
