/** Nearest points, the graph of who resembles whom, and walks on it. */
import { expect, test } from "vitest";
import {
  nearestTo,
  neighbourGraph,
  walk,
} from "../../../models/lab/neighbours.ts";
import { Random } from "../../../models/random.ts";

/** Two groups on a line, each of three. */
const points = [0, 1, 2.5, 20, 21, 22.5].map((x) => Float32Array.of(x, 0));

test("finds the nearest, nearest first, the first of equal ones, without one", () => {
  const found = nearestTo(points, Float32Array.of(0.5, 0), 3);
  expect(found.map(({ j }) => j)).toEqual([0, 1, 2]);
  expect(found.map(({ squared }) => squared)).toEqual([0.25, 0.25, 4]);
  const others = nearestTo(points, points[0]!, 2, 0);
  expect(others.map(({ j }) => j)).toEqual([1, 2]);
});

test("finds the same among points of many coordinates as sorting does", () => {
  const random = new Random(2);
  const many = Array.from({ length: 40 }, () =>
    Float32Array.from({ length: 75 }, () => random.normal()),
  );
  const distance = (j: number) =>
    many[0]!.reduce((sum, value, i) => sum + (value - many[j]![i]!) ** 2, 0);
  const sorted = many
    .map((_, j) => j)
    .sort((a, b) => distance(a) - distance(b));
  expect(nearestTo(many, many[0]!, 6).map(({ j }) => j)).toEqual(
    sorted.slice(0, 6),
  );
});

test("links each point with its nearest, and these with it", () => {
  expect(neighbourGraph(points, 1, 100)).toEqual([
    ...[[1], [0, 2], [1]],
    ...[[4], [3, 5], [4]],
  ]);
});

test("links all of many to a part of them", () => {
  const graph = neighbourGraph(points, 1, 2);
  // Only the first of each group is known; these know each other.
  expect(graph).toEqual([[1, 2, 3], [0], [0], [0, 4, 5], [3], [3]]);
});

test("walks from link to link, and nowhere in no step", () => {
  const graph = neighbourGraph(points, 1, 100);
  const ends = (from: number, steps: number) =>
    new Set(
      Array.from({ length: 50 }, (_, seed) =>
        walk(graph, from, steps, new Random(seed)),
      ),
    );
  expect(ends(4, 0)).toEqual(new Set([4]));
  expect(ends(1, 1)).toEqual(new Set([0, 2]));
  expect(ends(0, 2)).toEqual(new Set([0, 2]));
  expect(ends(5, 3)).toEqual(new Set([4]));
});
