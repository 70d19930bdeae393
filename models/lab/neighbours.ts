/** Who is near whom: the nearest points, how well a map keeps them, and walks from one to the next. */
import type { Random } from "../random.ts";
import { spread } from "./pictures.ts";

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
export const nearest = (
  points: readonly Float32Array[],
  of: number,
  count: number,
): readonly number[] =>
  nearestTo(points, points[of]!, count, of).map(({ j }) => j);

export interface Neighbour {
  readonly j: number;
  /** Of the distance. */
  readonly squared: number;
}

/** Coordinates between two looks at how far away a point is by now. */
const STRETCH = 28;

/** The `count` points nearest to any place, without one of them, nearest first; of equal ones, the first. */
export function nearestTo(
  points: readonly Float32Array[],
  place: Float32Array,
  count: number,
  without = -1,
): readonly Neighbour[] {
  const best: Neighbour[] = [];
  let limit = Infinity;
  for (let j = 0; j < points.length; j++) {
    if (j === without) continue;
    const other = points[j]!;
    let squared = 0;
    // Far ones are given up early, but looking each time would cost more than it saves.
    for (let i = 0; i < place.length && squared < limit; i += STRETCH) {
      const end = Math.min(place.length, i + STRETCH);
      for (let k = i; k < end; k++) {
        const difference = place[k]! - other[k]!;
        squared += difference * difference;
      }
    }
    if (squared >= limit) continue;
    const at = best.findIndex((one) => one.squared > squared);
    best.splice(at < 0 ? best.length : at, 0, { j, squared });
    best.length = Math.min(best.length, count);
    if (best.length === count) limit = best[count - 1]!.squared;
  }
  return best;
}

/** For each point those that it is linked to. */
export type NeighbourGraph = readonly (readonly number[])[];

/**
 * Each point linked to its `count` nearest among up to `most` points that are spread evenly over
 * all, and these back to it. Its time grows with n · min(n, most).
 */
export function neighbourGraph(
  points: readonly Float32Array[],
  count: number,
  most: number,
): NeighbourGraph {
  const numbers = spread(points.length, most);
  const some = numbers.map((n) => points[n]!);
  const place = new Map(numbers.map((n, j) => [n, j]));
  const links = points.map(() => new Set<number>());
  points.forEach((point, i) => {
    for (const { j } of nearestTo(some, point, count, place.get(i))) {
      links[i]!.add(numbers[j]!);
      links[numbers[j]!]!.add(i);
    }
  });
  return links.map((set) => [...set].sort((a, b) => a - b));
}

/** Where a walk of so many steps ends, each step to any of those that the point is linked to. */
export function walk(
  graph: NeighbourGraph,
  from: number,
  steps: number,
  random: Random,
): number {
  let at = from;
  for (let i = 0; i < steps; i++)
    if (graph[at]!.length > 0) at = random.pick(graph[at]!);
  return at;
}
