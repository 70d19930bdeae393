import { expect, test } from "vitest";
import {
  reducedNoise,
  sharpenedNoise,
} from "../../../models/noise/in-camera.ts";
import { white } from "../../../models/noise/white.ts";
import { Random } from "../../../models/random.ts";
import { distance, flat, gradient } from "./scenes.ts";

const still = flat(96, 96, 0.5);
const noisy = white.apply(still, new Random(1), { sigma: 12 });

test("a camera's denoiser leaves less noise, and it is smoother", () => {
  for (let seed = 0; seed < 10; seed++) {
    const left = reducedNoise(noisy, still, new Random(seed));
    const level = distance(left, still);
    expect(level).toBeGreaterThan(1);
    expect(level).toBeLessThan(11);
    expect(step(left.data) / level).toBeLessThan(step(noisy.data) / 12);
  }
});

test("sharpening makes noise stronger", () => {
  for (let seed = 0; seed < 10; seed++)
    expect(
      distance(sharpenedNoise(noisy, still, new Random(seed)), still),
    ).toBeGreaterThan(12);
});

test("where there is no noise nothing is changed", () => {
  const clean = gradient(32, 32);
  for (const process of [reducedNoise, sharpenedNoise])
    expect(distance(process(clean, clean, new Random(2)), clean)).toBeLessThan(
      1e-4,
    );
});

/** Root mean square of the differences between neighbours in a row, in 0..255 units. */
function step(data: Float32Array): number {
  let sum = 0;
  for (let i = 1; i < data.length; i++) sum += (data[i]! - data[i - 1]!) ** 2;
  return 255 * Math.sqrt(sum / data.length);
}
