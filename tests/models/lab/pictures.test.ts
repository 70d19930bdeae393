/** Pictures are split, projected, shuffled and laid out, on cases small enough to check by hand. */
import { describe, expect, test } from "vitest";
import type { Pictures } from "../../../models/lab/batches.ts";
import { couldCopy, shuffledPictures } from "../../../models/lab/capacity.ts";
import { project, projectionErrors } from "../../../models/lab/linear.ts";
import {
  choose,
  joined,
  spread,
  squaredErrors,
  toBytes,
} from "../../../models/lab/pictures.ts";
import { heatMaps, sheet, thumbnailMap } from "../../../models/lab/sheet.ts";
import { splitPictures } from "../../../models/lab/split.ts";

/** Grey pictures of one row of two pixels. */
const pairs = (...data: number[]): Pictures => ({
  ...{ shape: [1, 1, 2], data: Float32Array.from(data) },
});

describe("pictures", () => {
  test("are chosen, joined and compared", () => {
    const pictures = pairs(0, 0.5, 1, 1, 0.25, 0);
    expect([...choose(pictures, [2, 0]).data]).toEqual([0.25, 0, 0, 0.5]);
    expect([...joined([pairs(0, 1), pairs(1, 0)]).data]).toEqual([0, 1, 1, 0]);
    expect(squaredErrors(pairs(0, 0, 1, 1), pairs(0, 1, 1, 1))).toEqual([
      0.5, 0,
    ]);
    expect([...toBytes(pairs(-1, 0.5, 2, 1))]).toEqual([0, 128, 255, 255]);
    expect(spread(10, 4)).toEqual([0, 2, 5, 7]);
    expect(spread(2, 4)).toEqual([0, 1]);
  });

  test("are split the same way each time, nothing lost", () => {
    const { training, heldOut } = splitPictures(10, 3);
    expect(heldOut).toHaveLength(2);
    expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(splitPictures(10, 3)).toEqual({ training, heldOut });
    expect(splitPictures(100, 3)).not.toEqual(splitPictures(100, 4));
  });
});

describe("principal components", () => {
  const diagonal = {
    mean: Float32Array.of(0.5, 0.5),
    components: [Float32Array.of(Math.SQRT1_2, Math.SQRT1_2)],
  };

  test("take a picture's coordinates from the mean", () => {
    expect(project(Float32Array.of(1, 1), diagonal)[0]).toBeCloseTo(
      Math.SQRT1_2,
      6,
    );
  });

  test("leave what lies across them", () => {
    const [none, one] = projectionErrors(pairs(1, 1, 1, 0), diagonal);
    expect(none).toBeCloseTo(0.25, 6);
    expect(one).toBeCloseTo(0.125, 6);
  });
});

describe("the capacity to copy", () => {
  test("is tried on pictures with every place's own values", () => {
    const { data } = shuffledPictures(pairs(0.1, 0.7, 0.2, 0.8, 0.3, 0.9), 1);
    const even = data.filter((_, i) => i % 2 === 0);
    expect(Math.max(...even)).toBeLessThan(0.4);
    expect(Math.min(...data.filter((_, i) => i % 2 === 1))).toBeGreaterThan(
      0.6,
    );
  });

  test("shows where shuffled pictures come out as well as real ones", () => {
    const known = { error: 0.01, variance: 0.1 };
    expect(couldCopy({ ...known, shuffledError: 0.012 })).toBe(true);
    expect(couldCopy({ ...known, shuffledError: 0.08 })).toBe(false);
    // A network that has learnt nothing yet copies nothing either.
    expect(couldCopy({ error: 0.1, shuffledError: 0.1, variance: 0.1 })).toBe(
      false,
    );
  });
});

describe("pictures for people", () => {
  test("a sheet has rows, gaps, and small pictures enlarged", () => {
    const { width, height, channels, samples } = sheet(
      pairs(0, 0, 0, 0, 0, 0),
      2,
    );
    expect([width, height, channels]).toEqual([2 * 66 + 2, 2 * 34 + 2, 1]);
    expect(samples[0]).toBe(255);
    expect(samples[2 * width + 2]).toBe(0);
  });

  test("heat-maps show where two differ", () => {
    const { shape, data } = heatMaps(pairs(0.5, 0.5), pairs(0.5, 0));
    expect(shape).toEqual([3, 1, 2]);
    const third = [...data.slice(12)];
    // Left no heat; right all of it.
    expect(third).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test("a map has its least at the left and at the bottom", () => {
    const { samples } = thumbnailMap(
      pairs(0, 0, 0, 0),
      [
        [0, 0],
        [1, 5],
      ],
      10,
    );
    const black = (x: number, y: number) => samples[10 * y + x] === 0;
    expect([black(0, 9), black(9, 0), black(0, 0)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
