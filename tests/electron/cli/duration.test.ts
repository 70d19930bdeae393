/** Times in words, and the pace of work. */
import { expect, test } from "vitest";
import { duration, Pace } from "../../../electron/cli/duration.ts";

test.each([
  [0, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [200, "3 min 20 s"],
  [3900, "1 h 5 min"],
  [Infinity, "…"],
  [NaN, "…"],
])("%f seconds are %s", (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

test("the pace tells rate, share and time left", () => {
  let now = 1000;
  const pace = new Pace(10, () => now);
  expect(pace).toMatchObject({ fraction: 0, perSecond: 0 });
  expect(pace.secondsLeft).toBe(Infinity);
  now += 2000;
  pace.update(4);
  expect(pace).toMatchObject({ fraction: 0.4, perSecond: 2, secondsLeft: 3 });
});

test("no work is finished work", () => {
  expect(new Pace(0, () => 0).fraction).toBe(1);
});
