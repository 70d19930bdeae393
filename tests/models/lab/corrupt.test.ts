/** Corruptions that move pixels: how far, which way, and what comes in. */
import { expect, test } from "vitest";
import { corrupt } from "../../../models/lab/corrupt.ts";
import { Random } from "../../../models/random.ts";

const EDGE = 15;
/** Two channels: brighter to the right, and downwards; all that lies far from the border. */
const ramps = () =>
  Float32Array.from({ length: 2 * EDGE * EDGE }, (_, i) => {
    const place = i % (EDGE * EDGE);
    const far = i < EDGE * EDGE ? place % EDGE : Math.floor(place / EDGE);
    return (far + 10) / 40;
  });
const warped = (amount: number, seed = 1) => {
  const picture = ramps();
  const corruption = { kind: "warp", amount } as const;
  corrupt(picture, [2, EDGE, EDGE], corruption, new Random(seed));
  return picture;
};
const MIDDLE = 7 * EDGE + 7;

test("a warp of no pixels changes nothing", () => {
  expect(warped(0)).toEqual(ramps());
});

test("a warp follows from the generator alone, and all channels move alike", () => {
  expect(warped(2)).toEqual(warped(2));
  expect(warped(2)).not.toEqual(warped(2, 2));
  const picture = Float32Array.from({ length: 2 * EDGE * EDGE }, (_, i) =>
    Math.sin(i % (EDGE * EDGE)),
  );
  const corruption = { kind: "warp", amount: 3 } as const;
  corrupt(picture, [2, EDGE, EDGE], corruption, new Random(3));
  expect(picture.slice(0, EDGE * EDGE)).toEqual(picture.slice(EDGE * EDGE));
});

test("the middle moves by as many pixels as are asked for, more at the edges", () => {
  const moves = Array.from({ length: 200 }, (_, seed) => {
    const picture = warped(1.5, seed);
    const across = 40 * picture[MIDDLE]! - 17;
    const down = 40 * picture[EDGE * EDGE + MIDDLE]! - 17;
    return [across, down];
  }).flat();
  // Even moves of ±1 and bends of a standard deviation of 0.35, times the amount.
  const spread = Math.sqrt(
    moves.reduce((sum, move) => sum + move * move, 0) / moves.length,
  );
  expect(spread).toBeGreaterThan(0.9);
  expect(spread).toBeLessThan(1.1);
});

test("what comes in at the border is black, and nothing brighter than there was", () => {
  const white = new Float32Array(EDGE * EDGE).fill(1);
  const corruption = { kind: "warp", amount: 6 } as const;
  corrupt(white, [1, EDGE, EDGE], corruption, new Random(4));
  expect(Math.min(...white)).toBe(0);
  expect(Math.max(...white)).toBeLessThanOrEqual(1.000001);
});
