/** Shards: every photograph in exactly one, the same on every machine, of about equal size. */
import { describe, expect, test } from "vitest";
import { belongsTo } from "../../../electron/services/shard.ts";

const files = Array.from({ length: 300 }, (_, i) => ({
  path: `/photos/trip/IMG_${String(i)}.jpg`,
  folder: "trip",
}));
const partsOf = (file: (typeof files)[number], count: number) =>
  Array.from({ length: count }, (_, i) => i + 1).filter((index) =>
    belongsTo(file, { index, count }),
  );

describe("belongsTo", () => {
  test.each([1, 2, 7])("puts each into one of %i", (count) => {
    for (const file of files) expect(partsOf(file, count)).toHaveLength(1);
  });

  test("makes shares of about the same size", () => {
    const first = files.filter((file) =>
      belongsTo(file, { index: 1, count: 3 }),
    );
    expect(first.length).toBeGreaterThan(75);
    expect(first.length).toBeLessThan(125);
  });

  test("does not depend on where the folder is, or on how the system writes paths and accents", () => {
    const here = { path: "/a/b/trip/caf\u00e9.jpg", folder: "trip" };
    const there = { path: "/mnt/trip/cafe\u0301.jpg", folder: "trip" };
    expect(partsOf(here, 5)).toEqual(partsOf(there, 5));
    const nested = { path: "x/one/two/a.png", folder: "one/two" };
    expect(partsOf({ ...nested, folder: "one\\two" }, 5)).toEqual(
      partsOf(nested, 5),
    );
  });
});
