/** Small squares of noise by themselves: without the light below them, by distance and by frequency. */

/** What is left of a square when its best plane is taken away, in place; returns its mean square. */
export function removePlane(square: Float32Array, side: number): number {
  const centre = (side - 1) / 2;
  let [sum, alongX, alongY] = [0, 0, 0];
  square.forEach((value, i) => {
    sum += value;
    alongX += ((i % side) - centre) * value;
    alongY += (Math.floor(i / side) - centre) * value;
  });
  const mean = sum / square.length;
  // The sum of squared coordinates over the square.
  const spread = (square.length * (side * side - 1)) / 12;
  let squares = 0;
  for (let i = 0; i < square.length; i++) {
    const x = (i % side) - centre;
    const y = Math.floor(i / side) - centre;
    const rest = square[i]! - mean - (alongX * x + alongY * y) / spread;
    square[i] = rest;
    squares += rest * rest;
  }
  return squares / square.length;
}

/** Adds the mean product of a square with itself moved by −reach..reach pixels to `sums`, row by row. */
export function addProducts(
  square: Float32Array,
  side: number,
  reach: number,
  sums: Float64Array,
): void {
  let at = 0;
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++, at++) {
      let sum = 0;
      for (let y = Math.max(0, -dy); y < side - Math.max(0, dy); y++)
        for (let x = Math.max(0, -dx); x < side - Math.max(0, dx); x++)
          sum += square[y * side + x]! * square[(y + dy) * side + x + dx]!;
      const count = (side - Math.abs(dx)) * (side - Math.abs(dy));
      sums[at] = sums[at]! + sum / count;
    }
}

/**
 * The power of each coefficient of the orthonormal cosine transform (DCT-II): coefficient (u, v)
 * counts u/2·side cycles per pixel across and v/2·side down. White noise gives its variance
 * everywhere.
 */
export function cosinePower(square: Float32Array, side: number): Float32Array {
  const basis = cosines(side);
  const rows = new Float32Array(square.length);
  const power = new Float32Array(square.length);
  for (let y = 0; y < side; y++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let x = 0; x < side; x++)
        sum += basis[u * side + x]! * square[y * side + x]!;
      rows[y * side + u] = sum;
    }
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let y = 0; y < side; y++)
        sum += basis[v * side + y]! * rows[y * side + u]!;
      power[v * side + u] = sum * sum;
    }
  return power;
}

function cosines(side: number): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [u, x] = [Math.floor(i / side), i % side];
    const scale = Math.sqrt((u === 0 ? 1 : 2) / side);
    return scale * Math.cos((Math.PI * u * (2 * x + 1)) / (2 * side));
  });
}
