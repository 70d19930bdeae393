/** What codes and reconstruction errors are used for, on cases small enough to check by hand. */
import { describe, expect, test } from "vitest";
import { areaUnder, percentile, roc } from "../../../models/lab/anomaly.ts";
import { attribute, grid, walk, walkArc } from "../../../models/lab/latent.ts";
import { nearest, neighbourhoodKept } from "../../../models/lab/neighbours.ts";

const code = (...values: number[]) => Float32Array.from(values);
const codes = (...rows: number[][]) => rows.map((row) => code(...row));

describe("anomalies", () => {
  test("a percentile lies between the scores around it", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([0, 10], 0.95)).toBeCloseTo(9.5, 10);
  });

  test("scores that tell all apart have the area 1, those that tell nothing 0.5", () => {
    const labels = [true, true, false, false];
    expect(areaUnder(roc([4, 3, 2, 1], labels))).toBe(1);
    expect(areaUnder(roc([1, 2, 3, 4], labels))).toBe(0);
    expect(areaUnder(roc([1, 1, 1, 1], labels))).toBe(0.5);
    // Of the four couples, three are in order.
    expect(areaUnder(roc([4, 2, 3, 1], labels))).toBe(0.75);
  });

  test("the curve runs from none to all", () => {
    const points = roc([3, 2, 2, 1], [true, false, true, false]);
    expect(points).toEqual([
      { threshold: Infinity, falsePositives: 0, truePositives: 0 },
      { threshold: 3, falsePositives: 0, truePositives: 0.5 },
      { threshold: 2, falsePositives: 0.5, truePositives: 1 },
      { threshold: 1, falsePositives: 1, truePositives: 1 },
    ]);
  });
});

describe("ways through the latent space", () => {
  test("a straight walk has even steps and both ends", () => {
    expect(walk(code(0, 2), code(4, 0), 3)).toEqual(
      codes([0, 2], [2, 1], [4, 0]),
    );
  });

  test("an arc keeps the length", () => {
    const [, middle] = walkArc(code(1, 0), code(0, 1), 3);
    expect(Math.hypot(...middle!)).toBeCloseTo(1, 6);
    expect(middle![0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(walkArc(code(0, 0), code(2, 0), 3)).toEqual(
      codes([0, 0], [1, 0], [2, 0]),
    );
  });

  test("an attribute is the difference of two means", () => {
    expect(attribute(codes([2, 0], [4, 0]), codes([0, 1]))).toEqual(
      code(3, -1),
    );
  });

  test("a grid runs over two units and leaves the others", () => {
    const plane = { axes: [0, 2], origin: code(9, 5, 9), reach: 2 } as const;
    expect(grid(plane, 2)).toEqual(
      codes([-2, 5, 2], [2, 5, 2], [-2, 5, -2], [2, 5, -2]),
    );
    expect(grid(plane, 1)).toEqual(codes([0, 5, 0]));
  });
});

describe("neighbourhoods", () => {
  const line = codes([0], [1], [2.5], [10]);

  test("the nearest come first, without the point itself", () => {
    expect(nearest(line, 1, 2)).toEqual([0, 2]);
  });

  test("a map that keeps the order keeps the neighbours; one that mixes does not", () => {
    expect(neighbourhoodKept(line, codes([0], [2], [5], [20]), 2)).toBe(1);
    expect(neighbourhoodKept(line, codes([0], [9], [1], [2]), 1)).toBe(0.25);
  });
});
