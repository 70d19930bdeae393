/** Thins a curve for a chart: fewer points, the same ups and downs, evenly along its steps. */

/**
 * Of every stretch of steps the lowest and the highest point stay, so that no peak is lost. The
 * stretches are as long as a power of two, begin at its multiples, and are chosen by the last step
 * alone: a curve that grows and is thinned again and again stays as fine at its beginning as at its
 * end. What is short of `most` points stays as it is.
 *
 * @param points By ascending step.
 */
export function thinned<Point extends { readonly step: number }>(
  points: readonly Point[],
  valueOf: (point: Point) => number,
  most: number,
): readonly Point[] {
  if (points.length <= most) return points;
  const last = points.at(-1)?.step ?? 0;
  let stretch = 1;
  // Two points of each stay.
  while (2 * (Math.floor(last / stretch) + 1) > most) stretch *= 2;
  const kept: Point[] = [];
  for (let start = 0, end = 0; start < points.length; start = end) {
    const of = Math.floor(points[start]!.step / stretch);
    let [low, high] = [start, start];
    for (; end < points.length; end++) {
      const point = points[end]!;
      if (Math.floor(point.step / stretch) !== of) break;
      if (valueOf(point) < valueOf(points[low]!)) low = end;
      if (valueOf(point) > valueOf(points[high]!)) high = end;
    }
    kept.push(points[Math.min(low, high)]!);
    if (low !== high) kept.push(points[Math.max(low, high)]!);
  }
  return kept;
}
