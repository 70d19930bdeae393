/** 16-bit floats, which every WebGL 2 can interpolate between: a sign, 5 bits of exponent, 10 of mantissa. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest half, as its bits. For −2..2; what is smaller than 2⁻¹⁴ becomes 0. */
export function toHalf(value: number): number {
  float[0] = value;
  const all = bits[0]!;
  const sign = (all >>> 16) & 0x8000;
  const exponent = ((all >>> 23) & 0xff) - 127;
  if (exponent < -14) return sign;
  // A carry out of the rounded mantissa raises the exponent, as it should.
  const rounded = ((exponent + 15) << 10) + (((all & 0x7fffff) + 0x1000) >> 13);
  return sign | rounded;
}

/** The halves of i / 65535 for i = −65535..65535, at i + 65535. */
export function halvesOfDifferences(): Uint16Array {
  return Uint16Array.from({ length: 131071 }, (_, i) =>
    toHalf((i - 65535) / 65535),
  );
}
