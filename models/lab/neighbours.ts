/** How well a map keeps who is whose neighbour. */

/**
 * The share, 0..1, of each point's `count` nearest neighbours in `space` that are among its `count`
 * nearest in `map`, averaged over the points: 1 when all neighbourhoods are kept, count / (n − 1) by
 * chance. Both are n points of any number of coordinates; n must be larger than `count`.
 */
export function neighbourhoodKept(
  space: readonly Float32Array[],
  map: readonly Float32Array[],
  count: number,
): number {
  let kept = 0;
  for (let i = 0; i < space.length; i++) {
    const before = new Set(nearest(space, i, count));
    kept += nearest(map, i, count).filter((j) => before.has(j)).length;
  }
  return kept / (count * space.length);
}

/** The indices of the points nearest to one of them, nearest first. */
export function nearest(
  points: readonly Float32Array[],
  of: number,
  count: number,
): readonly number[] {
  const point = points[of]!;
  return points
    .map((other, j) => ({ j, distance: squaredDistance(point, other) }))
    .filter(({ j }) => j !== of)
    .sort((a, b) => a.distance - b.distance || a.j - b.j)
    .slice(0, count)
    .map(({ j }) => j);
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
