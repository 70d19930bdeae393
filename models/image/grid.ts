/** Squares that are spread evenly over an image. */

/** Where at most `most` squares of `edge` pixels begin along a side of `extent`: evenly from edge to edge. */
export function gridStarts(
  extent: number,
  edge: number,
  most: number,
): number[] {
  const last = Math.max(0, extent - edge);
  const count = Math.min(most, Math.ceil(extent / edge));
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.floor((i * last) / (count - 1)),
  );
}
