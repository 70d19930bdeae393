/** The split by photograph: seeded, stable when photographs are added, whole scenes. */
import { expect, test } from "vitest";
import { splitByPhotograph } from "../../../models/training/split.ts";

const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `IMG_${String(i)}.jpg`);
const heldOut = (items: readonly string[], seed = 1) =>
  splitByPhotograph(items, (name) => name, seed).heldOut;

test("holds out about a tenth, each photograph on one side", () => {
  const { training, heldOut } = splitByPhotograph(names(200), (n) => n, 1);
  expect([...training, ...heldOut].sort()).toEqual(names(200).sort());
  expect(heldOut.length).toBeGreaterThan(10);
  expect(heldOut.length).toBeLessThan(30);
});

test("stays when photographs are added, and differs with the seed", () => {
  const before = heldOut(names(100));
  const kept = heldOut(names(200)).filter((n) => names(100).includes(n));
  expect(kept).toEqual(before);
  expect(heldOut(names(100), 2)).not.toEqual(before);
});

test("holds out enough for a report where they can be spared, and none of very few", () => {
  for (let seed = 0; seed < 20; seed++) {
    expect(heldOut(names(8), seed).length).toBeGreaterThanOrEqual(2);
    expect(heldOut(names(12), seed).length).toBeGreaterThanOrEqual(3);
  }
  expect(heldOut(names(7))).toEqual([]);
});

test("keeps photographs of one scene together", () => {
  const scene = (name: string) => name.at(4)!;
  const { training, heldOut } = splitByPhotograph(names(100), scene, 3);
  const sides = [new Set(training.map(scene)), new Set(heldOut.map(scene))];
  expect([...sides[0]!].filter((key) => sides[1]!.has(key))).toEqual([]);
});
