/** Thins a curve for a chart: fewer points, the same ups and downs. */

/**
 * Of every four points in order the lowest and the highest stay, so that no peak is lost. What is
 * short of `most` points stays as it is. Thinning again and again, as a curve grows, costs each
 * point a constant time.
 */
export function thinned<Point>(
  points: readonly Point[],
  valueOf: (point: Point) => number,
  most: number,
): readonly Point[] {
  if (points.length <= most) return points;
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += GROUP) {
    const group = points.slice(start, start + GROUP);
    const values = group.map(valueOf);
    const low = values.indexOf(Math.min(...values));
    const high = values.indexOf(Math.max(...values));
    for (const index of new Set([low, high].sort((a, b) => a - b)))
      kept.push(group[index]!);
  }
  return thinned(kept, valueOf, most);
}

/** Two of them stay: each thinning halves a curve. */
const GROUP = 4;
