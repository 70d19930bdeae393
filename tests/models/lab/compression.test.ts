/** Codes as bits: rounding keeps within half a step, and what is usual costs little. */
import { expect, test } from "vitest";
import {
  costs,
  meanBits,
  psnrOf,
  quantise,
  quantiser,
  restore,
} from "../../../models/lab/compression.ts";

const code = (...values: number[]) => Float32Array.from(values);

test("codes come back within half a step of each unit", () => {
  const by = quantiser([code(0, 10), code(2, 20)], code(0.5, 4));
  const some = code(1.8, 6.5);
  const numbers = quantise(some, by);
  expect([...numbers]).toEqual([2, -2]);
  expect([...restore(numbers, by)]).toEqual([2, 7]);
});

test("values cost −log₂ of their share, and all shares are at most one", () => {
  const known = [...new Array<number>(62).fill(0), 1, 1];
  const cost = costs(known);
  expect(cost(0)).toBeCloseTo(-Math.log2(62.5 / 65.5), 9);
  expect(cost(1)).toBeCloseTo(-Math.log2(2.5 / 65.5), 9);
  expect(cost(3)).toBeGreaterThan(cost(2));
  let sum = 0;
  for (let value = -1000; value <= 1000; value++) sum += 2 ** -cost(value);
  expect(sum).toBeLessThanOrEqual(1);
  expect(sum).toBeGreaterThan(0.99);
});

test("the mean is over codes, the sum over units", () => {
  const known = [code(0, 5), code(1, 5)];
  const each = Math.log2(3.5 / 1.5) + Math.log2(3 / 2.5);
  expect(meanBits(known, [code(0, 5), code(1, 5)])).toBeCloseTo(each, 6);
  expect(psnrOf(0.01)).toBeCloseTo(20, 9);
});
