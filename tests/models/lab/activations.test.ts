/** What units answer: strengths, the strongest, and maps as bytes. */
import { expect, test } from "vitest";
import {
  contributionBytes,
  largest,
  mapBytes,
  strengths,
} from "../../../models/lab/activations.ts";

test("a unit is as strong as the strongest place of its map", () => {
  const data = Float32Array.of(1, 2, -3, -1, 0, 5, 4, 3);
  expect([...strengths({ dims: [2, 2, 1, 2], data })]).toEqual([2, -1, 5, 4]);
  expect([...strengths({ dims: [2, 4], data })]).toEqual([...data]);
});

test("the largest come first", () => {
  expect(largest([3, 9, -1, 5], 3)).toEqual([1, 3, 0]);
});

test("maps are measured against the strongest place of those shown", () => {
  const data = Float32Array.of(0, 2, 9, 9, 1, -4);
  const bytes = mapBytes({ dims: [1, 3, 1, 2], data }, [0, 2]);
  expect([...bytes]).toEqual([0, 255, 128, 0]);
});

test("a pixel adds its weights times its samples, of all channels", () => {
  const weights = Float32Array.of(0, 0, 0, 0, 1, -2, 3, 0);
  const picture = Float32Array.of(1, 1, 1, 1);
  const shape = [2, 1, 2] as const;
  expect([...contributionBytes(weights, picture, shape, [0, 1])]).toEqual([
    ...[128, 128, 255, 64],
  ]);
});
